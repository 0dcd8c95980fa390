"""One module a format: each reads a file in batches, exactly, and says which rows it could not read."""

from collections.abc import Iterator
from pathlib import Path

from llm_assets.dataset.columns import Shape
from llm_assets.dataset.readers import csv_rows, frame, json_array, json_lines, parquet
from llm_assets.dataset.readers.batch import Batch, Broken
from llm_assets.dataset.readers.opening import opened
from llm_assets.dataset.readers.partitioned import with_partitions, without
from llm_assets.dataset.sources import SourceFile

__all__ = ["Batch", "Broken", "read_file", "read_frame"]

read_frame = frame.read


def read_file(file: SourceFile, shape: Shape, scratch: Path) -> Iterator[Batch]:
    """Batches of a file, by its format; a `.json` file is an array when it begins with `[`, else JSON lines.

    scratch: folder for what must be unpacked. Raises DatasetError when the file cannot be used.
    """
    if file.partitions:
        whole = _read(file, without(shape, file.partitions), scratch)
        return with_partitions(whole, shape, file.partitions)
    return _read(file, shape, scratch)


def _read(file: SourceFile, shape: Shape, scratch: Path) -> Iterator[Batch]:
    if file.format == "csv":
        return csv_rows.read(file, shape)
    if file.format == "parquet":
        return parquet.read(file, shape, scratch)
    if file.format == "json" and _begins_as_array(file):
        return json_array.read(file, shape)
    return json_lines.read(file, shape)


def _begins_as_array(file: SourceFile) -> bool:
    with opened(file) as stream:
        while chunk := stream.read(4096):
            if begin := chunk.removeprefix(b"\xef\xbb\xbf").lstrip():
                return begin.startswith(b"[")
    return False
