"""Reads Parquet: every column as exact text."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.dataset.cells import BINARY, decoded, list_array, null_if_empty, one_each, text_array
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.readers.batch import BATCH_BYTES, BATCH_ROWS, Batch, row_of
from llm_assets.dataset.readers.nested import parents_of
from llm_assets.dataset.readers.opening import seekable
from llm_assets.dataset.sources import SourceFile


def read(file: SourceFile, shape: Shape, scratch: Path) -> Iterator[Batch]:
    """Batches of a file. Raises DatasetError when it is no Parquet file or lacks a declared column."""
    with seekable(file, scratch) as source:
        table = pq.ParquetFile(source, pre_buffer=False)
        schema = table.schema_arrow
        names = [name for field in schema for name in _names(field, "", parents_of(shape.names))]
        require(shape, names, file.name)
        meta = table.metadata
        size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        rows = min(BATCH_ROWS, max(256, BATCH_BYTES * meta.num_rows // max(size, 1)))
        first = 1
        for part in table.iter_batches(batch_size=rows, columns=shape.names, use_threads=False):
            columns = {
                name: exact_text(_column(part, name), shape.holds_list(name)) for name in shape.names if name != shape.key
            }
            if shape.key:
                columns[shape.key] = exact_text(_as_text(_column(part, shape.key)), as_list=False)
            numbers = range(first, first + len(part))
            yield Batch(names, columns, numbers, partial(row_of, columns), size=size)
            first, size = first + len(part), 0


def _names(field: pa.Field, above: str, parents: frozenset[str]) -> Iterator[str]:
    """The name of a column, or the paths of what it holds where a path into it is declared."""
    name = f"{above}{field.name}"
    if name in parents and pa.types.is_struct(field.type):
        for part in field.type:
            yield from _names(part, f"{name}.", parents)
    else:
        yield name


def _column(part: pa.RecordBatch, name: str) -> pa.Array:
    index = part.schema.get_field_index(name)
    if index >= 0:
        return part.column(index)
    first, *steps = name.split(".")
    return pc.struct_field(part.column(part.schema.get_field_index(first)), steps)


def exact_text(array: pa.Array, as_list: bool) -> pa.Array:
    """An array of any type as exact text; as lists of texts where a column may hold several values."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return exact_text(array.dictionary_decode(), as_list)
    nested = pa.types.is_nested(kind)
    if is_binary(kind):
        return (
            list_array(array.to_pylist()) if as_list else pc.if_else(pc.is_valid(array), BINARY, pa.scalar(None, pa.string()))
        )
    if as_list and not nested:
        return one_each(exact_text(array, as_list=False))
    if nested:
        return (list_array if as_list else text_array)(array.to_pylist())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _text(array)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return array.cast(pa.string())
    if pa.types.is_timestamp(kind):
        # Python's datetime ends at microseconds; what is finer is cut off.
        array = array.cast(pa.timestamp("us", kind.tz and "UTC"), safe=False)
    return text_array(_short(array) if pa.types.is_floating(kind) and not pa.types.is_float64(kind) else array.to_pylist())


def is_binary(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type are bytes."""
    types = pa.types
    return bool(
        types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind) or types.is_binary_view(kind)
    )


def _as_text(ids: pa.Array) -> pa.Array:
    """Ids that are stored as bytes, as texts: old writers of Parquet knew no others."""
    return text_array(map(decoded, ids.to_pylist())) if is_binary(ids.type) else ids


def _text(array: pa.Array) -> pa.Array:
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return text_array(map(decoded, array.cast(pa.binary()).to_pylist()))
    return null_if_empty(array.cast(pa.string()))


def _short(array: pa.Array) -> list[Any]:
    """Halves and singles in their own shortest text: 0.1, not 0.10000000149011612."""
    return [None if v is None else str(v) for v in array.cast(pa.float32()).to_numpy(zero_copy_only=False).astype(object)]
