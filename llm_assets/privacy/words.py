"""The words of a view, as hashes: what known values are looked up by.

One compiled loop (numba) over the characters; it is compiled on first use and kept beside this file, or where numba's own
settings say.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.characters import OPAQUE, SEPARATOR, characters

Ints = npt.NDArray[np.int64]
_LONGER = np.uint32(1 << 31)  # marks a character that folds to several letters
_INDEX = np.uint32((1 << 31) - 1)
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_MASK = (1 << 64) - 1
_KEPT = 1 << 22  # characters for which arrays are kept


class Words:
    """Words of a view, as hashes. hash: 64 bits each. first, end: visible characters. length: letters, folded. text: which
    text. gap: visible characters between a word and the next one of the same text (a large number when it is the last, or a tag
    stands between). alone: of a script without spaces, where each character is a word."""

    FAR = 1 << 30

    def __init__(self, codes: npt.NDArray[np.uint32], pattern: npt.NDArray[np.uint8]) -> None:
        arrays = _scratch(len(codes))
        split: Callable[..., int] = _split
        count = split(codes, pattern, *_tables(), self.FAR, *arrays)
        # The large arrays are used again, for fresh memory costs more than the loop; what was found is a small part of them.
        kept = (array[:count].copy() for array in arrays)
        self.hash, self.first, self.end, self.length, self.text, self.gap, self.alone = kept


_local = threading.local()


def _scratch(size: int) -> tuple[npt.NDArray[Any], ...]:
    """Arrays for the words of `size` characters, kept by each thread."""
    kept: tuple[npt.NDArray[Any], ...] | None = getattr(_local, "arrays", None)
    if kept is None or len(kept[0]) < size:
        kept = (
            np.empty(size, dtype=np.uint64), *(np.empty(size, dtype=np.int32) for _ in range(5)), np.empty(size, dtype=np.bool_)
        )  # fmt: skip
        if size <= _KEPT:
            _local.arrays = kept
    return kept


@njit(cache=True, nogil=True)
def mixed(value: Any) -> Any:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def _split(
    codes: Any, pattern: Any, word: Any, alone_at: Any, begin: Any, letters: Any, far: int,
    hashes: Any, first: Any, end: Any, length: Any, texts: Any, gap: Any, alone: Any,
) -> int:  # fmt: skip
    """Fills the arrays of `Words`; gives the number of words. begin, letters: the folded forms of several letters."""
    count, text, inside, value, size, after_opaque = 0, 0, False, _OFFSET, 0, False
    for place in range(len(codes)):
        kind = pattern[place]
        folded = word[codes[place]] if kind != SEPARATOR else np.uint32(0)
        if folded == 0:
            if inside:
                hashes[count - 1], length[count - 1], end[count - 1] = mixed(value), size, place
                inside = False
            if kind == SEPARATOR:
                text += 1
            after_opaque |= kind == OPAQUE
            continue
        several = (folded & _LONGER) != 0
        index = np.int64(folded & _INDEX)
        head = letters[begin[index]] if several else folded
        lonely = alone_at[head]
        if inside and (lonely or alone[count - 1]):
            hashes[count - 1], length[count - 1], end[count - 1] = mixed(value), size, place
            inside = False
        if not inside:
            if count:
                near = texts[count - 1] == text and not after_opaque
                gap[count - 1] = place - end[count - 1] if near else far
            first[count], texts[count], alone[count] = place, text, lonely
            value, size, inside, after_opaque = _OFFSET, 0, True, False
            count += 1
        if several:
            for position in range(begin[index], begin[index + 1]):
                value = (value ^ np.uint64(letters[position])) * _PRIME
                size += 1
        else:
            value = (value ^ np.uint64(folded)) * _PRIME
            size += 1
    if inside:
        hashes[count - 1], length[count - 1], end[count - 1] = mixed(value), size, len(codes)
    if count:
        gap[count - 1] = far
    return count


@lru_cache(maxsize=1)
def _tables() -> tuple[npt.NDArray[Any], ...]:
    """(folded form or index of it, whether a letter stands alone, where the forms of several letters begin, their letters)."""
    tables = characters()
    word = tables.word.copy()
    begin, letters = [0], list[int]()
    for index, (code, form) in enumerate(sorted(tables.longer.items())):
        word[code] = _LONGER | np.uint32(index)
        letters += form
        begin.append(len(letters))
    return word, tables.alone, np.array(begin, dtype=np.int64), np.array(letters, dtype=np.uint32)


def mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """splitmix64's finaliser (Steele, Lea, Flood 2014): spreads every bit over all 64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def word_hash(letters: str) -> int:
    """The hash that `Words` gives a word of lower-case ASCII letters, without a view around it.

    FNV-1a (Fowler, Noll, Vo), with splitmix64's finaliser.
    """
    value = int(_OFFSET)
    for letter in letters:
        value = ((value ^ ord(letter)) * int(_PRIME)) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)
