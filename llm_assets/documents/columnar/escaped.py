"""Columns of text escaped for JSON, YAML and Markdown.

What needs no escape, nearly all, is told by one linear pattern (RE2) over the column and stays in Arrow; the rest goes through
the functions for one text, so that there is one set of rules.
"""

from collections.abc import Callable
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.escaping import inline, quote, yaml

# Patterns that are no part of a character class here: JSON's own, and what some readers take for the end of a line.
_JSON = r'["\\\x00-\x1f\x{85}\x{2028}\x{2029}]'
_YAML = r'["\\<\x00-\x1f\x7f-\x{9f}\x{2028}\x{2029}\x{feff}\x{fffe}\x{ffff}]|\[/?(?:INST|[A-Z]+_[A-Z]+)\]'
_SURELY_INLINE = r"^[A-Za-z0-9](?:[A-Za-z0-9:-]| [A-Za-z0-9])*$"
_BLANK_OR_ODD = r"^[\s\p{Z}]*$|[\x00-\x08\x0b-\x1f\x7f\x{85}\x{2028}\x{2029}<]|^\n|\n$|\[/?(?:INST|[A-Z]+_[A-Z]+)\]"


def joined(*columns: Any) -> pa.Array:
    """The texts of columns (or constants) one behind the other, row by row; no null may stand in them."""
    return pc.binary_join_element_wise(*columns, "")


def grouped(texts: pa.Array, first: Any, between: str) -> pa.Array:
    """The texts of rows first[i] to before first[i + 1] as one, with something between them; the empty text for no row."""
    lists = pa.LargeListArray.from_arrays(pa.array(first, pa.int64()), texts)
    return pc.binary_join(lists, between)


def json_strings(texts: pa.Array) -> pa.Array:
    """JSON strings, `null` for null; a record that holds them is one line for every reader."""
    return pc.fill_null(_mended(joined('"', _filled(texts), '"'), texts, _matching(texts, _JSON), _json), "null")


def yaml_strings(texts: pa.Array) -> pa.Array:
    """Quoted YAML scalars, `null` for null."""
    return pc.fill_null(_mended(joined('"', _filled(texts), '"'), texts, _matching(texts, _YAML), yaml), "null")


def inline_strings(texts: pa.Array) -> pa.Array:
    """One line of Markdown that means itself; `*` for null."""
    special = pc.invert(pc.fill_null(pc.match_substring_regex(texts, _SURELY_INLINE), True))
    return pc.fill_null(_mended(texts, texts, special, inline), str(inline(None)))


def quoted(texts: pa.Array) -> pa.Array:
    """Block quotes; null for what is null, empty or blank."""
    special = _matching(texts, _BLANK_OR_ODD)
    plain = pc.replace_substring(texts, "]:", "]\\:")
    several = pc.fill_null(pc.match_substring(plain, "\n"), False)
    if pc.any(several).as_py():
        # First a mark for each line, then a space behind the marks of lines that are not empty.
        lines = pc.replace_substring(plain.filter(several), "\n", "\n>")
        lines = pc.replace_substring_regex(lines, r"\n>([^\n])", "\n> \\1")
        plain = pc.replace_with_mask(plain, several, lines)
    quotes = pc.binary_join_element_wise("> ", plain, "")
    return _mended(quotes, texts, special, lambda text: quote(text) if text and not text.isspace() else None, nulls=True)


def _filled(texts: pa.Array) -> pa.Array:
    return pc.fill_null(texts, "")


def _matching(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(texts, pattern), False)


def _mended(
    done: pa.Array, texts: pa.Array, special: pa.Array, escape: Callable[[str], str | None], *, nulls: bool = False
) -> pa.Array:
    """`done`, with the special rows as `escape` writes them and null where the text is."""
    if pc.any(special).as_py():
        some = texts.filter(special).dictionary_encode()
        words = pa.array([escape(text) for text in some.dictionary.to_pylist()], pa.string())
        done = pc.replace_with_mask(done, special, words.take(some.indices))
    return done if nulls else pc.if_else(pc.is_valid(texts), done, None)


def _json(text: str) -> str:
    # JSON allows these three in a string, but str.splitlines and some readers of JSON lines break the line there.
    written = orjson.dumps(text).decode()
    return written.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
