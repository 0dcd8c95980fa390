"""Which words of a text are worth a closer look, in compiled loops (numba).

A filter is a bitmap after Bloom (1970) with one hash: one look at memory a word, where a search of the sorted keys would take
twenty.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Keys = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_BITS_A_KEY = 16


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
