"""What the documentation says is so: snippets load and run, links lead somewhere, names and messages are those of the code."""

import ast
import re
import tomllib
import typing
from functools import cache
from pathlib import Path
from typing import get_args

import orjson
import pytest
import yaml
from defusedxml import ElementTree

from llm_assets import errors
from llm_assets.documents.formatter import FORMATS
from llm_assets.documents.markdown import MarkdownFormatter
from llm_assets.documents.xml import XmlFormatter
from llm_assets.pipeline import Pipeline
from llm_assets.privacy import catalogue
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings import Settings, parse_settings
from llm_assets.settings.model import LlmOutput
from llm_assets.settings.section import Entity
from llm_assets.tree.build import PublishedTree
from tests.docs.blocks import KINDS, PAGES, ROOT, RUN, SHOWN, Block, all_blocks, blocks
from tests.docs.commands import commands, refusal

GAP = "…"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]\[]*\]\(([^)\s]+)\)")
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*(?: (?!&)[a-z][a-z-]*)*)")


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _each(*kinds: str) -> list[typing.Any]:
    return [pytest.param(block, id=block.place) for block in all_blocks(*kinds)]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    """CONTRIBUTING.md, "Snippets", says how to write them."""
    strange = [block for page in PAGES for block in blocks(page) if block.kind not in KINDS]
    wrong = [f"{block.place}: {block.kind or 'no kind (indented?)'}" for block in strange]
    assert wrong == [], f"kinds are {', '.join(sorted(KINDS))}; see “Snippets” in CONTRIBUTING.md"
    unproven = [block.place for block in all_blocks(*SHOWN) if block.mark not in ("prints", "part of", "file", "not run")]
    assert unproven == [], (
        "say by a mark where this comes from: prints, part of, file, not run; see “Snippets” in CONTRIBUTING.md"
    )
    assert [page.name for page in PAGES if re.search(r"^ *~~~", _text(page), re.MULTILINE)] == []


def test_few_blocks_are_not_run_and_each_says_why() -> None:
    left_out = [block for block in all_blocks(*KINDS) if block.mark == "not run"]
    assert [block.place for block in left_out if len(block.said.split()) < 3] == [], "say in some words why it cannot be run"
    programs = [block.place for block in left_out if block.kind in RUN]
    drawings = [block.place for block in left_out if block.kind in SHOWN]
    assert len(programs) <= 30, f"too many are not run: {programs}"
    assert len(drawings) <= 30, f"too many are shown without proof: {drawings}"


@pytest.mark.parametrize("block", _each("toml"))
def test_settings_that_are_shown_load(block: Block, tmp_path: Path) -> None:
    values = tomllib.loads(block.body)
    if block.mark == "file" and block.said != "llm_assets.toml":
        return  # a file of another program, which the page then uses
    if "project" in values or "tool" in values:
        values = values.get("tool", {}).get("llm_assets", {})
    for name in re.findall(r'"([\w.]+\.(?:j2|txt))"', block.body):
        (tmp_path / name).touch()
    settings = parse_settings(values, root=tmp_path, origin=block.place, known_formats=[*FORMATS, "csv-lines"])
    assert (settings.dataset is not None) == ("[dataset" in block.body)


@pytest.mark.parametrize("block", _each("json"))
def test_json_that_is_shown_is_json(block: Block) -> None:
    """One value, or one a line (which may go on in lines that begin with a space)."""
    try:
        orjson.loads(block.body)
    except orjson.JSONDecodeError:
        for line in block.body.replace("\n ", " ").splitlines():
            orjson.loads(line)


@pytest.mark.parametrize("block", _each("yaml"))
def test_yaml_that_is_shown_is_yaml(block: Block) -> None:
    [values] = yaml.safe_load_all(block.body)
    assert values
    if isinstance(values, dict) and "resources" in values:  # run config: as the file's settings would be
        told = {
            name: each["config"] for name, each in values["resources"].items() if name in ("llm_output", "privacy", "compute")
        }
        parse_settings(told, root=ROOT, origin=block.place)


def _commands() -> list[typing.Any]:
    """Of the blocks and of the text; in text the words that must follow may be left out."""
    code = [
        (page.name, each)
        for page in PAGES
        if page.name != "commands.md"
        for each in re.findall(r"`(python[\d.]* -m llm_assets[^`\n…]*)`", _text(page))
    ]
    shell = [(block.place, block.body) for block in all_blocks("sh")]
    told = {
        f"{place}: {' '.join(words)[:60]}": (words, pieces is code)
        for pieces in (code, shell)
        for place, piece in pieces
        for words in commands(piece)
    }
    return [pytest.param(words, in_text, id=name) for name, (words, in_text) in told.items()]


