"""The pages of docs/reference/ that are made from the code: commands, checks, errors, records. `make reference` writes them."""

import argparse
import ast
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llm_assets import __main__ as program
from llm_assets import errors
from llm_assets.defs import build_defs, checks
from llm_assets.documents.schemas import schema_texts
from llm_assets.privacy import __main__ as redactor
from llm_assets.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "reference"
_MADE = "<!-- Made by `make reference` from the code. Do not edit it here. -->"


def pages() -> dict[Path, str]:
    """The text of each page."""
    texts = {"commands": _commands(), "checks": _checks(), "errors": _errors(), "records": _records()}
    return {FOLDER / f"{name}.md": text for name, text in texts.items()}


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", _MADE, *parts]) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def _commands() -> str:
    intro = (
        "The commands of both programs, from their parsers; `--help` behind any of them says the same. They read the settings "
        "of the current folder ([where settings are found](../configuration.md#where-settings-are-found)).\n\n"
        "Exit code 0: done; 1: something must be put right, and one line on stderr says what; 2: the command was not written "
        "as it should be. `diff` has codes of its own."
    )
    parts = [_command(path, parser) for start in (program, redactor) for path, parser in _leaves(start._parser())]
    return _page("Command line", intro, *parts)


def _leaves(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield parser.prog, parser
    for group in groups:
        for inner in group.choices.values():
            yield from _leaves(inner)


def _command(path: str, parser: argparse.ArgumentParser) -> str:
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    usage = " ".join([path, *map(_usage, sorted(actions, key=lambda action: bool(action.option_strings), reverse=True))])
    name = path.removeprefix("python -m llm_assets").lstrip(". ").removeprefix("privacy ")
    rows = [(f"`{_name(action)}`", _say(action)) for action in actions]
    table = _table(("argument", "what it is"), rows) if rows else "It takes no arguments."
    return f"## {name}\n\n`{usage}`\n\n{parser.description}\n\n{table}"


def _name(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    value = _value(action)
    return f"{names} {value}".strip() if names else value


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return str(action.metavar or (action.dest.upper() if action.option_strings else action.dest))


def _usage(action: argparse.Action) -> str:
    text = f"{action.option_strings[0]} {_value(action)}".strip() if action.option_strings else _value(action)
    optional = not action.required if action.option_strings else action.nargs in ("?", "*")
    return f"[{text}]" if optional else text


def _say(action: argparse.Action) -> str:
    default = "" if action.default in (None, False, "", argparse.SUPPRESS) else f" (default: `{action.default}`)"
    return (action.help or "").replace("%(default)s", str(action.default)) + default


def _checks() -> str:
    graph = build_defs(Settings()).resolve_asset_graph()
    rows = []
    severity = dict(_severities())
    for key in graph.asset_check_keys:
        asset, node = key.asset_key.to_user_string(), graph.get(key)
        if asset == "output_tree":
            then = "nothing is published"
        else:
            then = "the run stops" if node.blocking else severity.get(key.name, "reported")
        rows.append((f"`{asset}`", f"`{key.name}`", node.description or "", then))
    order = ["raw_dataset", "anonymized_users", "formatted_documents", "output_tree"]
    rows.sort(key=lambda row: (order.index(row[0].strip("`")), row[1]))
    intro = (
        "The checks of every run, in the order of the stages. Each result says in a sentence what was found and what to do, "
        "and carries counts that plot. Their metadata hold counts, and names of columns and files: never a value. "
        "What a failed gate means: [when something fails](../troubleshooting.md#nothing-was-published)."
    )
    return _page("Checks", intro, _table(("asset", "check", "what holds when it passes", "when it fails"), rows))


def _severities() -> Iterator[tuple[str, str]]:
    """check -> how it is reported: what `checks.py` hands to Dagster beside the name of the check."""
    said = {"WARN": "a warning", "ERROR": "an error"}
    for node in ast.walk(ast.parse(inspect.getsource(checks))):
        if isinstance(node, ast.Call):
            names = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            kinds = [said[part.id] for part in node.args if isinstance(part, ast.Name) and part.id in said]
            if names and kinds:
                yield names[0], kinds[0]


def _errors() -> str:
    _, drawing, *told = (inspect.getdoc(errors) or "").split("\n\n")
    branches = [line.strip(" ├└─").split(None, 1) for line in drawing.splitlines() if "──" in line]
    intro = "All errors of the package are in `llm_assets.errors`; who catches `FileGenerationError` catches all of them. "
    rows = [(f"`{name}`", said) for name, said in branches]
    return _page(
        "Errors",
        intro + "\n\n".join(part.replace("\n", " ") for part in told),
        _table(("error", "what happened, or what you do"), rows),
        "Every message, and what to do: [when something fails](../troubleshooting.md).",
    )


def _records() -> str:
    intro = (
        "The JSON schemas (Draft 2020-12) of the lines of `jsonl`, `chunks` and `chat`, as tables. In Python: "
        '`llm_assets.documents.schemas.record_schema("profiles")`. What the formats are for: [formats](../formats.md).'
    )
    return _page("Records", intro, *(_schema(name, json.loads(text)) for name, text in schema_texts()))


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = list(_fields("", schema, schema.get("required", [])))
    head = f"## {name.partition('.')[0]}\n\n{schema.get('description', '')}.".replace("..", ".")
    return f"{head}\n\n{_table(('field', 'type', 'required', 'what it is'), rows)}"


def _fields(before: str, schema: dict[str, Any], required: list[str]) -> Iterator[tuple[str, ...]]:
    for name, field in schema.get("properties", {}).items():
        kind = field.get("type", "") or (
            "one of " + ", ".join(f"`{each}`" for each in field.get("enum", [field.get("const", "")]))
        )
        told = " or ".join(kind) if isinstance(kind, list) else kind
        yield f"`{before}{name}`", told, "yes" if name in required else "", field.get("description", "")
        inner = field.get("items", {}) if told == "array" else field
        yield from _fields(f"{before}{name}{'[]' if told == 'array' else ''}.", inner, inner.get("required", []))


def main() -> int:
    """Writes the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
