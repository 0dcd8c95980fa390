"""Reads a pandas DataFrame (or what has its `columns`, `__len__` and `iloc`) given in a source's place.

pandas turns a column of integers into floats as soon as one is missing. Where a float column holds whole numbers and a gap, the
digits are taken, so that user 17 is found as `17` and not as `17.0`.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from llm_assets.dataset.cells import compact, decoded, has_half_character, list_array, text_array
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.readers.batch import BATCH_ROWS, Batch, Broken, row_of


def read(frame: Any, shape: Shape, name: str) -> Iterator[Batch]:
    """Batches of a frame. Raises DatasetError when it lacks a declared column."""
    names = [str(column) for column in frame.columns]
    require(shape, names, name)
    at = {column: names.index(column) for column in shape.names}
    whole = {column for column, i in at.items() if _whole_with_gaps(frame.iloc[:, i])}
    for first in range(0, len(frame), BATCH_ROWS):
        part = frame.iloc[first : first + BATCH_ROWS]
        cells = {}
        for column, i in at.items():
            values = part.iloc[:, i].tolist()
            cells[column] = [None if v != v else int(v) for v in values] if column in whole else values
        cut = {i for values in cells.values() for i, value in enumerate(values) if has_half_character(value)}
        broken = [
            Broken(first + i + 1, compact({name: values[i] for name, values in cells.items()}), "half_character")
            for i in sorted(cut)
        ]
        kept = [i for i in range(len(part)) if i not in cut]
        columns = {}
        for name, values in cells.items():
            left = (decoded(values[i]) if name == shape.key else values[i] for i in kept)
            columns[name] = (list_array if shape.holds_list(name) else text_array)(left)
        size = sum(array.nbytes for array in columns.values())
        yield Batch(names, columns, [first + i + 1 for i in kept], partial(row_of, columns), broken, size)


def _whole_with_gaps(series: Any) -> bool:
    if getattr(series.dtype, "kind", "") != "f" or not hasattr(series, "notna"):
        return False
    filled = series[series.notna()]
    return 0 < len(filled) < len(series) and bool((filled % 1 == 0).all())
