"""Cuts the ordered rows into shards: ranges of pseudonyms of about the same size, each fit for one worker's memory."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from llm_assets.dataset.rows import Rows

_GROUP_ROWS = 50_000
_GROUP_BYTES = 16_000_000


def cut(weights: Any, shard_bytes: int) -> list[int]:
    """The first ordinal of each shard.

    weights: bytes of each user with its interactions, by ordinal. There is at least one shard, none without a user, and only a
    user that is larger than `shard_bytes` makes a shard much larger.
    """
    ends = np.cumsum(weights)
    users, total = len(weights), int(ends[-1])
    shards = min(users, max(1, -(-total // shard_bytes)))
    starts = [0]
    for shard in range(1, shards):
        start = int(np.searchsorted(ends, total * shard / shards, side="left")) + 1
        starts.append(min(max(start, starts[-1] + 1), users - shards + shard))
    return starts


def write_shards(batches: Iterable[Any], folder: Path, name: str, schema: pa.Schema, starts: list[int]) -> list[int]:
    """Writes `<name>-00000.parquet` and so on; returns the rows of each shard.

    batches: in the order of their first column, the ordinal; renamed and cast to `schema` here. starts: see `cut`.
    """
    counts = []
    parts = _by_shard(batches, starts)
    waiting = next(parts, None)
    for shard in range(len(starts)):
        count, held = 0, _Held()
        with Rows(folder / f"{name}-{shard:05d}.parquet", schema) as rows:
            while waiting is not None and waiting[0] == shard:
                count += len(waiting[1])
                if full := held.add(_as(waiting[1], schema)):
                    rows.write(full)
                waiting = next(parts, None)
            if rest := held.empty():
                rows.write(rest)
        counts.append(count)
    return counts


def write_all(batches: Iterable[Any], path: Path, schema: pa.Schema) -> None:
    """Writes one file of all rows."""
    held = _Held()
    with Rows(path, schema) as rows:
        for batch in batches:
            if full := held.add(_as(batch, schema)):
                rows.write(full)
        if rest := held.empty():
            rows.write(rest)


class _Held:
    """Rows that wait until they are enough for a row group."""

    def __init__(self) -> None:
        self._batches: list[Any] = []
        self._rows = 0
        self._bytes = 0

    def add(self, batch: Any) -> Any:
        self._batches.append(batch)
        self._rows += len(batch)
        self._bytes += batch.nbytes
        return self.empty() if self._rows >= _GROUP_ROWS or self._bytes >= _GROUP_BYTES else None

    def empty(self) -> Any:
        table = pa.Table.from_batches(self._batches) if self._batches else None
        self._batches, self._rows, self._bytes = [], 0, 0
        return table


def _by_shard(batches: Iterable[Any], starts: list[int]) -> Iterator[tuple[int, Any]]:
    edges = np.array(starts[1:], np.int64)
    for batch in batches:
        of = np.searchsorted(edges, batch.column(0).to_numpy(), side="right")
        bounds = [0, *(np.flatnonzero(np.diff(of)) + 1).tolist(), len(batch)]
        for first, end in pairwise(bounds):
            if end > first:
                yield int(of[first]), batch.slice(first, end - first)


def _as(batch: Any, schema: pa.Schema) -> Any:
    columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
