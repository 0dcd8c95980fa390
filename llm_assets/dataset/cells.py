"""Turns a cell into exact text: ids and codes must come out as they stand in the source.

`01013` stays `01013`, `1.10` stays `1.10`, and an integer of any length keeps all its digits.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

LISTS = pa.list_(pa.string())

# Stands for a binary value until `attachments` has counted it: a noncharacter, which no text for people holds.
BINARY = "\ufdd0binary"


class Number(str):
    """The text of a JSON number as it was written; without quotation marks where it stands inside an object or a list."""

    __slots__ = ()


def refuse_constant(_: str) -> None:
    """`NaN` and `Infinity` are no JSON."""
    raise ValueError


exact_decoder = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=refuse_constant)
exact_json: Callable[[str], Any] = exact_decoder.decode


class RepeatedKey(ValueError):
    """An object has a key twice, with different values: which one counts is not for us to say."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs) and any(row[key] != value for key, value in pairs):
        raise RepeatedKey
    return row


# Raises RepeatedKey (RFC 8259, section 4: what parsers make of such objects is unpredictable).
strict_decoder = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=refuse_constant, object_pairs_hook=_once)


def clean(text: str) -> str:
    """The text with every lone surrogate as U+FFFD: what is left can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def has_half_character(value: Any) -> bool:
    """Whether a text or a key in the value, at any depth, holds a lone surrogate: half of a character, which is no UTF-8."""
    rest = [value]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            rest += value.keys()
            rest += value.values()
        elif isinstance(value, list | tuple):
            rest += value
        elif isinstance(value, str) and not value.isascii() and clean(value) != value:
            return True
    return False


def text_of(value: Any) -> str | None:
    """Exact text of a cell; None for null, a missing number and the empty text.

    Booleans are `true` and `false`, times are ISO 8601, lists and objects compact JSON; of bytes only BINARY is left.
    """
    match value:
        case None:
            return None
        case str():
            return clean(value) or None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return None if math.isnan(value) else float.__repr__(value)
        case Decimal():
            return None if value.is_nan() else format(value, "f")
        case bytes() | bytearray() | memoryview():
            return BINARY if len(value) else None
        case datetime() | date() | time():
            shown = value.isoformat()
            return None if shown == "NaT" else shown
        case dict() | list() | tuple():
            return clean(compact(value))
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "tolist"):
        return text_of(value.tolist())
    return clean(str(value)) or None


class _Syntax(str):
    __slots__ = ()


def compact(value: Any) -> str:
    """JSON of a list or an object without blanks, numbers as they were written; any depth."""
    out: list[str] = []
    rest = [value]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            rest.append(_Syntax("}"))
            for i, (name, part) in enumerate(reversed(value.items())):
                rest += [part, _Syntax(json.dumps(str(name), ensure_ascii=False) + ":")]
                if i < len(value) - 1:
                    rest.append(_Syntax(","))
            rest.append(_Syntax("{"))
        elif isinstance(value, list | tuple):
            rest.append(_Syntax("]"))
            for i, part in enumerate(reversed(value)):
                rest.append(part)
                if i < len(value) - 1:
                    rest.append(_Syntax(","))
            rest.append(_Syntax("["))
        elif isinstance(value, _Syntax | Number):
            out.append(value)
        elif value is None or isinstance(value, bool | int | float):
            out.append(text_of(value) or "null")
        else:
            out.append(json.dumps(text_of(value) or "", ensure_ascii=False))
    return "".join(out)


def values_of(value: Any) -> list[str]:
    """The values of a cell of direct identifiers: a scalar is one, a list or an object as many as it has scalars.

    Bytes are read as text: what identifies is hunted, and never passed on.
    """
    return [text for scalar in _scalars(value) if (text := text_of(decoded(scalar))) is not None]


def decoded(value: Any) -> Any:
    """Bytes as the text that they may be; anything else as it is."""
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | bytearray | memoryview) else value


def _scalars(value: Any) -> Iterator[Any]:
    rest = [value]
    while rest:
        value = rest.pop()
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple):
            rest += reversed(value)
        else:
            yield value


def null_if_empty(texts: pa.Array) -> pa.Array:
    """The string array with null for the empty text."""
    return pc.if_else(pc.equal(texts, ""), None, texts)


def text_array(values: Iterable[Any]) -> pa.Array:
    """Arrow array (string) of exact texts."""
    return pa.array(map(text_of, values), pa.string())


def list_array(values: Iterable[Any]) -> pa.Array:
    """Arrow array (list of string) of the values of direct identifiers; a missing cell is the empty list."""
    return pa.array(map(values_of, values), LISTS)


def one_each(texts: pa.Array) -> pa.Array:
    """Lists of one value, empty where the text is null."""
    ends = pc.cumulative_sum(pc.cast(pc.is_valid(texts), pa.int32()))
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pa.ListArray.from_arrays(offsets, texts.drop_null()).cast(LISTS)
