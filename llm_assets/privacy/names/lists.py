"""What is known of single words: whether they stand in lists of first names, last names, places, titles or ordinary words.

The lists lie in `lists.npz` as hashes with flags (made by `benchmarks.names.train`; see MODEL_CARD.md), and in memory as an
open table, so that a word costs one look.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

FIRST, LAST, PLACE, COMMON, TITLE = 1, 2, 4, 8, 16
_PACKAGE = "llm_assets.privacy.names"


@dataclass(frozen=True, slots=True)
class Table:
    """An open-addressing table of 64-bit word hashes. keys: 0 where a slot is free; flags: of the word in the slot."""

    keys: npt.NDArray[np.uint64]
    flags: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, hashes: npt.NDArray[np.uint64], flags: npt.NDArray[np.uint8]) -> "Table":
        size = 1 << max(int(len(hashes) * 2).bit_length(), 4)
        keys, values = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint8)
        for word, flag in zip(hashes.tolist(), flags.tolist(), strict=True):
            place = word & (size - 1)
            while keys[place]:
                place = (place + 1) & (size - 1)
            keys[place], values[place] = word, flag
        return cls(keys, values)


def stored(name: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file of this package."""
    with as_file(files(_PACKAGE).joinpath(name)) as path, np.load(path, allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays.files}


@lru_cache(maxsize=1)
def table() -> Table:
    """The table that ships with the package."""
    arrays = stored("lists.npz")
    return Table.of(np.cumsum(arrays["steps"], dtype=np.uint64), arrays["flags"])


@njit(cache=True, nogil=True)
def looked_up(hashes: Any, keys: Any, flags: Any, out: Any) -> None:
    """Flags of each word, 0 for those that no list holds."""
    mask = len(keys) - 1
    for index in range(len(hashes)):
        place = np.int64(hashes[index] & np.uint64(mask))
        while keys[place] != 0 and keys[place] != hashes[index]:
            place = (place + 1) & mask
        out[index] = flags[place] if keys[place] != 0 else 0
