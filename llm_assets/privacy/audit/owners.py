"""Whose each safe interaction is, and who takes part in its conversation: read from the raw shard, not from the safe one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.privacy.audit.leaks import People

_ROWS = 8_192
_COLUMNS = ["pseudonym", "ordinal", "participants"]


class Owners:
    """The rows of a raw shard whose users were kept, in order. kept: their pseudonyms."""

    def __init__(self, path: Path, kept: set[str]) -> None:
        self._batches = self._read(path, pa.array(sorted(kept), pa.string()))
        self._waiting = next(self._batches, None)

    @staticmethod
    def _read(path: Path, kept: pa.Array) -> Iterator[pa.RecordBatch]:
        for batch in pq.ParquetFile(path).iter_batches(_ROWS, columns=_COLUMNS):
            yield batch.filter(pc.is_in(batch.column("pseudonym"), value_set=kept))

    def take(self, rows: int) -> tuple[list[str], People]:
        """The owners (pseudonyms) of the next rows, and the people of their conversations; nobody's when there are no more."""
        names: list[str] = []
        sizes, ordinals = [], []
        while len(names) < rows and self._waiting is not None:
            part = self._waiting.slice(0, rows - len(names))
            rest = self._waiting.slice(part.num_rows)
            self._waiting = rest if rest.num_rows else next(self._batches, None)
            names += part.column("pseudonym").to_pylist()
            own = part.column("ordinal").to_numpy().astype(np.int64)
            others = part.column("participants")
            counts = pc.fill_null(pc.list_value_length(others), 0).to_numpy().astype(np.int64)
            # The owner first, then the others: one more for each row.
            sizes.append(counts + 1)
            ordinals.append(np.insert(pc.cast(others.flatten(), pa.int64()).to_numpy(), np.cumsum(counts) - counts, own))
        missing = rows - len(names)
        sizes.append(np.zeros(missing, dtype=np.int64))
        return names + [""] * missing, People(np.concatenate(sizes), np.concatenate([*ordinals, np.zeros(0, dtype=np.int64)]))
