"""The documents of a whole batch, with those that are too long divided."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.counters import TokenCounter
from llm_assets.documents.parts import CONTINUED, PartFormatter, divided
from llm_assets.documents.safe import records
from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeUser


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tokens a document has at most, and how they are counted."""

    most: int
    counter: TokenCounter


def shortened(
    format_: PartFormatter, batch: RecordBatch, users: pa.Array, bodies: pa.Array, limit: Limit
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """(part, users, documents) of a batch, whose documents so far are one for each of its users."""
    # No counter finds more tokens than bytes, so that few documents must be counted here.
    large = np.flatnonzero(pc.greater(pc.binary_length(bodies), limit.most).to_numpy(zero_copy_only=False))
    sizes = limit.counter.counts_of(bodies.take(pa.array(large))) if len(large) else large
    long = large[sizes > limit.most].tolist()
    columns: list[tuple[pa.Array, pa.Array, pa.Array]] = []
    for start, end in pairwise([-1, *long, len(users)]):
        between = slice(start + 1, end)
        columns.append((pa.array(["document"] * (end - start - 1), pa.string()), users[between], bodies[between]))
        if end < len(users):
            user, events = next(iter(records(batch.only(end))))
            whole = SafeUser(user.user, user.attributes, statistics(events))
            made = divided(format_, whole, events, limit.most, limit.counter)
            parts = ["document", *[CONTINUED] * (len(made) - 1)]
            columns.append((pa.array(parts), pa.array([user.user] * len(made)), pa.array(made, bodies.type)))
    one, two, three = (pa.concat_arrays(list(each)) for each in zip(*columns, strict=True))
    return one, two, three
