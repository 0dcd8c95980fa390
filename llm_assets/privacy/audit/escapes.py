"""Texts as a reader of a file gets them: without the escapes of JSON, which front matter uses too, and without those of XML."""

import html
import re
from pathlib import Path
from typing import Literal

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_QUOTED_LINE = re.compile(r"""^ *(?:"[^"\n]*"|[\w.-]+): ".*"$""", re.MULTILINE)
_PLAIN = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n"}


def syntax(path: str) -> Literal["json", "xml", "text"]:
    """How texts are escaped in the file of a path."""
    suffix = Path(path).suffix
    return "json" if suffix in (".json", ".jsonl") else "xml" if suffix == ".xml" else "text"


def unescaped(text: str, place: str) -> str:
    """The text at a place, the name of which says how it is escaped."""
    written = syntax(place)
    if written == "xml":
        return html.unescape(text)
    if written == "json":
        # In `\\nils` the letter n belongs to a line break: read with it, names would be found and missed.
        return _ESCAPE.sub(_unescaped, text)
    if ': "' in text:
        # The scalars of front matter are written as JSON writes them.
        return _QUOTED_LINE.sub(lambda line: _ESCAPE.sub(_unescaped, line[0]), text)
    return text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)
