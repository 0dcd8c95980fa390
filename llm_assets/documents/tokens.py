"""Estimates how many tokens a text costs a language model, offline and without a model's vocabulary."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

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
    result = [0] * len(texts)
    for ascii_only in (True, False):  # two ways to look up a class: bytes, in one pass, are ten times as fast
        chosen = [index for index, text in enumerate(texts) if text.isascii() is ascii_only]
        if chosen:
            for index, number in zip(chosen, _counts([texts[index] for index in chosen], ascii_only), strict=True):
                result[index] = number
    return result


def _counts(texts: Sequence[str], ascii_only: bool) -> list[int]:
    joined = "\n".join(texts) + "\n"
    if ascii_only:
        classes = np.frombuffer(joined.encode().translate(_table()[:256].tobytes()), np.uint8)
    else:
        classes = _table()[np.minimum(np.frombuffer(joined.encode("utf-32-le"), np.uint32), _LAST)]
    word = classes == _WORD
    starts = classes == _SINGLE
    starts[0] |= word[0]
    starts[1:] |= word[1:] & ~word[:-1]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    result: list[int] = np.add.reduceat(starts, np.cumsum(lengths) - lengths, dtype=np.int64).tolist()
    return result


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
