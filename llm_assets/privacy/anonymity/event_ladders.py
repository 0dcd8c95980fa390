"""Which values `top:N` keeps of columns of interactions: the N that the most interactions have.

Columns of interactions are coarsened by their declared step alone; the search over groups is for users.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.settings.model import Column
from llm_assets.settings.steps import parsed


def event_ladders(interactions: Iterable[Path], columns: Mapping[str, Column]) -> dict[str, Ladder]:
    """The ladders of columns with a `top:N`. interactions: the Parquet files of all shards. Of values that are equally frequent
    the first in the order of texts are kept, so that shards change nothing."""
    sizes = {
        name: size
        for name, column in columns.items()
        if column.role in ("quasi", "sensitive")
        for kind, size in (parsed(column.generalize[0]),)
        if kind == "top"
    }
    counts = {name: Counter[str]() for name in sizes}
    for path in interactions if sizes else ():
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=[f"col:{name}" for name in sizes]):
                for name in sizes:
                    found = pc.value_counts(batch.column(f"col:{name}").drop_null())
                    counts[name].update(dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)))
    return {name: Ladder((f"top:{size}",), (_most_frequent(counts[name], size),)) for name, size in sizes.items()}


def _most_frequent(counts: Counter[str], size: int) -> frozenset[str]:
    return frozenset(sorted(counts, key=lambda value: (-counts[value], value))[:size])
