"""PostgreSQL: every value in the server's own text, in one snapshot (REPEATABLE READ, READ ONLY).

psycopg opens the transaction; the rows come through ADBC where it is installed (Arrow batches straight from COPY), in the same
snapshot, else through a server-side cursor.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from types import TracebackType
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import make_url

from llm_assets.dataset.cells import BINARY, exact_json, list_array, null_if_empty
from llm_assets.dataset.databases.connection import ROWS, Found, Relation, quoted

_BYTEA, _JSON, _JSONB = 17, 114, 3802
# Texts that do not depend on the server's settings.
_SETTINGS = ("SET TIME ZONE 'UTC'", "SET DATESTYLE TO ISO", "SET INTERVALSTYLE TO iso_8601", "SET extra_float_digits TO 1")
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Postgres:
    """A connection. url: as SQLAlchemy takes it; what it leaves out comes from libpq's variables and ~/.pgpass."""

    def __init__(self, url: str) -> None:
        self._dsn = _dsn(url)
        self._main: Any = None
        self._fast: Any = None
        self._nested: set[str] = set()
        self._binary: set[str] = set()

    def __enter__(self) -> "Postgres":
        with ExitStack() as stack:
            self._main = stack.enter_context(closing(psycopg.connect(self._dsn, autocommit=True)))
            for statement in (*_SETTINGS, _BEGIN):
                self._main.execute(statement)
            stack.pop_all()  # open until __exit__
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if self._fast is not None:
                self._fast.close()
        finally:
            self._main.close()

    def columns(self, relation: Relation) -> list[Found]:
        with self._main.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {relation.sql()} LIMIT 0")  # noqa: S608
            kinds = {column.name: column.type_code for column in cursor.description}
            cursor.execute(
                "SELECT oid FROM pg_catalog.pg_type WHERE oid = ANY(%s) AND typcategory = 'A'", (list(kinds.values()),)
            )
            arrays = {row[0] for row in cursor.fetchall()}
        self._nested |= {name for name, kind in kinds.items() if kind in arrays or kind in (_JSON, _JSONB)}
        self._binary |= {name for name, kind in kinds.items() if kind == _BYTEA}
        return [Found(name, kind == _BYTEA, name in self._nested) for name, kind in kinds.items()]

    def rows(self, relation: Relation, names: list[str], lists: list[str]) -> Iterator[pa.RecordBatch]:
        nested = [name for name in names if name in self._nested]
        chosen = [f"{self._as_text(quoted(name), name)} AS {quoted(name)}" for name in names]
        statement = f"SELECT {', '.join(chosen)} FROM {relation.sql()}"  # noqa: S608
        for batch in self._texts(statement, names):
            columns = [
                list_array(map(_parsed, column.to_pylist())) if name in nested and name in lists else null_if_empty(column)
                for name, column in zip(names, batch.columns, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, names)

    def _as_text(self, column: str, name: str) -> str:
        if name in self._binary:  # the bytes need not leave the server
            return f"CASE WHEN length({column}) > 0 THEN '{BINARY}' END"
        return f"to_json({column})::text" if name in self._nested else f"{column}::text"

    def _texts(self, statement: str, names: list[str]) -> Iterator[pa.RecordBatch]:
        try:
            from adbc_driver_postgresql import dbapi
        except ModuleNotFoundError:
            yield from self._by_cursor(statement, names)
            return
        if self._fast is None:
            self._fast = dbapi.connect(_uri(self._dsn), autocommit=True)
            snapshot = self._main.execute("SELECT pg_export_snapshot()").fetchone()[0]
            with self._fast.cursor() as cursor:
                for text in (*_SETTINGS, _BEGIN, f"SET TRANSACTION SNAPSHOT '{snapshot}'"):
                    cursor.execute(text)
        with self._fast.cursor() as cursor:
            cursor.execute(statement)
            for batch in cursor.fetch_record_batch():
                for first in range(0, batch.num_rows, ROWS):
                    part = batch.slice(first, ROWS)
                    yield pa.RecordBatch.from_arrays([pc.cast(column, pa.string()) for column in part.columns], names)

    def _by_cursor(self, statement: str, names: list[str]) -> Iterator[pa.RecordBatch]:
        with self._main.cursor(name="llm_assets_rows") as cursor:
            cursor.itersize = ROWS
            cursor.execute(statement)
            while rows := cursor.fetchmany(ROWS):
                yield pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], names)


def _parsed(text: str | None) -> Any:
    return None if text is None else exact_json(text)


def _dsn(url: str) -> str:
    parts = make_url(url)
    given = {
        "host": parts.host,
        "port": parts.port,
        "user": parts.username,
        "password": parts.password,
        "dbname": parts.database,
        **{name: value if isinstance(value, str) else ",".join(value) for name, value in parts.query.items()},
    }
    return psycopg.conninfo.make_conninfo("", **{name: value for name, value in given.items() if value})


def _uri(dsn: str) -> str:
    """libpq's key words as a URI, which is what ADBC takes."""
    from urllib.parse import urlencode

    return f"postgresql:///?{urlencode(psycopg.conninfo.conninfo_to_dict(dsn))}"
