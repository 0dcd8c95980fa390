"""The reference page of the settings (docs/configuration.md), made from the model so that the two cannot differ.

What is written by hand lies beside this module: `reference.md` (the prose) and `example.toml` (the complete example).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from llm_assets.errors import OutputError
from llm_assets.settings.fingerprint import SURROGATES as SOURCE
from llm_assets.settings.model import Entity, Section, Settings
from llm_assets.settings.own_rules import SURROGATES
from llm_assets.settings.schema import Location, allowed_at, schema

__all__ = ["example", "markdown", "schema", "schema_text", "write"]

_HEAD = "| key | allowed | default | what it does |\n|---|---|---|---|"
_SECTION_OF_COLUMNS = "columns"


def example() -> str:
    """A settings file, in TOML, with every setting there is."""
    return _beside("example.toml")


def markdown() -> str:
    """The text of docs/configuration.md."""
    parts = {
        "example": example(),
        "settings": "\n".join(_sections(Settings, ())),
        "surrogates": ", ".join(f"`{entity}`" for entity in SURROGATES),
        "faker": SOURCE,
        "entities": ", ".join(f"`{entity}`" for entity in get_args(Entity)),
    }
    text = _beside("reference.md")
    for name, part in parts.items():
        text = text.replace(f"{{{{{name}}}}}", part)
    return text


def schema_text() -> str:
    """The text of docs/llm_assets.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[Path]:
    """Writes the page and the JSON schema into `folder`, and gives their paths. Raises OutputError when that fails."""
    texts = {folder / "configuration.md": markdown(), folder / "llm_assets.schema.json": schema_text()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"the reference cannot be written: {error.strerror}", where=str(folder), remedy="Run it where you may write."
        ) from None
    return list(texts)


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _sections(model: type[Section], location: Location) -> Iterator[str]:
    """One table a section, in the order of the file: a section's own settings, then the sections inside it."""
    rows, inner = [], []
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        section = _section_of(field)
        if section:
            inner.append((section, (*location, name, 0) if _is_list(field) else (*location, name)))
        else:
            rows.append(_row((*location, name), field))
    if location:
        head = f"[{'.'.join(step for step in location if isinstance(step, str))}]"
        yield f"### `{f'[{head}]' if isinstance(location[-1], int) else head}`\n\n{(model.__doc__ or '').strip()}\n"
    if rows:
        yield "\n".join([_HEAD, *rows]) + "\n"
    for section, place in inner:
        yield from _sections(section, place)


def _section_of(field: FieldInfo) -> type[Section] | None:
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Section) and not _is_table(field):
            return kind
    return None


def _is_table(field: FieldInfo) -> bool:
    return field.annotation is not None and getattr(field.annotation, "__origin__", None) is dict


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is list


def _row(location: Location, field: FieldInfo) -> str:
    name = str(location[-1])
    allowed = "see [roles of columns](#roles-of-columns)" if name == _SECTION_OF_COLUMNS else allowed_at(location)
    cells = [f"`{name}`", allowed, _default(field), field.description or ""]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    default: Any = field.get_default(call_default_factory=True)
    if default is None:
        return "not set"
    if isinstance(default, dict) or default == []:
        return "none"
    if default == ["markdown"]:
        default = default[0]
    return f"`{json.dumps(default)}`"
