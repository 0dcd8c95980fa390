"""Finding and reading the settings."""

from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.settings import load_settings, parse_settings
from llm_assets.settings.load import find_settings

MINIMAL = """
[llm_output]
output_dir = "./output"
format = "markdown"
privacy_level = "high"

[llm_output.rate_limiting]
requests_per_second = 10
max_concurrent = 5
"""

# The example of the settings contract, to the letter.
CONTRACT = """
    [dataset]
    name = "support"

    [dataset.users]
    source = "users.csv"              # file, glob, folder, object-store URL, or database URL with `query` / `table`
    id = "user_id"
    [dataset.users.columns]           # column = role, or { role = …, … }
    name       = { role = "direct", entity = "PERSON" }
    email      = { role = "direct", entity = "EMAIL" }
    birth_date = { role = "quasi", generalize = "year" }
    zip        = { role = "quasi", generalize = "prefix:3" }
    plan       = "attribute"
    bio        = "text"

    [dataset.interactions]
    source = "events.jsonl"
    user = "user_id"                  # the column that names the user
    unknown_users = "quarantine"      # or "keep"
    [dataset.interactions.columns]
    created_at = "timestamp"
    thread     = "conversation"
    type       = "kind"
    author     = "speaker"
    body       = "text"
    order_id   = "pseudonym"
    reply_to   = "user"               # a further column that names a user

    [privacy]
    key_env = "LLM_ASSETS_KEY"        # any text of 32 characters or more, taken as UTF-8 bytes
    key_file = "~/.config/llm-assets/support.key"   # used, and made with mode 0600, when the variable is not set
    min_group_size = 5                # k
    suppress = "values"               # or "user"

    [llm_output]
    output_dir = "./output"
    format = "markdown"               # one, or a list: markdown, jsonl, chat, parquet, …
    privacy_level = "high"            # low | medium | high
    include_metadata = true

    [llm_output.rate_limiting]        # optional; absent means unlimited
    requests_per_second = 10          # files or objects written per second, one bucket for all workers
    max_concurrent = 5                # workers (bounded by memory as well)

    [compute]
    engine = "local"                  # local | ray
    work_dir = ".llm_assets"          # holds personal data: created 0700
    keep_work = "resume"              # after success keep what a rerun needs; "none" keeps nothing that holds raw values
"""


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_smallest_promised_file_loads(tmp_path: Path) -> None:
    _write(tmp_path / "llm_assets.toml", MINIMAL)
    output = load_settings(tmp_path, {}).llm_output
    assert output.format == ["markdown"]
    assert (output.rate_limiting.requests_per_second, output.rate_limiting.max_concurrent) == (10, 5)


def test_the_example_of_the_contract_loads_verbatim(tmp_path: Path) -> None:
    _write(tmp_path / "llm_assets.toml", CONTRACT)
    settings = load_settings(tmp_path, {})
    assert settings.dataset is not None
    assert settings.dataset.users.columns["plan"].role == "attribute"
    assert settings.dataset.users.columns["zip"].generalize == ["prefix:3"]
    assert settings.dataset.interactions.named("user") == ["reply_to"]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert settings.dataset is None
    assert settings.root == tmp_path
    assert settings.path(settings.llm_output.output_dir) == tmp_path / "output"


def test_first_found_wins(tmp_path: Path) -> None:
    """All three places are filled; each in turn is taken away."""
    named = _write(tmp_path / "elsewhere" / "mine.toml", "privacy.min_group_size = 11")
    file = _write(tmp_path / "llm_assets.toml", "privacy.min_group_size = 12")
    _write(tmp_path / "pyproject.toml", "[tool.llm_assets.privacy]\nmin_group_size = 13")
    environ = {"LLM_ASSETS_CONFIG": str(named)}
    first = load_settings(tmp_path, environ)
    assert (first.privacy.min_group_size, first.root) == (11, tmp_path / "elsewhere")
    assert load_settings(tmp_path, {"LLM_ASSETS_CONFIG": ""}).privacy.min_group_size == 12
    file.unlink()
    last = load_settings(tmp_path, {})
    assert (last.privacy.min_group_size, last.root) == (13, tmp_path)


def test_the_working_folder_and_the_environment_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "a.toml", "privacy.min_group_size = 7")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_ASSETS_CONFIG", "a.toml")
    assert load_settings().privacy.min_group_size == 7


def test_paths_start_from_the_file_and_not_from_the_working_folder(tmp_path: Path) -> None:
    _write(tmp_path / "conf" / "a.toml", 'llm_output.output_dir = "out"')
    settings = load_settings(tmp_path, {"LLM_ASSETS_CONFIG": "conf/a.toml"})
    assert settings.path(settings.llm_output.output_dir) == tmp_path / "conf" / "out"


