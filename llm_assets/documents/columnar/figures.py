"""The statistics of many users at once; `documents.statistics` says what each figure is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch, texts
from llm_assets.documents.columnar.escaped import grouped, joined

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of the users of a batch, in their order. kinds: by `kinds_as`; first, last: timestamps, null when unknown."""

    interactions: pa.Array
    conversations: pa.Array
    first: pa.Array
    last: pa.Array
    active_days: pa.Array
    _kinds: pa.Array
    _times: Ints
    _begins: Ints

    def kinds_as(self, write: Callable[[pa.Array], pa.Array], middle: str, end: str, between: str) -> pa.Array:
        """The kinds of each user by name, each as `<kind><middle><number><end>`, with something between them."""
        numbers = pc.cast(pa.array(self._times), pa.string())
        return grouped(joined(write(self._kinds), middle, numbers, end), self._begins, between)


def figures(batch: RecordBatch) -> Figures:
    """The figures of each user of a batch."""
    users, owner, events = batch.users.num_rows, batch.owner, batch.interactions
    times = texts(events, "timestamp")
    first, last = _bounds(times, owner, users)
    conversations = _distinct(texts(events, "conversation"), owner, users)
    days = _distinct(pc.utf8_slice_codeunits(times, 0, 10), owner, users)
    names, at, counts = _counted(texts(events, "kind"), owner)
    begins = np.searchsorted(at, np.arange(users + 1)).astype(np.int64)
    numbers = [pc.cast(pa.array(each), pa.string()) for each in (np.diff(batch.first), conversations, days)]
    return Figures(numbers[0], numbers[1], first, last, numbers[2], names, counts, begins)


def _codes(column: pa.Array, owner: Ints) -> tuple[pa.Array, Ints, Ints]:
    """(distinct values, sorted; code of each row that has one; its user)."""
    encoded = column.dictionary_encode()
    order = pc.array_sort_indices(encoded.dictionary)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    there = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return encoded.dictionary.take(order), rank[encoded.indices.drop_null().to_numpy()], owner[there]


def _distinct(column: pa.Array, owner: Ints, users: int) -> Ints:
    """How many distinct values each user has."""
    values, codes, of = _codes(column, owner)
    pairs = np.unique(of * max(len(values), 1) + codes)
    return np.bincount(pairs // max(len(values), 1), minlength=users).astype(np.int64)


def _counted(column: pa.Array, owner: Ints) -> tuple[pa.Array, Ints, Ints]:
    """(value, user, times) of each value that a user has, by user and value."""
    values, codes, of = _codes(column, owner)
    pairs, counts = np.unique(of * max(len(values), 1) + codes, return_counts=True)
    at = pairs // max(len(values), 1)
    return values.take(pa.array(pairs - at * max(len(values), 1))), at, counts.astype(np.int64)


def _bounds(column: pa.Array, owner: Ints, users: int) -> tuple[pa.Array, pa.Array]:
    """The first and the last value of each user, in the order of text; null for none."""
    values, codes, of = _codes(column, owner)
    low, high = np.full(users, len(values), dtype=np.int64), np.full(users, -1, dtype=np.int64)
    np.minimum.at(low, of, codes)
    np.maximum.at(high, of, codes)
    nothing = high < 0
    one, other = (values.take(pa.array(np.where(nothing, 0, each), mask=nothing)) for each in (low, high))
    return one, other
