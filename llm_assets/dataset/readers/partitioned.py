"""Reads a file whose folders tell some of its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from llm_assets.dataset.cells import one_each
from llm_assets.dataset.columns import Shape
from llm_assets.dataset.readers.batch import Batch


def without(shape: Shape, partitions: Mapping[str, str | None]) -> Shape:
    """What is left of a shape for the file itself to have."""
    columns = {name: column for name, column in shape.columns.items() if name not in partitions}
    return replace(shape, key="" if shape.key in partitions else shape.key, columns=columns)


def with_partitions(batches: Iterator[Batch], shape: Shape, partitions: Mapping[str, str | None]) -> Iterator[Batch]:
    """Adds the columns of the folders to the batches of a file; where the file has such a column too, the folder's counts."""
    for batch in batches:
        columns = dict(batch.columns)
        for name, value in partitions.items():
            if name == shape.key or name in shape.columns:
                cells = pa.array([value], pa.string()).take(pa.array([0] * len(batch.rows), pa.int32()))
                columns[name] = one_each(cells) if shape.holds_list(name) else cells

        def raw(index: int, inner: Batch = batch) -> dict[str, object]:
            return {**inner.raw(index), **partitions}

        names = [*(name for name in batch.names if name not in partitions), *partitions]
        yield replace(batch, names=names, columns=columns, raw=raw)
