"""Reads a sample of a source, by column, through the readers of runs: what a run would refuse is refused here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from llm_assets.classify.measure import Measured
from llm_assets.dataset.columns import Shape, Table
from llm_assets.dataset.databases import Databases
from llm_assets.dataset.readers import Batch, read_file
from llm_assets.dataset.sources import find_files
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings.databases import holds_password, is_database
from llm_assets.settings.model import Column, CsvOptions, Users

ROWS = 5_000
FILES = 20
KEY_ROWS = 200_000  # of the columns that may be keys, so that a large table's users are found in its events


@dataclass(frozen=True)
class Sample:
    """Some rows of a table. source: as it was named; columns: header -> cells (None where empty), lists as JSON text; relation:
    of a database, the name of the table."""

    source: str
    table: Table
    columns: dict[str, list[str | None]]
    relation: str | None = None


def read_sample(source: str, root: Path, table: Table) -> Sample:
    """The first rows of a source, 5,000 in all. A table of a database is named behind its URL: `postgresql://…#people`.

    Raises DatasetError as a run does.
    """
    url, _, relation = source.partition("#")
    if is_database(url):
        source = url
        if holds_password(url):
            raise ConfigError(
                "a password stands in the URL of a database",
                where=f"{table} table",
                remedy="Put it into an environment variable, and the variable into the URL: ${DB_PASSWORD}.",
            )
        if not relation:
            remedy = "Name it behind the URL: postgresql+psycopg://…#people."
            raise ConfigError("which table of the database is meant", where=f"{table} table", remedy=remedy)
    empty = Sample(source, table, {}, relation if is_database(source) else None)
    names = _names(empty, root)
    if not names:
        raise DatasetError("the source has no column", where=source, remedy="Give a file with a header, or JSON objects.")
    if is_data(names):
        raise DatasetError(
            "the first line holds data, where the names of the columns should stand",
            where=source,
            remedy="Write a header line above it.",
        )
    cells: dict[str, list[str | None]] = {name: [] for name in names}
    for columns in _batches(empty, root, names):
        for name in names:
            cells[name] += columns[name].to_pylist()
        if len(cells[names[0]]) >= ROWS:
            break
    return replace(empty, columns={name: values[:ROWS] for name, values in cells.items()})


def read_keys(sample: Sample, root: Path, names: list[str]) -> dict[str, set[str]]:
    """The different values of some columns, in the first 200,000 rows."""
    found: dict[str, set[str]] = {name: set() for name in names}
    rows = 0
    for columns in _batches(sample, root, names) if names else ():
        for name in names:
            found[name].update(value for value in columns[name].to_pylist() if value is not None)
        rows += len(columns[names[0]])
        if rows >= KEY_ROWS:
            break
    return found


def is_data(names: list[str]) -> bool:
    """Whether a header is a row of data: then its names are values, and must not be shown."""
    measured = Measured(len(names), len(names), len(names), names)
    return measured.share("email") > 0 or measured.times() > 0 or measured.share("number") >= 0.5


class _Open(Shape):
    """A shape that demands no column: only the names are asked for."""

    @property
    def names(self) -> list[str]:
        return list(self.columns)


def _shape(table: Table, names: list[str]) -> Shape:
    columns = {name: Column(role="attribute") for name in names}
    return _Open(table=table, key="", columns=columns, dropped=frozenset(), csv=CsvOptions())


def _names(sample: Sample, root: Path) -> list[str]:
    """The columns, without those that stand twice: these cannot be declared."""
    for _, batch in _read(sample, root, []):
        names = list(batch.names)
        return [name for name in names if names.count(name) == 1]
    return []


def _batches(sample: Sample, root: Path, names: list[str]) -> Iterator[dict[str, pa.Array]]:
    for _, batch in _read(sample, root, names):
        yield batch.columns


def _read(sample: Sample, root: Path, names: list[str]) -> Iterator[tuple[str, Batch]]:
    shape = _shape(sample.table, names)
    if sample.relation is not None:
        section = Users(source=sample.source, id="-", table=sample.relation)
        with Databases(root) as databases:
            yield from databases.read(section, shape)
        return
    with TemporaryDirectory() as scratch:
        for file in find_files(sample.source, root, sample.table)[:FILES]:
            for batch in read_file(file, shape, Path(scratch)):
                yield file.name, batch
