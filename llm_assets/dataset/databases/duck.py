"""A DuckDB file, read by DuckDB itself: Arrow batches, read-only."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from llm_assets.dataset.databases.connection import ROWS, Found, Relation, quoted
from llm_assets.dataset.readers.parquet import exact_text

# What it keeps of the file; the default, most of the machine, is not flat. A query that sorts more spills beside the file.
_MEMORY = "64MB"


class Duck:
    """A connection. url: `duckdb:///relative.duckdb` or `duckdb:////absolute.duckdb`."""

    def __init__(self, url: str, root: Path) -> None:
        self._path = Path(root, url.partition(":///")[2].partition("?")[0])
        self._main: Any = None

    def __enter__(self) -> "Duck":
        self._main = duckdb.connect(
            str(self._path), read_only=True, config={"enable_external_access": False, "memory_limit": _MEMORY, "threads": 1}
        )
        self._main.execute("BEGIN TRANSACTION")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._main.close()

    def columns(self, relation: Relation) -> list[Found]:
        found = self._main.sql(f"SELECT * FROM {relation.sql()} LIMIT 0")  # noqa: S608
        return [Found(name, str(kind) == "BLOB") for name, kind in zip(found.columns, found.types, strict=True)]

    def rows(self, relation: Relation, names: list[str], lists: list[str]) -> Iterator[pa.RecordBatch]:
        chosen = ", ".join(map(quoted, names))
        found = self._main.sql(f"SELECT {chosen} FROM {relation.sql()}")  # noqa: S608
        for batch in found.to_arrow_reader(ROWS):
            columns = [exact_text(column, name in lists) for name, column in zip(names, batch.columns, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names)
