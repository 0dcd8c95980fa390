"""`vault reveal`, `vault info`, `keys rotate`, `keys destroy`, `keys show-id` on a project, as people call them."""

import json
import subprocess
from pathlib import Path

import pytest

from llm_assets.__main__ import main
from llm_assets.errors import ConfigError
from llm_assets.pipeline import Pipeline
from llm_assets.settings.load import load_settings

_SETTINGS = """
[dataset]
name = "shop"
[dataset.users]
source = "users.csv"
id = "id"
[dataset.users.columns]
name = { role = "direct", entity = "PERSON" }
[dataset.interactions]
source = "events.csv"
user = "user"
[dataset.interactions.columns]
body = "text"
[privacy]
pseudonyms = "MODE"
key_file = "apart/run.key"
canaries = 0
[privacy.vault]
file = "vault/codes.vault"
key_file = "apart/vault.key"
"""
IDS = [f"cust-{n:03d}" for n in range(8)]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A published project; its mode is random unless the test says otherwise."""
    (tmp_path / "users.csv").write_text("id,name\n" + "".join(f"{each},Person {each[-1]} Doe{each[-3:]}\n" for each in IDS))
    (tmp_path / "events.csv").write_text("user,body\n" + "".join(f"{each},nothing of note\n" for each in IDS))
    (tmp_path / "llm_assets.toml").write_text(_SETTINGS.replace("MODE", getattr(request, "param", "random")))
    monkeypatch.setenv("LLM_ASSETS_CONFIG", str(tmp_path / "llm_assets.toml"))
    for name in ("LLM_ASSETS_KEY", "LLM_ASSETS_VAULT_KEY"):
        monkeypatch.delenv(name, raising=False)
    _build()
    return tmp_path


def _build() -> None:
    job = Pipeline(load_settings())
    job.raw(), job.safe(), job.documents(), list(job.tree())


def _published(shop: Path) -> set[str]:
    return {path.stem for path in (shop / "output" / "profiles").rglob("*.md")}


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_one_person_is_revealed_and_logged_without_the_id(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = set()
    for code in sorted(_published(shop)):
        assert main(["vault", "reveal", code, "--reason", "request of the person, case 12"]) == 0
        [line] = capsys.readouterr().out.splitlines()
        found.add(line.split("\t")[0])
    assert found == set(IDS)
    log = shop / "vault" / "codes.vault.log"
    assert log.stat().st_mode & 0o777 == 0o600
    assert {line["pseudonym"] for line in _lines(log)} == _published(shop)
    assert {line["reason"] for line in _lines(log)} == {"request of the person, case 12"}
    assert not [each for each in IDS if each in log.read_text()]


@pytest.mark.parametrize(
    ("arguments", "why", "logged"),
    [
        (["a" * 24, "--reason", "x"], "holds no such pseudonym", 1),  # a search in vain is logged, too
        (["cust-001", "--reason", "x"], "is no pseudonym", 0),
        (["a" * 24, "--reason", "  "], "a reason is needed", 0),
    ],
)
def test_what_cannot_be_revealed(
    shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str, logged: int
) -> None:
    assert main(["vault", "reveal", *arguments]) == 1
    assert why in capsys.readouterr().err
    log = shop / "vault" / "codes.vault.log"
    assert (len(_lines(log)) if log.exists() else 0) == logged


def test_nobody_is_revealed_when_the_log_cannot_be_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "vault" / "codes.vault.log").mkdir()
    assert main(["vault", "reveal", min(_published(shop)), "--reason", "x"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "the log cannot be written" in printed.err


@pytest.mark.parametrize("shop", ["random", "keyed"], indirect=True)
def test_after_a_rotation_no_pseudonym_is_one_of_before(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, key_id = _published(shop), json.loads((shop / "output" / "manifest.json").read_bytes())["key_id"]
    assert main(["keys", "rotate", "--destroy-old"]) == 0
    assert _published(shop) == before  # a published tree stays as it is
    assert not list(shop.glob("*/*.old"))
    _build()
    assert len(_published(shop)) == len(before)
    assert not _published(shop) & before
    assert json.loads((shop / "output" / "manifest.json").read_bytes())["key_id"] != key_id
    if (shop / "vault").exists():
        capsys.readouterr()
        assert main(["vault", "reveal", min(before), "--reason", "x"]) == 1  # the old codes are gone with the old vault


@pytest.mark.parametrize("shop", ["keyed"], indirect=True)
def test_a_rotated_key_can_be_kept_and_the_log_tells_ids_alone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = shop / "apart" / "run.key"
    secret = key.read_text().strip()
    assert main(["keys", "show-id"]) == 0
    shown = capsys.readouterr().out
    assert secret not in shown
    assert main(["keys", "rotate"]) == 0
    [old] = (shop / "apart").glob("run.key.*.old")
    assert old.read_text().strip() == secret
    [line] = _lines(shop / "apart" / "run.key.log")
    assert line["key_id"] in shown
    assert (line["action"], line["old"]) == ("rotate", "kept")
    assert secret not in (shop / "apart" / "run.key.log").read_text() + capsys.readouterr().out


@pytest.mark.parametrize("what", [[], ["--vault"]])
def test_a_destroyed_key_is_gone_and_the_published_tree_stands(
    shop: Path, capsys: pytest.CaptureFixture[str], what: list[str]
) -> None:
    tree = {path: path.read_bytes() for path in (shop / "output").rglob("*") if path.is_file()}
    key = shop / "apart" / ("vault.key" if what else "run.key")
    secret = key.read_bytes().strip()
    assert main(["keys", "destroy", *what]) == 1  # says what would be lost, and does nothing
    assert key.exists()
    assert "nothing was destroyed" in capsys.readouterr().err
    assert main(["keys", "destroy", *what, "--yes"]) == 0
    assert not [path for path in shop.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert {path: path.read_bytes() for path in tree} == tree
    if what:
        assert main(["vault", "reveal", min(_published(shop)), "--reason", "x"]) == 1
        assert "the vault is there, and its key is not" in capsys.readouterr().err
    else:
        before = _published(shop)
        _build()
        assert _published(shop) == before  # random codes follow from no key


def test_the_vault_tells_how_much_it_holds_and_nobody(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vault", "info"]) == 0
    told = capsys.readouterr().out
    assert f"{len(IDS):>12,}  user  (shop/high)" in told.splitlines()
    assert not [each for each in IDS if each in told]


@pytest.mark.parametrize("shop", ["keyed"], indirect=True)
@pytest.mark.parametrize("arguments", [["info"], ["reveal", "a" * 24, "--reason", "x"]])
def test_keyed_pseudonyms_have_no_vault(shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["vault", *arguments]) == 1
    assert "there is no vault: pseudonyms are derived from the key" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["file", "environment"])
def test_another_key_does_not_open_the_vault(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    if given == "file":
        (shop / "apart" / "vault.key").write_text("w" * 40)
    else:
        monkeypatch.setenv("LLM_ASSETS_VAULT_KEY", "w" * 40)
    assert main(["vault", "info"]) == 1
    assert "the vault was sealed with key" in capsys.readouterr().err
    with pytest.raises(ConfigError, match="the vault was sealed with key"):
        _build()


@pytest.mark.parametrize("shop", ["keyed"], indirect=True)
@pytest.mark.parametrize("command", [["rotate"], ["destroy", "--yes"]])
def test_a_key_in_the_environment_is_changed_where_it_is_set(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    before = (shop / "apart" / "run.key").read_bytes()
    monkeypatch.setenv("LLM_ASSETS_KEY", "e" * 40)
    assert main(["keys", *command]) == 1
    said = capsys.readouterr().err
    assert "the key comes from the environment" in said
    assert "e" * 40 not in said
    assert (shop / "apart" / "run.key").read_bytes() == before


@pytest.mark.parametrize("shop", ["keyed"], indirect=True)
def test_after_its_key_is_destroyed_a_tree_is_still_checked_and_reported(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "destroy", "--yes"]) == 0
    assert main(["keys", "rotate"]) == 1
    assert "there is no key" in capsys.readouterr().err
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=shop / "output", capture_output=True)
    assert done.returncode == 0
    assert main(["report", str(shop / "output")]) == 0
    assert main(["diff", str(shop / "output"), str(shop / "output")]) == 0
