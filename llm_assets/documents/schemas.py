"""The published JSON schemas of records: what stands in the lines of `jsonl`, `chat` and `chunks`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "record_schemas"
_ENDING = ".schema.json"


def record_schema(part: str, variant: str = "openai") -> dict[str, Any]:
    """The schema (Draft 2020-12) of a line of `profiles`, `interactions`, `chunks` or `chat`; of `chat` by its variant.

    Raises KeyError for a part without one.
    """
    name = f"chat-{variant}" if part == "chat" else part
    path = _FOLDER / f"{name}{_ENDING}"
    if not path.is_file():
        raise KeyError(name)
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def schema_texts() -> Iterator[tuple[str, str]]:
    """(file name, text) of every schema, by name."""
    for path in sorted(_FOLDER.glob(f"*{_ENDING}")):
        yield path.name, path.read_text(encoding="utf-8")
