"""The words of a folded text as 64-bit keys, and which of them are worth a closer look, in compiled loops (numba).

The hash is the audit's own: a multiply-and-shift step a character with the finaliser of MurmurHash3 (Appleby 2011). A filter
is a bitmap after Bloom (1970) with one hash: one look at memory a word, where a search of the sorted keys would take twenty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Keys = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_STEP = np.uint64(0x9FB21C651E98DF25)
_BITS_A_KEY = 16
_CHARACTERS = 0x110000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a text, in order. first, end: where each stands in the folded text; keys: 64 bits each."""

    first: Ints
    end: Ints
    keys: Keys


def tokens(folded: str) -> Tokens:
    """The words of a folded text: rows of letters and digits of any script."""
    if folded.isascii():
        codes: npt.NDArray[Any] = np.frombuffer(folded.encode("ascii"), dtype=np.uint8)
    else:
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    most = len(codes) // 2 + 1
    first, end = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    keys = np.empty(most, dtype=np.uint64)
    split: Callable[..., int] = _split
    count = split(codes, _alphanumeric(), first, end, keys)
    return Tokens(first[:count], end[:count], keys[:count])


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> int:
    """The key of one folded word; `tokens` gives the same."""
    return int(tokens(word).keys[0])


@njit(cache=True, nogil=True)
def _split(codes: Any, alphanumeric: Any, first: Any, end: Any, keys: Any) -> int:
    count, inside, value = 0, False, np.uint64(0)
    for place in range(len(codes)):
        code = codes[place]
        if alphanumeric[code]:
            if not inside:
                first[count], value, inside = place, np.uint64(0x51ED270B), True
            value = (value ^ np.uint64(code)) * _STEP
            value ^= value >> np.uint64(32)
        elif inside:
            keys[count], end[count], inside = _final(value), place, False
            count += 1
    if inside:
        keys[count], end[count] = _final(value), len(codes)
        count += 1
    return count


@njit(cache=True, nogil=True)
def _final(value: Any) -> Any:
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@lru_cache(maxsize=1)
def _alphanumeric() -> npt.NDArray[np.bool_]:
    return np.fromiter((chr(code).isalnum() for code in range(_CHARACTERS)), dtype=np.bool_, count=_CHARACTERS)


class Filter:
    """A set of keys that may say yes where it should say no (to one key in sixteen), and never no where it should say yes."""

    def __init__(self, sets: Iterable[Keys]) -> None:
        given = [each for each in sets if len(each)]
        size = max(sum(map(len, given)) * _BITS_A_KEY, 64)
        self._shift = np.uint64(64 - (size - 1).bit_length())
        self._bits = np.zeros(1 << (size - 1).bit_length() >> 3, dtype=np.uint8)
        mark: Callable[..., None] = _mark
        for each in given:
            mark(self._bits, self._shift, each)

    def likely(self, keys: Keys) -> Ints:
        """Places of the keys that may be in the set."""
        found = np.empty(len(keys), dtype=np.int64)
        probe: Callable[..., int] = _probe
        return found[: probe(self._bits, self._shift, keys, found)]


@njit(cache=True, nogil=True)
def _mark(bits: Any, shift: Any, keys: Any) -> None:
    for key in keys:
        # Keys of one word are mixed already; those of rows of words are products, whose high bits are the mixed ones.
        place = key >> shift
        bits[place >> np.uint64(3)] |= np.uint8(1) << np.uint8(place & np.uint64(7))


@njit(cache=True, nogil=True)
def _probe(bits: Any, shift: Any, keys: Any, found: Any) -> int:
    count = 0
    for at in range(len(keys)):
        place = keys[at] >> shift
        if bits[place >> np.uint64(3)] >> np.uint8(place & np.uint64(7)) & np.uint8(1):
            found[count] = at
            count += 1
    return count
