"""Groups of equal rows of codes: counted with one number a row, by counting where the numbers are small, else by sorting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_LARGEST = 2**62
_COUNTED = 1 << 20


@dataclass(frozen=True)
class Grouped:
    """place: group of each row, numbered in the order of the rows of codes. first: a row of each group."""

    place: Ints
    first: Ints

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.first)


def group_rows(columns: Sequence[npt.NDArray[np.int32]], classes: Sequence[int], rows: int) -> Grouped:
    """Groups of rows that are equal in all columns. classes: codes of a column are from 0 to before its number."""
    keys, bound = np.zeros(rows, dtype=np.int64), 1
    for column, number in zip(columns, classes, strict=True):
        if bound * number > _LARGEST:
            packed = group_keys(keys, bound)
            keys, bound = packed.place, packed.groups
        keys = keys * number + column
        bound *= number
    return group_keys(keys, bound)


def group_keys(keys: Ints, bound: int) -> Grouped:
    """Groups of equal numbers from 0 to before `bound`."""
    if bound > max(_COUNTED, 4 * len(keys)):
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        return Grouped(place.astype(np.int64, copy=False), first.astype(np.int64, copy=False))
    found = np.full(bound, -1, dtype=np.int64)
    found[keys[::-1]] = np.arange(len(keys) - 1, -1, -1, dtype=np.int64)
    present = np.flatnonzero(found >= 0)
    first = found[present]
    found[present] = np.arange(len(present))
    return Grouped(found[keys], first)


def summed(place: Ints, sizes: Ints, groups: int) -> Ints:
    """The sizes of rows, added up by group."""
    return np.bincount(place, weights=sizes, minlength=groups).astype(np.int64)
