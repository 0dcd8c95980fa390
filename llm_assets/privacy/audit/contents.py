"""What stands in a file of the tree, read for the audit: its text, or every value of every column of a Parquet file.

Of the parts of a Parquet file that are no rows, the footer repeats least and greatest values of columns, which stand in the
rows too; the names of columns and its other metadata are given with the first rows.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_ROWS = 2_000
_BETWEEN = "\n\n"  # no value is looked for across a line break


def contents(path: str, size: int) -> Iterator[str]:
    """The text of a file in pieces of whole lines, or of whole values, of about so many octets or characters each."""
    yield from _values(path, size) if path.endswith(".parquet") else _lines(path, size)


def _lines(path: str, size: int) -> Iterator[str]:
    # The bare system calls cost half of what `open` does, and this is done once per user.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        begun: list[bytes] = []
        while octets := os.read(descriptor, size):
            lines, border, tail = octets.rpartition(b"\n") if len(octets) == size else (b"", b"", octets)
            if border:
                yield b"".join((*begun, lines, border)).decode("utf-8", "replace")
                begun.clear()
            begun.append(tail)
        if any(begun):
            yield b"".join(begun).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


def _values(path: str, size: int) -> Iterator[str]:
    with pq.ParquetFile(path) as file:
        held = [_described(file)]
        length = len(held[0])
        for batch in file.iter_batches(_ROWS, use_threads=False):
            for text in _texts(pa.Table.from_batches([batch])):
                held.append(text)
                length += len(text)
            if length >= size:
                yield _BETWEEN.join(held)
                held, length = [], 0
        if held:
            yield _BETWEEN.join(held)


def count_rows(path: Path) -> int:
    """The number of rows; -1 for a file that is no Parquet file."""
    try:
        with pq.ParquetFile(path) as file:
            return int(sum(batch.num_rows for batch in file.iter_batches(_ROWS, columns=["user"], use_threads=False)))
    except (pa.ArrowException, OSError):
        return -1


def read_users(path: Path) -> Iterator[str]:
    """The column `user`, in the order of the rows."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS, columns=["user"], use_threads=False):
            yield from batch.column(0).to_pylist()


def _described(file: Any) -> str:
    told = [str(file.schema_arrow)]
    told += [f"{key!r} {value!r}" for key, value in (file.metadata.metadata or {}).items()]
    return _BETWEEN.join(told)


def _texts(table: Any) -> Iterator[str]:
    """The columns one by one, those inside of others too; each as its values, one behind the other."""
    flat = table.flatten()
    while any(pa.types.is_struct(column.type) for column in flat.schema):
        flat = flat.flatten()
    for column in flat.columns:
        if pa.types.is_list(column.type):
            inner = column.combine_chunks()
            chunks = inner.chunks if isinstance(inner, pa.ChunkedArray) else [inner]
            tables = [pa.table({"": chunk.flatten()}) for chunk in chunks]
            yield from (text for each in tables for text in _texts(each))
        else:
            yield _BETWEEN.join(str(value) for value in column.to_pylist() if value is not None)
