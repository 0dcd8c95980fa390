"""Estimates how many tokens a text costs a language model, offline and without a model's vocabulary."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

COUNTER = "words-1"
"""Name of the counter, for reports and the manifest: figures of different counters cannot be compared."""

# Scripts written without spaces: a run of them is no word, so each character counts. Thai to Lao, Khmer, kana, Han, Hangul.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF))
_BLANK, _WORD, _SINGLE = 0, 1, 2
_LAST = 0xFFFF  # characters beyond the basic plane are looked up here: emoji and rare ideographs, one each


def count(text: str) -> int:
    """Number of words and punctuation marks. An estimate: vocabularies of real models give about 0.7 to 2 times as many."""
    return counts([text])[0]


def counts(texts: Sequence[str]) -> list[int]:
    """`count` of each text, together: faster than one by one when they are short."""
    numbers: list[int] = counts_of(pa.array(texts, pa.large_string())).tolist()
    return numbers


def counts_of(texts: Any) -> npt.NDArray[np.int64]:
    """`count` of each text of an Arrow array without nulls."""
    found = np.zeros(len(texts), dtype=np.int64)
    if len(texts):
        large = texts.cast(pa.large_string())
        _, offsets, data = large.buffers()
        ends = np.frombuffer(offsets, np.int64)[large.offset : large.offset + len(large) + 1]
        if data is not None:
            count_all: Callable[..., None] = _count_all
            count_all(np.frombuffer(data, np.uint8), ends, _table(), found)
    return found


@njit(cache=True, nogil=True)
def _count_all(octets: Any, ends: Any, classes: Any, found: Any) -> None:
    """Words and single characters of each text, from its UTF-8."""
    for text in range(len(found)):
        place, end, inside, number = ends[text], ends[text + 1], False, 0
        while place < end:
            lead = np.int64(octets[place])
            if lead < 0x80:
                code, place = lead, place + 1
            elif lead < 0xE0:
                code, place = (lead & 0x1F) << 6 | (octets[place + 1] & 0x3F), place + 2
            elif lead < 0xF0:
                code = (lead & 0x0F) << 12 | np.int64(octets[place + 1] & 0x3F) << 6 | (octets[place + 2] & 0x3F)
                place += 3
            else:
                code, place = np.int64(_LAST), place + 4
            kind = classes[code]
            number += kind == _SINGLE or (kind == _WORD and not inside)
            inside = kind == _WORD
        found[text] = number


@lru_cache(maxsize=1)
def _table() -> Any:
    table = np.fromiter(map(_class, range(_LAST + 1)), np.uint8, _LAST + 1)
    for first, last in _UNSPACED:
        table[first : last + 1] = _SINGLE
    table[_LAST] = _SINGLE
    return table


def _class(code: int) -> int:
    character = chr(code)
    category = unicodedata.category(character)
    if category[0] in "LNM" or category in ("Pc", "Cf"):  # with marks, and the joiners that stand inside words
        return _WORD
    return _BLANK if category[0] in "ZC" else _SINGLE
