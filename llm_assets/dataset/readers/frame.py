"""Reads a pandas DataFrame (or what has its `columns`, `__len__` and `iloc`) given in a source's place.

pandas turns a column of integers into floats as soon as one is missing. Where a float column holds whole numbers and a gap, the
digits are taken, so that user 17 is found as `17` and not as `17.0`.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from llm_assets.dataset.cells import list_array, text_array
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.readers.batch import BATCH_ROWS, Batch, row_of


def read(frame: Any, shape: Shape, name: str) -> Iterator[Batch]:
    """Batches of a frame. Raises DatasetError when it lacks a declared column."""
    names = [str(column) for column in frame.columns]
    require(shape, names, name)
    at = {column: names.index(column) for column in shape.names}
    whole = {column for column, i in at.items() if _whole_with_gaps(frame.iloc[:, i])}
    for first in range(0, len(frame), BATCH_ROWS):
        part = frame.iloc[first : first + BATCH_ROWS]
        columns = {}
        for column, i in at.items():
            values = part.iloc[:, i].tolist()
            if column in whole:
                values = [None if v != v else int(v) for v in values]
            columns[column] = (list_array if shape.holds_list(column) else text_array)(values)
        size = sum(array.nbytes for array in columns.values())
        numbers = range(first + 1, first + len(part) + 1)
        yield Batch(names, columns, numbers, partial(row_of, columns), size=size)


def _whole_with_gaps(series: Any) -> bool:
    if getattr(series.dtype, "kind", "") != "f" or not hasattr(series, "notna"):
        return False
    filled = series[series.notna()]
    return 0 < len(filled) < len(series) and bool((filled % 1 == 0).all())
