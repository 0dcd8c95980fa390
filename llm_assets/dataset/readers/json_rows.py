"""Turns parsed JSON objects into a batch: the part that JSON lines and JSON arrays share."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pyarrow as pa

from llm_assets.dataset.cells import Number, list_array, null_if_empty, text_array
from llm_assets.dataset.columns import Shape
from llm_assets.dataset.readers.batch import Batch, Broken
from llm_assets.dataset.readers.nested import field, has_field, parents_of, parts

_MAX_NAMES = 5_000
_PLAIN = {str, Number, int, type(None)}


class Names(dict[str, None]):
    """Column names seen in the objects of a file: the declared ones, and 5,000 others (an object may be keyed by values)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._declared = frozenset(shape.names)
        self._parents = parents_of(shape.names)
        self._deep = [name for name in shape.names if "." in name]

    def see(self, row: dict[str, Any]) -> None:
        """Notes the keys of an object; of an object inside it, the paths, where a path into it is declared."""
        if self._deep:
            self.update((name, None) for name in self._deep if name not in self and has_field(row, name))
            self.update((name, None) for name in parts(row, self._parents) if len(self) < _MAX_NAMES)
        elif not row.keys() <= self.keys():
            self.update((key, None) for key in row if len(self) < _MAX_NAMES or key in self._declared)


def to_batch(
    rows: list[dict[str, Any]],
    numbers: list[int],
    broken: list[Broken],
    names: Names,
    shape: Shape,
    exact: Callable[[int], dict[str, Any]],
    size: int,
) -> Batch:
    """A batch of objects. exact: gives the object of an index with all its numbers as they were written."""
    for row in rows:
        names.see(row)
    columns = {name: _column(rows, name, shape.holds_list(name), exact) for name in shape.names}
    return Batch(names, columns, numbers, exact, broken, size)


def _column(rows: list[dict[str, Any]], name: str, as_list: bool, exact: Callable[[int], dict[str, Any]]) -> pa.Array:
    values = [field(row, name) for row in rows] if "." in name else [row.get(name) for row in rows]
    if as_list:
        return list_array(field(exact(i), name) if _may_change(v) else v for i, v in enumerate(values))
    kinds = set(map(type, values))
    if int in kinds:
        values = [str(v) if type(v) is int else v for v in values]
    if kinds <= _PLAIN:
        with suppress(UnicodeEncodeError):  # a lone surrogate: the careful way takes it
            return null_if_empty(pa.array(values, pa.string()))
    return text_array(field(exact(i), name) if _may_change(v) else v for i, v in enumerate(values))


def _may_change(value: Any) -> bool:
    """Whether the quick parser may have changed the text of a number in the value (integers come as they are)."""
    if isinstance(value, list):
        return any(isinstance(part, float | dict | list) for part in value)
    return isinstance(value, float | dict)
