"""Any database that SQLAlchemy reads: MySQL, MariaDB, SQLite and others; streamed, in one transaction that only reads."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import pyarrow as pa
import sqlalchemy as sa

from llm_assets.dataset.cells import list_array, text_array
from llm_assets.dataset.databases.connection import ROWS, Found, Relation, quoted


class AnyDatabase:
    """A connection. url: of SQLAlchemy; the file of SQLite is relative to `root`."""

    def __init__(self, url: str, root: Path) -> None:
        parts = sa.make_url(url)
        self._kind = parts.get_backend_name()
        if self._kind == "sqlite":
            path = Path(root, parts.database or "").absolute()
            address = f"file:{quote(str(path))}?mode=ro"
            engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=sa.NullPool)
        else:
            engine = sa.create_engine(parts, poolclass=sa.NullPool, hide_parameters=True)
        self._engine = engine
        self._main: sa.Connection | None = None

    def __enter__(self) -> "AnyDatabase":
        connection = self._engine.connect().execution_options(stream_results=True, max_row_buffer=ROWS)
        if self._kind in ("mysql", "mariadb"):
            connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        elif self._kind == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            with suppress(sa.exc.ArgumentError, NotImplementedError):  # not every database has snapshots
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
        self._main = connection
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._main is not None:
            self._main.close()
        self._engine.dispose()

    def columns(self, relation: Relation) -> list[Found]:
        assert self._main is not None
        with self._main.exec_driver_sql(f"SELECT * FROM {self._sql(relation)} WHERE 1 = 0") as found:  # noqa: S608
            return [Found(str(name)) for name in list(found.keys())]

    def rows(self, relation: Relation, names: list[str], lists: list[str]) -> Iterator[pa.RecordBatch]:
        assert self._main is not None
        chosen = ", ".join(quoted(name, self._quote) for name in names)
        with self._main.exec_driver_sql(f"SELECT {chosen} FROM {self._sql(relation)}") as found:  # noqa: S608
            for rows in found.partitions(ROWS):
                columns = []
                for name, cells in zip(names, zip(*rows, strict=True), strict=True):
                    columns.append(list_array(cells) if name in lists else text_array(cells))
                yield pa.RecordBatch.from_arrays(columns, names)

    @property
    def _quote(self) -> str:
        return "`" if self._kind in ("mysql", "mariadb") else '"'

    def _sql(self, relation: Relation) -> str:
        return relation.sql(self._quote)
