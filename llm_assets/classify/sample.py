"""Reads a sample of a source, by column, through the readers of runs: what a run would refuse is refused here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from llm_assets.classify.measure import Measured
from llm_assets.dataset.columns import Shape, Table
from llm_assets.dataset.readers import read_file
from llm_assets.dataset.sources import SourceFile, find_files
from llm_assets.errors import DatasetError
from llm_assets.settings.model import Column, CsvOptions

ROWS = 5_000
KEY_ROWS = 200_000  # of the columns that may be keys, so that a large table's users are found in its events


@dataclass(frozen=True)
class Sample:
    """Some rows of a table. source: as it was named; columns: header -> cells (None where empty), lists as JSON text."""

    source: str
    table: Table
    columns: dict[str, list[str | None]]


def read_sample(source: str, root: Path, table: Table) -> Sample:
    """The first rows of each file of a source, 5,000 in all. Raises DatasetError as a run does."""
    files = find_files(source, root, table)
    names = _names(files[0], table)
    if not names:
        raise DatasetError(
            "the source has no column", where=files[0].name, remedy="Give a file with a header, or JSON objects."
        )
    if is_data(names):
        raise DatasetError(
            "the first line holds data, where the names of the columns should stand",
            where=files[0].name,
            remedy="Write a header line above it.",
        )
    cells: dict[str, list[str | None]] = {name: [] for name in names}
    for file in files[:20]:
        if len(cells[names[0]]) >= ROWS:
            break
        for batch in _batches(file, table, names):
            for name in names:
                cells[name] += batch[name].to_pylist()
            if len(cells[names[0]]) >= ROWS:
                break
    return Sample(source, table, {name: values[:ROWS] for name, values in cells.items()})


def read_keys(sample: Sample, root: Path, names: list[str]) -> dict[str, set[str]]:
    """The different values of some columns, in the first 200,000 rows."""
    found: dict[str, set[str]] = {name: set() for name in names}
    rows = 0
    for file in find_files(sample.source, root, sample.table) if names else ():
        for batch in _batches(file, sample.table, names):
            for name in names:
                found[name].update(value for value in batch[name].to_pylist() if value is not None)
            rows += len(batch[names[0]])
            if rows >= KEY_ROWS:
                return found
    return found


class _Open(Shape):
    """A shape that demands no column: only the names are asked for."""

    @property
    def names(self) -> list[str]:
        return list(self.columns)


def _shape(table: Table, names: list[str]) -> Shape:
    columns = {name: Column(role="attribute") for name in names}
    return _Open(table=table, key="", columns=columns, dropped=frozenset(), csv=CsvOptions())


def is_data(names: list[str]) -> bool:
    """Whether a header is a row of data: then its names are values, and must not be shown."""
    measured = Measured(len(names), len(names), len(names), names)
    return measured.share("email") > 0 or measured.times() > 0 or measured.share("number") >= 0.5


def _names(file: SourceFile, table: Table) -> list[str]:
    with TemporaryDirectory() as scratch:
        for batch in read_file(file, _shape(table, []), Path(scratch)):
            # A name that stands twice cannot be declared.
            names = list(batch.names)
            return [name for name in names if names.count(name) == 1]
    return []


def _batches(file: SourceFile, table: Table, names: list[str]) -> Iterator[dict[str, pa.Array]]:
    with TemporaryDirectory() as scratch:
        for batch in read_file(file, _shape(table, names), Path(scratch)):
            yield batch.columns
