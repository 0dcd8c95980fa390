"""Expressions that are searched for in linear time: RE2 (google-re2), and what stands in where its wheel is missing.

Without RE2 the package's own expressions are compiled by Python's `re`, to the same matches: they are known, and none of them
goes back far. Those of the settings are not known, so they are refused (`settings.patterns`). The patterns of the recognisers
have an engine that is linear by itself (`privacy.engine`).
"""

import re
import sys
import unicodedata
from functools import cache
from typing import Any

try:
    import re2 as _re2
except ImportError:
    _re2 = None

re2: Any = _re2  # the module, or nothing

# What parts a pattern into what Python reads otherwise, and the borders of classes.
_PIECE = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)|\\x\{[0-9a-fA-F]+\}|\\.|[\[\]]", re.DOTALL)
_ASCII = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}


def has_re2() -> bool:
    """Whether RE2 is installed."""
    return re2 is not None


def compiled(pattern: str | bytes, *, any_case: bool = False, memory: int = 0) -> Any:
    """A pattern of the package in RE2's syntax, with the methods that RE2 and `re` share. Of bytes: over ISO 8859-1.

    any_case: whether case does not matter. memory: bytes that RE2's automaton may take, 0 for its default. \\b, \\d and \\w are
    of ASCII.
    """
    if re2 is None:
        if isinstance(pattern, bytes):
            return re.compile(pattern, re.IGNORECASE if any_case else 0)
        return re.compile(_as_python_reads(pattern), re.IGNORECASE if any_case else 0)
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not any_case
    if memory:
        options.max_mem = memory
    if isinstance(pattern, bytes):
        options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern, options)


def escaped(text: str) -> str:
    """A text as a pattern that matches it alone."""
    return str(re2.escape(text)) if re2 is not None else re.escape(text)


def _as_python_reads(pattern: str) -> str:
    """A pattern of characters for Python's `re`, which has no properties and takes more for a digit than RE2 does."""
    inside = False

    def piece(match: re.Match[str]) -> str:
        nonlocal inside
        text = match[0]
        if text in "[]":
            inside = text == "["
            return text
        if text[1] == "x" and "{" in text:
            return re.escape(chr(int(text[3:-1], 16)))
        if text[1] in "bB":
            return f"(?a:{text})"
        within = _property(text[2:].strip("{}")) if text[1] in "pP" else _ASCII.get(text[1].lower(), "")
        if not within:
            return text
        return within if inside else f"[{'^' * text[1].isupper()}{within}]"

    return _PIECE.sub(piece, pattern)


@cache
def _property(name: str) -> str:
    """The characters of a general category of Unicode, as the inside of a class."""
    rows: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(name):
            if rows and rows[-1][1] == code - 1:
                rows[-1][1] = code
            else:
                rows.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in rows)
