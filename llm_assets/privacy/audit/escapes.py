"""Texts as a reader of a file gets them: without the escapes of JSON, which front matter uses too."""

import re

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_QUOTED_LINE = re.compile(r"""^ *(?:"[^"\n]*"|[\w.-]+): ".*"$""", re.MULTILINE)
_PLAIN = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n"}


def is_json(path: str) -> bool:
    """Whether a place (a path) is that of a JSON file."""
    return path.endswith((".json", ".jsonl"))


def unescaped(text: str, place: str) -> str:
    """The text at a place, the name of which says whether it is JSON."""
    if is_json(place):
        # In `\\nils` the letter n belongs to a line break: read with it, names would be found and missed.
        return _ESCAPE.sub(_unescaped, text)
    if ': "' in text:
        # The scalars of front matter are written as JSON writes them.
        return _QUOTED_LINE.sub(lambda line: _ESCAPE.sub(_unescaped, line[0]), text)
    return text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)