def test_the_variable_may_name_a_pyproject(tmp_path: Path) -> None:
    project = _write(tmp_path / "x" / "pyproject.toml", "[tool.llm_assets.privacy]\nmin_group_size = 9")
    assert load_settings(tmp_path, {"LLM_ASSETS_CONFIG": str(project)}).privacy.min_group_size == 9


def test_a_named_pyproject_without_the_table_is_refused(tmp_path: Path) -> None:
    project = _write(tmp_path / "x" / "pyproject.toml", "[project]\nname = 'x'")
    with pytest.raises(ConfigError, match=r"no table \[tool\.llm_assets\]"):
        load_settings(tmp_path, {"LLM_ASSETS_CONFIG": str(project)})


@pytest.mark.parametrize("text", ["[project]\nname = 'x'", "tool = 3", "[tool.ruff]\nline-length = 3"])
def test_a_pyproject_of_others_means_defaults(tmp_path: Path, text: str) -> None:
    _write(tmp_path / "pyproject.toml", text)
    assert find_settings(tmp_path, {}).origin.startswith("defaults")


def test_settings_in_a_pyproject_must_be_a_table(tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", "[tool]\nllm_assets = 'ZQXMARKER'")
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {})
    assert "tool.llm_assets: found a string; allowed: a table" in str(caught.value)
    assert "ZQXMARKER" not in str(caught.value)


def test_a_missing_named_file_tells_every_place_in_order(tmp_path: Path) -> None:
    _write(tmp_path / "llm_assets.toml", MINIMAL)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {"LLM_ASSETS_CONFIG": "nowhere.toml"})
    lines = str(caught.value).splitlines()
    assert lines[1:] == [
        f"  1. {tmp_path}/nowhere.toml: not there",
        f"  2. {tmp_path}/llm_assets.toml: there, but not read while LLM_ASSETS_CONFIG is set",
        f"  3. {tmp_path}/pyproject.toml: not there",
    ]


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    """Notepad on Windows writes one; tomllib alone calls it an invalid statement."""
    (tmp_path / "llm_assets.toml").write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert load_settings(tmp_path, {}).llm_output.rate_limiting.max_concurrent == 5


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[privacy]\nkey_env = "ZQXMARKER\n', "line 2"),  # the quote is never closed
        ("[privacy]\nkey_env = ZQXMARKER\n", "line 2"),  # no quotes at all
        ('a = "x"\na = "ZQXMARKER"\n', "line 2"),  # twice the same key
        ("ZQXMARKER\n", "line 1"),  # no key
        ("[privacy\nZQXMARKER = 1", "line 1"),  # no closing bracket
        ('x = { ZQXMARKER = 1, ZQXMARKER = 2 }', "line 1"),  # the parser repeats this key
        ("[ZQXMARKER]\n[ZQXMARKER]\n", "line 2"),  # and this one
        ("ZQXMARKER = [", "end of document"),
    ],
)  # fmt: skip
def test_a_syntax_error_tells_the_place_in_one_line_and_not_the_content(tmp_path: Path, text: str, place: str) -> None:
    _write(tmp_path / "llm_assets.toml", text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, {})
    message = str(caught.value)
    assert place in message
    assert place == "end of document" or ", column " in message
    assert "ZQXMARKER" not in message
    assert "\n" not in message
    assert caught.value.__cause__ is None  # a traceback would show the content
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a = 1\nb = '\xff'", "not UTF-8"),
        ("a = 1".encode("utf-16"), "not UTF-8"),
        (b"a = " + b"9" * 5000, "too long"),  # int() refuses so many digits with a plain ValueError
        (b"a = " + b"[" * 50_000, "too deep"),  # the parser recurses
    ],
)
def test_a_file_that_no_parser_can_take_is_a_config_error(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "llm_assets.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=words):
        load_settings(tmp_path, {})


def test_a_folder_in_the_place_of_the_file_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path, {"LLM_ASSETS_CONFIG": str(tmp_path)})


def test_root_is_no_setting(tmp_path: Path) -> None:
    """`root` is a field of the model; a file that sets it would move every relative path in silence."""
    with pytest.raises(ConfigError, match="root: unknown key"):
        parse_settings({"root": "/"}, root=tmp_path, origin="here")


def test_origin_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="run config of resource privacy"):
        parse_settings({"privacy": {"x": 1}}, root=tmp_path, origin="run config of resource privacy")