@pytest.mark.parametrize(("words", "in_text"), _commands())
def test_every_command_is_taken_by_its_parser(words: list[str], in_text: bool) -> None:
    said = refusal(words)
    assert said == "" or (in_text and "arguments are required" in said)


def test_the_example_of_the_readme_builds_a_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (body,) = [block.body for block in blocks(ROOT / "README.md") if block.kind == "toml"]
    (tmp_path / "users.csv").write_text("user_id,name,plan\nu-1001,Anna Smith,free\nu-1002,Bo Lund,team\n")
    event = {"user_id": "u-1001", "created_at": "2024-05-03", "body": "Anna Smith here, is Bo Lund in?"}
    (tmp_path / "events.jsonl").write_bytes(orjson.dumps(event) + b"\n")
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for the tests of the documentation")
    pipeline = Pipeline(parse_settings(tomllib.loads(body), root=tmp_path, origin="README.md"))
    for stage in (pipeline.raw, pipeline.safe, pipeline.documents):
        stage()
    *_, tree = pipeline.tree()
    assert isinstance(tree, PublishedTree)
    assert (tree.users, tree.interactions) == (2, 1)
    manifest = orjson.loads((tree.path / "manifest.json").read_bytes())
    documented = set(re.findall(r"`(\w+)`", _manifest_table()))
    assert set(manifest) | set(manifest["counts"]["users"]) | set(manifest["files"][0]) <= documented


def _manifest_table() -> str:
    return _text(ROOT / "docs" / "formats.md").partition("**manifest.json**")[2].partition("**SHA256SUMS**")[0]


@pytest.mark.parametrize("block", _each("python"))
def test_python_that_is_shown_compiles_and_imports_what_there_is(block: Block) -> None:
    """What needs no file runs here, the rest in tests/docs/test_reader.py."""
    for node in ast.walk(ast.parse(block.body, block.place)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("llm_assets"):
            module = __import__(str(node.module), fromlist=["_"])
            assert all(hasattr(module, name.name) for name in node.names)


def test_the_python_names_that_are_promised_exist() -> None:
    table = _text(ROOT / "docs" / "migrating.md").partition("| Python name | from |")[2].partition("\n\n")[0]
    rows = [[re.findall(r"`([\w.]+)`", cell) for cell in line.split("|")[1:3]] for line in table.splitlines()[2:]]
    assert rows
    for names, (module,) in rows:
        found = __import__(module, fromlist=["_"])
        assert [name for name in names if not hasattr(found, name)] == []


@pytest.mark.parametrize("block", _each("jinja"))
def test_a_template_that_is_shown_formats_a_user(block: Block, tmp_path: Path) -> None:
    body = block.body
    (tmp_path / "own.md.j2").write_text(body, encoding="utf-8")
    user = SafeUser("a" * 24, {"plan": "# free", "city": None})
    said = SafeInteraction("a" * 24, None, 0, None, None, "customer", {"body": "hello\n# not a heading", "subject": None})
    if body.startswith("<"):
        document = XmlFormatter(LlmOutput(templates={"xml": "own.md.j2"}), tmp_path).format_user(user, [said])
        assert ElementTree.fromstring(document).findtext("said") == "hello\n# not a heading"
        return
    document = MarkdownFormatter(LlmOutput(template="own.md.j2"), tmp_path).format_user(user, [said])
    assert "\n> hello\n> # not a heading\n" in document
    assert "\n- plan: \\# free\n" in document


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    broken = []
    for page in PAGES:
        for link in _LINK.findall(re.sub(r"`[^`\n]*`", "", _FENCE.sub("", _text(page)))):
            if "://" in link:
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists() or (anchor and anchor not in _anchors(target)):
                broken.append(f"{page.name}: {link}")
    assert broken == []


@cache
def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", _text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", _text(ROOT / "Makefile"), re.MULTILINE))
    shown = "\n".join(
        piece
        for page in PAGES
        for piece in (
            *re.findall(r"`([^`\n]+)`", _text(page)),
            *(block.body for block in blocks(page) if block.kind == "sh"),
        )
    )
    named = {word for line in shown.splitlines() for words in _MAKE.findall(line.partition("#")[0]) for word in words.split()}
    assert {"run", "test", "test-all", "ui", "check-config", "setup"} <= named
    assert named - targets == set()


