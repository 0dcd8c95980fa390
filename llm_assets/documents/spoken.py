"""Who spoke in which conversation, read from the stage `safe`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.documents.components import Numbers
from llm_assets.documents.cuts import Cuts

_ROWS = 100_000
_PAIRS = pa.schema([("user", pa.int64()), ("conversation", pa.string()), ("interactions", pa.int64())])
NOBODY = pa.Table.from_batches([], schema=_PAIRS)  # empty_table(), and pa.table(), would load pandas


@dataclass(frozen=True, slots=True)
class Spoken:
    """What some users have in a shard, without what is cut.

    pairs: table of `user` (number), `conversation` and `interactions`; a pair that stands apart may come several times.
    interactions: of each user, with those outside of any conversation.
    """

    pairs: pa.Table
    interactions: Numbers


def read_spoken(path: Path, users: pa.Array, cuts: Cuts) -> Spoken:
    """Reads a file of interactions of the stage `safe`; users that are not among these are passed over."""
    found, counts = [NOBODY], np.zeros(len(users), np.int64)
    with pq.ParquetFile(path) as file:
        named = "conversation" in file.schema_arrow.names
        for batch in file.iter_batches(_ROWS, columns=["user", "conversation"][: 1 + named], use_threads=False):
            conversations = batch["conversation"].cast(pa.string()) if named else pa.nulls(batch.num_rows, pa.string())
            numbers = pc.index_in(batch["user"], value_set=users).cast(pa.int64())
            table = pa.Table.from_arrays([numbers, conversations], names=["user", "conversation"])
            table = table.filter(pc.and_(pc.is_valid(numbers), cuts.keep(batch["user"], conversations)))
            counts += np.bincount(table["user"].to_numpy(), minlength=len(users))
            talks = (
                table.filter(pc.is_valid(table["conversation"]))
                .group_by(["user", "conversation"])
                .aggregate([([], "count_all")])
            )
            found.append(talks.rename_columns(_PAIRS.names))
    return Spoken(pa.concat_tables(found), counts)
