"""Which columns of a table are read, and what each is by its role.

What does not belong here: reading cells (`cells`, `readers`).
"""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from llm_assets.errors import DatasetError
from llm_assets.settings.model import Column, CsvOptions, Interactions, Users

Table = Literal["users", "interactions"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The declared side of one table.

    key: the column that holds the user's id (`id` of users, `user` of interactions).
    columns: column -> its role, without the columns of role `drop`, in the order of the settings.
    dropped: the columns of role `drop`; they need not be in the source.
    allow_empty: whether there may be no row. explode: a field whose list elements are the rows.
    """

    table: Table
    key: str
    columns: Mapping[str, Column]
    dropped: frozenset[str]
    csv: CsvOptions
    allow_empty: bool = False
    explode: str | None = None

    @property
    def names(self) -> list[str]:
        """All columns that the source must have, the key first (unless it stands in the names of folders)."""
        return [*([self.key] if self.key else []), *self.columns]

    def holds_list(self, name: str) -> bool:
        """Whether a cell of the column may hold several values."""
        return name in self.columns and self.columns[name].role == "direct"

    def named(self, *roles: str) -> list[str]:
        """Columns of the given roles, in the order of the settings."""
        return [name for name, column in self.columns.items() if column.role in roles]


def shape_of(section: Users | Interactions) -> Shape:
    """The shape that a section of the settings declares."""
    table: Table = "users" if isinstance(section, Users) else "interactions"
    return Shape(
        table=table,
        key=section.id if isinstance(section, Users) else section.user,
        columns={name: column for name, column in section.columns.items() if column.role != "drop"},
        dropped=frozenset(name for name, column in section.columns.items() if column.role == "drop"),
        csv=section.csv,
        allow_empty=section.allow_empty,
        explode=section.explode if isinstance(section, Interactions) else None,
    )


def require(shape: Shape, found: Iterable[str], file: str) -> None:
    """Raises DatasetError when a file lacks a declared column, or names it twice.

    found: the column names of the file, as often as they occur. Only names close to the missing one are shown: a file without a
    header has values in their place.
    """
    counts = Counter(list(found))
    for name in shape.names:
        if counts[name] > 1:
            raise DatasetError(
                f"column {name!r} occurs {counts[name]} times in {file}",
                where=f"[dataset.{shape.table}]",
                remedy="Give each declared column a name of its own.",
            )
        if not counts[name]:
            near = difflib.get_close_matches(name, counts, n=3, cutoff=0.6)
            near += [other for other in counts if other.strip().casefold() == name.strip().casefold() and other not in near]
            hint = f"Nearest: {', '.join(repr(n) for n in near)}." if near else "No column has a similar name."
            raise DatasetError(
                f"column {name!r} is not in {file}, which has {len(counts)} columns",
                where=f"[dataset.{shape.table}]",
                remedy=f"{hint} Correct the settings, or the source.",
            )


def unlisted(shape: Shape, found: Collection[str]) -> list[str]:
    """Columns that the source has and the settings do not name, sorted: they are dropped."""
    return sorted(set(found) - set(shape.names) - shape.dropped)