def _said(node: ast.expr) -> str | None:
    """A text of the code, with a gap for each value; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)
    return None


@cache
def _code_texts() -> tuple[frozenset[str], dict[str, str]]:
    """All texts of the package; and of those, the first argument of each error: message -> module."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and kind is not errors.FileGenerationError}
    texts, messages = set(), {}
    for path in sorted((ROOT / "llm_assets").rglob("*.py")):
        for node in ast.walk(ast.parse(_text(path))):
            if isinstance(node, ast.expr) and (text := _said(node)):
                texts.add(text)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                message = _said(node.args[0])
                if message:
                    messages[message] = path.name
    return frozenset(texts), messages


def _explained() -> list[str]:
    """The messages of the troubleshooting page: headings in backticks, and first cells of the tables of messages."""
    text = _text(ROOT / "docs" / "troubleshooting.md")
    found = re.findall(r"^##+ `([^`]+)`$", text, re.MULTILINE)
    for table in re.findall(r"^\| (?:other messages|message) \|.*?(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL):
        found += re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    return found


def test_every_message_that_is_explained_is_in_the_code() -> None:
    texts, _ = _code_texts()
    assert len(_explained()) > 50
    assert [message for message in _explained() if not any(text.startswith(message) for text in texts)] == []


def test_every_message_of_the_code_is_explained() -> None:
    """Whoever adds an error adds a line to docs/troubleshooting.md."""
    _, messages = _code_texts()
    explained = tuple(_explained())
    assert {message: module for message, module in messages.items() if not message.startswith(explained)} == {}


def test_every_reason_of_quarantine_is_explained() -> None:
    text = _text(ROOT / "docs" / "troubleshooting.md")
    intake = _text(ROOT / "llm_assets" / "dataset" / "intake.py")
    readers = "".join(map(_text, (ROOT / "llm_assets" / "dataset" / "readers").glob("*.py")))
    reasons = set(re.findall(r'_reject\([^)]*"(\w+)"\)', intake))
    reasons |= set(re.findall(r'"(malformed|[a-z]+_[a-z]+)"\)?$', readers, re.M))
    assert len(reasons) >= 7
    assert [reason for reason in sorted(reasons) if f"| `{reason}` |" not in text] == []


def test_every_command_is_named_and_exists() -> None:
    groups = "".join(map(_text, (ROOT / "llm_assets" / "commands").glob("*.py")))
    there = set(re.findall(r'(?:command|group)\(commands, "([a-z-]+)"', groups))
    there |= set(re.findall(r'add\("([a-z-]+)"', _text(ROOT / "llm_assets" / "__main__.py")))
    named = {name for page in PAGES for name in re.findall(r"python -m llm_assets ([a-z][a-z-]*)", _text(page))}
    assert named == there


def test_checks_assets_and_job_are_those_of_dagster() -> None:
    from llm_assets.defs import build_defs

    repository = build_defs(Settings()).get_repository_def()
    keys = repository.asset_graph.asset_check_keys
    loaded = {(key.asset_key.to_user_string(), key.name) for key in keys}
    table = _text(ROOT / "docs" / "reference" / "checks.md")
    assert set(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", table, re.MULTILINE)) == loaded
    everything = "".join(map(_text, PAGES))
    assets = {key.to_user_string() for key in repository.asset_graph.get_all_asset_keys()}
    jobs = {name for name in repository.job_names if not name.startswith("__")}
    schedules = {schedule.name for schedule in repository.schedule_defs}
    assert [name for name in sorted(assets | jobs | schedules) if f"`{name}`" not in everything] == []


def test_kinds_that_are_found_by_form_are_those_of_the_rules() -> None:
    kinds = {rule.entity for rule in catalogue.rules()} - {"any"}
    assert kinds == set(get_args(Entity))
    readme = " ".join(_text(ROOT / "README.md").split())
    sentence = re.search(r"EMAIL, PHONE, [A-Z_, ]+ and [A-Z]+", readme)
    assert sentence is not None
    assert set(re.findall(r"[A-Z_]{2,}", sentence[0])) <= {rule.entity for rule in catalogue.rules() if rule.level != "high"}


def test_every_format_is_described() -> None:
    headings = re.findall(r"^## (\w+)$", _text(ROOT / "docs" / "formats.md"), re.MULTILINE)
    assert set(FORMATS) <= set(headings)


def test_every_exported_error_has_its_row() -> None:
    text = _text(ROOT / "docs" / "troubleshooting.md")
    kinds = [kind.__name__ for kind in errors.FileGenerationError.__subclasses__()]
    assert [kind for kind in kinds if f"| `{kind}` |" not in text] == []
