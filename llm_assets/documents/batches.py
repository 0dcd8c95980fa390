"""Reads a shard of the stage `safe` as batches of columns: some users, and all interactions of each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.errors import DatasetError

_AGAIN = "Materialize anonymized_users again."
_USERS = 2_000
_ROWS = 8_192
_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Anonymised records as columns.

    users: columns `user` and, where there are any, `attributes`. interactions: columns of `SafeInteraction`, in order of user;
    those of user number i are rows first[i] to before first[i + 1].
    """

    users: pa.RecordBatch
    interactions: pa.RecordBatch
    first: npt.NDArray[np.int64]

    @property
    def names(self) -> pa.Array:
        """The pseudonyms of the users."""
        return self.users.column("user")

    @property
    def owner(self) -> npt.NDArray[np.int64]:
        """The number of the user of each interaction."""
        return np.repeat(np.arange(self.users.num_rows), np.diff(self.first))

    def only(self, number: int) -> "RecordBatch":
        """One of the users, by number, with their interactions."""
        start, end = self.first[number : number + 2].tolist()
        return RecordBatch(self.users.slice(number, 1), self.interactions.slice(start, end - start), np.array([0, end - start]))

    def without(self, users: frozenset[str]) -> "RecordBatch":
        """The batch without some of its users."""
        if not users:
            return self
        unwanted = pa.array(sorted(users), pa.string())
        left = pc.invert(pc.is_in(self.names, value_set=unwanted))
        kept = self.interactions.filter(pc.invert(pc.is_in(self.interactions.column("user"), value_set=unwanted)))
        sizes = np.diff(self.first)[np.asarray(left.to_numpy(zero_copy_only=False), dtype=bool)]
        return RecordBatch(self.users.filter(left), kept, np.concatenate(([0], np.cumsum(sizes))))


def read_batches(users: Path, interactions: Path) -> Iterator[RecordBatch]:
    """The users of a shard in their order, in batches of about 8 MB; a history that is larger is one batch.

    Raises DatasetError when a file is missing or damaged, or when interactions are left that belong to no user of the shard.
    """
    events = _batches(interactions, _ROWS)
    held: list[pa.RecordBatch] = []
    size, more = 0, True
    for batch in _batches(users, _USERS):
        waiting = batch
        while waiting.num_rows:
            # Read until the history of the last of these users is whole, or as much as a batch holds.
            last = waiting.column("user")[-1].as_py()
            while more and size < _BYTES and not (held and held[-1].column("user")[-1].as_py() > last):
                fresh = next(events, None)
                more = fresh is not None
                if fresh is not None and fresh.num_rows:
                    held.append(fresh)
                    size += fresh.nbytes
            ready = _whole(waiting, held, more)
            if not ready:
                # One history is larger than a batch.
                fresh = next(events, None)
                more = fresh is not None
                if fresh is not None and fresh.num_rows:
                    held.append(fresh)
                continue
            made, held = _cut(waiting.slice(0, ready), held, interactions)
            size = sum(each.nbytes for each in held)
            yield made
            waiting = waiting.slice(ready)
    if held or next(events, None) is not None:
        raise _misplaced(interactions)


def _batches(path: Path, rows: int) -> Iterator[Any]:
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=rows, use_threads=False)
    except (FileNotFoundError, pa.ArrowInvalid):
        raise DatasetError("a file of anonymized_users is missing or damaged", where=str(path), remedy=_AGAIN) from None


def _whole(users: pa.RecordBatch, held: list[pa.RecordBatch], more: bool) -> int:
    """How many of the users, from the first on, have their whole histories among what was read."""
    if not more:
        return int(users.num_rows)
    if not held:
        return 0
    newest = held[-1].column("user")[-1]
    return int(pc.sum(pc.less(users.column("user"), newest)).as_py() or 0)


def _cut(users: pa.RecordBatch, held: list[pa.RecordBatch], path: Path) -> tuple[RecordBatch, list[pa.RecordBatch]]:
    """The batch of some users, and what stays for the next one."""
    names = users.column("user")
    table = pa.Table.from_batches(held) if held else None
    if table is None:
        nobody = pa.RecordBatch.from_pylist([], schema=pa.schema([("user", pa.string())]))
        return RecordBatch(users, nobody, np.zeros(len(names) + 1, dtype=np.int64)), []
    rows = table.combine_chunks().to_batches()[0]
    of = pc.index_in(rows.column("user"), value_set=names).fill_null(-1).to_numpy(zero_copy_only=False)
    strange = np.flatnonzero(of < 0)
    count = int(strange[0]) if len(strange) else len(of)
    of = of[:count]
    if np.any(np.diff(of) < 0) or np.any(np.asarray(strange) < count):
        raise _misplaced(path)
    if count < rows.num_rows and not rows.column("user")[count].as_py() > names[-1].as_py():
        raise _misplaced(path)
    first = np.searchsorted(of, np.arange(len(names) + 1)).astype(np.int64)
    left = rows.slice(count)
    return RecordBatch(users, rows.slice(0, count), first), [left] if left.num_rows else []


def _misplaced(path: Path) -> DatasetError:
    return DatasetError("interactions stand in another order than their users", where=str(path), remedy=_AGAIN)


def texts(batch: pa.RecordBatch, name: str) -> pa.Array:
    """A text column of a batch; nulls where it is absent."""
    if name in batch.schema.names:
        return batch.column(name)
    return pa.nulls(batch.num_rows, pa.string())


def parts(batch: pa.RecordBatch, name: str) -> dict[str, Any]:
    """The columns of a struct column, by name; none where it is absent."""
    if name not in batch.schema.names:
        return {}
    column = batch.column(name)
    return {field.name: child for field, child in zip(column.type, column.flatten(), strict=True)}
