"""Databases as sources: one module a way of reading. Both tables are read in one transaction that writes nothing.

Only declared columns are asked for: what is not listed never leaves the database.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType

import pyarrow.compute as pc

from llm_assets.dataset.cells import BINARY, LISTS, one_each
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.databases.connection import Connection, Relation
from llm_assets.dataset.databases.trouble import told
from llm_assets.dataset.readers.batch import Batch, row_of
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings.databases import expanded
from llm_assets.settings.model import Interactions, Users

__all__ = ["Databases", "one_row"]


class Databases:
    """The open databases of a run: one connection a URL, so that both tables are seen at one moment."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[str, Connection] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def read(self, section: Users | Interactions, shape: Shape) -> Iterator[tuple[str, Batch]]:
        """The batches of one table, with the name that stands for it in reports.

        Whether the table is there and has the declared columns is seen at once; rows are read as they are asked for.
        Raises ConfigError for a driver or a variable that is missing, DatasetError for what the database refuses.
        """
        relation = Relation(section.table, section.query)
        where = f"[dataset.{shape.table}] {relation.shown}"
        with told(where):
            connection = self._connected(section.source, where)
            columns = connection.columns(relation)
        require(shape, [column.name for column in columns], relation.shown)
        binary = {column.name for column in columns if column.binary}
        # Of other columns bytes are dropped and counted; these would be lost, and what they hold stay in texts.
        if held := binary.intersection([shape.key, *filter(shape.holds_list, shape.columns)]):
            raise _binary(sorted(held), where)
        return self._batches(connection, relation, shape, [column.name for column in columns], where)

    def _connected(self, source: str, where: str) -> Connection:
        if source not in self._open:
            self._open[source] = self._stack.enter_context(_connect(_url(source, where), self._root))
        return self._open[source]

    def _batches(
        self, connection: Connection, relation: Relation, shape: Shape, names: list[str], where: str
    ) -> Iterator[tuple[str, Batch]]:
        wanted = list(dict.fromkeys(shape.names))
        if not wanted:  # the names alone are asked for, and most databases select no column less than one
            yield relation.shown, Batch(names, {}, range(0), partial(row_of, {}), size=0)
            return
        first = 1
        lists = [name for name in wanted if shape.holds_list(name)]
        with told(where):
            for found in connection.rows(relation, wanted, lists):
                columns = dict(zip(wanted, found.columns, strict=True))
                columns |= {name: one_each(columns[name]) for name in lists if columns[name].type != LISTS}
                if shape.key and pc.any(pc.equal(columns[shape.key], BINARY)).as_py():
                    raise _binary([shape.key], where)
                size = sum(array.nbytes for array in columns.values())
                rows = range(first, first + found.num_rows)
                yield relation.shown, Batch(names, columns, rows, partial(row_of, columns), size=size)
                first += found.num_rows


def one_row(source: str, query: str, root: Path, where: str) -> list[str]:
    """The row that a query gives, as texts; null is "". where: the setting of the query, for errors.

    Raises ConfigError for a driver or a variable that is missing, DatasetError for what the database refuses, or several rows.
    """
    relation = Relation(None, query)
    with told(where), _connect(_url(source, where), root) as connection:
        names = [column.name for column in connection.columns(relation)]
        rows = [row for batch in connection.rows(relation, names, []) for row in batch.to_pylist()]
    if len(rows) > 1:
        raise DatasetError("the query gives several rows", where=where, remedy="Let it give one row: max(…), count(*).")
    return [str(value or "") for row in rows for value in row.values()]


def _url(source: str, where: str) -> str:
    url, missing = expanded(source)
    if missing:
        raise ConfigError(
            f"the environment variable {missing[0]} is not set", where=where, remedy="Set it where the run is started."
        )
    return url


def _binary(names: list[str], where: str) -> DatasetError:
    return DatasetError(
        f"the columns {', '.join(map(repr, names))} hold binary data, where ids or identifiers are needed",
        where=where,
        remedy="Turn them into text in a query, such as encode(id, 'hex').",
    )


def _connect(url: str, root: Path) -> Connection:
    kind = url.partition("://")[0].partition("+")[0].lower()
    if kind in ("postgresql", "postgres"):
        from llm_assets.dataset.databases.postgres import Postgres

        return Postgres(url)
    if kind == "duckdb":
        from llm_assets.dataset.databases.duck import Duck

        return Duck(url, root)
    from llm_assets.dataset.databases.any import AnyDatabase

    return AnyDatabase(url, root)
