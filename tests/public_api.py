"""What others rely on, as text: Python names with their signatures, and the keys of the settings with their types and defaults.

python -m tests.public_api      writes public_api.txt, which tests/test_exported_members.py compares
"""

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

SNAPSHOT = Path(__file__).with_name("public_api.txt")
NAMES = {  # docs/migrating.md has the same
    "llm_assets": ("Redactor", "Settings", "build_defs", "load_settings", "read_interactions", "read_profiles"),
    "llm_assets.documents": ("Formatter",),
    "llm_assets.errors": (
        "ConfigError",
        "DatasetError",
        "FileGenerationError",
        "OutputError",
        "PrivacyViolation",
        "SerializationError",
    ),
    "llm_assets.privacy": ("Span",),
    "llm_assets.records": ("SafeInteraction", "SafeUser"),
    "llm_assets.settings": ("parse_settings", "read_settings"),
}


def written() -> str:
    """All of it, a name or a key on a line."""
    lines = []
    for module, names in NAMES.items():
        for name in names:
            lines += [f"{module}.{line}" for line in _python(getattr(import_module(module), name), name)]
    schema = json.loads((Path(__file__).parents[1] / "docs" / "llm_assets.schema.json").read_text(encoding="utf-8"))
    return "\n".join([*lines, *_keys(schema, schema, ())]) + "\n"


def _python(member: Any, name: str) -> Iterator[str]:
    """A function; or a class with its bases, and below it fields and methods. As they are written, not as Python shows them."""
    (node,) = ast.parse(dedent(inspect.getsource(member))).body
    if isinstance(node, ast.FunctionDef):
        yield _signature(node, name)
        return
    assert isinstance(node, ast.ClassDef)
    yield f"{name}({', '.join(map(ast.unparse, node.bases))})"
    if name == "Settings":
        yield from (f"{name}.{_signature(each, each.name)}" for each in node.body if _public(each))
        return  # its fields are the keys
    for each in node.body:
        if isinstance(each, ast.AnnAssign):
            yield f"{name}.{ast.unparse(each)}"
        elif _public(each):
            yield f"{name}.{_signature(each, each.name)}"


def _public(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and (node.name == "__init__" or not node.name.startswith("_"))


def _signature(node: Any, name: str) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{name}({ast.unparse(node.args)}){returns}"


def _keys(schema: Mapping[str, Any], node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The keys of a table of the settings, with what they take and their default. `*`: any name, and each of a list."""
    for name, field in node.get("properties", {}).items():
        yield from _key(schema, field, (*path, name), f" = {json.dumps(field['default'])}" if "default" in field else "")


def _key(schema: Mapping[str, Any], field: Mapping[str, Any], path: tuple[str, ...], default: str) -> Iterator[str]:
    kinds = list(_kinds(schema, field))
    yield f"{'.'.join(path)}: {' | '.join(sorted({_kind(kind) for kind in kinds}))}{default}"
    inside: dict[str, None] = {}
    for kind in kinds:
        inside |= dict.fromkeys(_keys(schema, kind, path))
        for each in (kind.get("items"), kind.get("additionalProperties")):
            if isinstance(each, Mapping):
                inside |= dict.fromkeys(_key(schema, each, (*path, "*"), ""))
    yield from inside


def _kinds(schema: Mapping[str, Any], field: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a key may hold, one thing each."""
    reference = field.get("$ref") or (field["allOf"][0].get("$ref") if "allOf" in field else None)
    if reference:
        yield from _kinds(schema, schema["$defs"][reference.rpartition("/")[2]])
    elif "anyOf" in field:
        for each in field["anyOf"]:
            yield from _kinds(schema, each)
    else:
        yield field


def _kind(kind: Mapping[str, Any]) -> str:
    if "enum" in kind:
        return " | ".join(map(json.dumps, kind["enum"]))
    return json.dumps(kind["const"]) if "const" in kind else str(kind.get("type", "any"))


if __name__ == "__main__":
    SNAPSHOT.write_text(written(), encoding="utf-8")
