"""Texts as a reader of a file gets them: without the escapes of JSON, which front matter uses too, and without those of XML."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, Literal

import numpy as np
from numba import njit

_QUOTED_LINE = re.compile(r"""^ *(?:"[^"\n]*"|[\w.-]+): ".*"$""")
_QUOTED = ': "'


def syntax(path: str) -> Literal["json", "xml", "text"]:
    """How texts are escaped in the file of a path."""
    suffix = PurePosixPath(path).suffix
    return "json" if suffix in (".json", ".jsonl") else "xml" if suffix == ".xml" else "text"


def unescaped(text: str, place: str) -> str:
    """The text at a place, the name of which says how it is escaped."""
    written = syntax(place)
    if written == "xml":
        return html.unescape(text)
    if written == "json":
        return _without_escapes(text)
    if "\\" in text and _QUOTED in text:
        # The scalars of front matter are written as JSON writes them.
        return "".join(_lines_unescaped(text))
    return text


def _lines_unescaped(text: str) -> Iterator[str]:
    done = 0
    while (place := text.find(_QUOTED, done)) >= 0:
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        end = end if end >= 0 else len(text)
        yield text[done:start]
        line = text[start:end]
        yield _without_escapes(line) if "\\" in line and _QUOTED_LINE.match(line) else line
        done = end
    yield text[done:]


def _without_escapes(text: str) -> str:
    if "\\" not in text:
        return text
    octets = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    out = np.empty(len(octets), dtype=np.uint8)
    run: Callable[..., int] = _unescape
    return out[: run(octets, out)].tobytes().decode("utf-8", "surrogatepass")


@njit(cache=True, nogil=True)
def _unescape(octets: Any, out: Any) -> int:
    r"""Writes the text without its escapes: in `\\nils` the letter n belongs to a line break, read with it names would be found
    and missed."""
    place, at, size = 0, 0, len(octets)
    while place < size:
        octet = octets[place]
        if octet != 92 or place + 1 >= size or octets[place + 1] == 10:
            out[at] = octet
            at, place = at + 1, place + 1
            continue
        mark = octets[place + 1]
        code = _hexadecimal(octets, place + 2) if mark == 117 and place + 6 <= size else -1
        if code >= 0:
            place += 6
            if code < 0x80:
                out[at] = code
                at += 1
            elif code < 0x800:
                out[at], out[at + 1] = 0xC0 | (code >> 6), 0x80 | (code & 0x3F)
                at += 2
            else:
                out[at], out[at + 1], out[at + 2] = 0xE0 | (code >> 12), 0x80 | ((code >> 6) & 0x3F), 0x80 | (code & 0x3F)
                at += 3
            continue
        if mark == 110 or mark == 114 or mark == 102:  # \n, \r, \f
            mark = np.uint8(10)
        elif mark == 116:
            mark = np.uint8(9)
        elif mark == 98:
            mark = np.uint8(32)
        out[at] = mark
        at, place = at + 1, place + 2
    return at


@njit(cache=True, nogil=True)
def _hexadecimal(octets: Any, first: int) -> int:
    """The number that four digits stand for, or -1."""
    value = 0
    for place in range(first, first + 4):
        octet = octets[place]
        if 48 <= octet <= 57:
            digit = octet - 48
        elif 97 <= octet | 32 <= 102:
            digit = (octet | 32) - 87
        else:
            return -1
        value = value * 16 + int(digit)
    return value
