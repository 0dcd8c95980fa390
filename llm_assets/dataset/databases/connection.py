"""What every way of reading a database gives."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

ROWS = 20_000  # of a batch


@dataclass(frozen=True, slots=True)
class Relation:
    """A table (with its schema before a dot, where it has one) or a query: one of them."""

    table: str | None
    query: str | None

    @property
    def shown(self) -> str:
        """What stands for it in reports: a query may hold values."""
        return f"table {self.table}" if self.table is not None else "query"

    def sql(self, quote: str = '"') -> str:
        """What stands behind FROM."""
        if self.table is not None:
            return ".".join(quoted(part, quote) for part in self.table.split("."))
        return f"({(self.query or '').strip().rstrip(';')}) AS source_rows"


@dataclass(frozen=True, slots=True)
class Found:
    """A column of the database. binary: its values are bytes, no text; nested: its values are lists or objects."""

    name: str
    binary: bool = False
    nested: bool = False


class Connection(AbstractContextManager["Connection"], Protocol):
    """A connection that reads in one transaction. Closed when its context ends."""

    def columns(self, relation: Relation) -> list[Found]:
        """All columns, in their order."""

    def rows(self, relation: Relation, names: list[str], lists: list[str]) -> Iterator[pa.RecordBatch]:
        """The rows as exact text (null for the empty text, BINARY for bytes), in the order of `names`; `lists` may be lists."""


def quoted(name: str, quote: str = '"') -> str:
    """A name of SQL."""
    return f"{quote}{name.replace(quote, quote * 2)}{quote}"
