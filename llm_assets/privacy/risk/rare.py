"""Rare events: kinds and items (values of `attribute` columns of interactions) that fewer than k users have."""

# ruff: noqa: S608 (only quoted literals of our own files and names come into a query)

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llm_assets.dataset.order import literal, sorting
from llm_assets.privacy.generalize import OTHER
from llm_assets.settings.model import Dataset


def fingerprint(value: str) -> int:
    """64 bits of a value: a set of millions of values is 8 bytes each."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class RareEvents:
    """common: column -> sorted fingerprints of the values that k users or more have. action: what becomes of the others."""

    common: Mapping[str, npt.NDArray[np.uint64]]
    action: str

    def is_rare(self, column: str, value: str | None) -> bool:
        """Whether fewer than k users have a value; no value is not rare."""
        if value is None or column not in self.common:
            return False
        known, sought = self.common[column], np.uint64(fingerprint(value))
        place = int(np.searchsorted(known, sought))
        return place == len(known) or known[place] != sought

    def published(self, column: str, value: str | None) -> str | None:
        """What stands in the place of a value."""
        return OTHER if self.action == "generalize" and self.is_rare(column, value) else value

    def replaced(self, column: str, values: Sequence[str | None]) -> tuple[list[str | None], int]:
        """What stands in the place of the values of a column, and of how many something else."""
        known = {value: self.published(column, value) for value in set(values)}
        return [known[value] for value in values], sum(known[value] != value for value in values)

    def lost(self, rows: Mapping[str, Sequence[Any]], count: int) -> list[bool]:
        """Which rows are cut. rows: of a raw shard, by its names of columns; count: how many there are."""
        gone = [False] * count
        for column in self.common if self.action == "cut" else ():
            values = rows[f"col:{column}"]
            rare = {value: self.is_rare(column, value) for value in set(values)}
            gone = [already or rare[value] for already, value in zip(gone, values, strict=True)]
        return gone

    def save(self, folder: Path) -> None:
        """Writes the fingerprints, one file a column by number, for all shards to share."""
        for number, values in enumerate(self.common.values()):
            np.save(folder / f"common-{number}.npy", values)

    @classmethod
    def load(cls, folder: Path, columns: Sequence[str], action: str) -> "RareEvents":
        """What `save` wrote, mapped into memory. columns: in the order in which they were saved."""
        return cls({name: np.load(folder / f"common-{i}.npy", mmap_mode="r") for i, name in enumerate(columns)}, action)


def rare_columns(dataset: Dataset) -> list[str]:
    """The columns of interactions whose values are counted: the kind first."""
    columns = dataset.interactions.columns
    return [name for role in ("kind", "attribute") for name, column in columns.items() if column.role == role]


def find_rare(raw: Path, dataset: Dataset, k: int, action: str, scratch: Path) -> tuple[RareEvents, dict[str, Any]]:
    """Counts users by value, in bounded memory (what does not fit is spilled to `scratch`, a folder that exists).

    Returns the common values, and the figures {"k", "kinds", "items", "interactions", "action"}: numbers of rare values, and of
    interactions with one or more of them.
    Raises OutputError when there is no room to spill.
    """
    columns = rare_columns(dataset)
    common: dict[str, npt.NDArray[np.uint64]] = {}
    rare: dict[str, int] = {}
    interactions = 0
    source = f"read_parquet({literal(str(raw / 'interactions-*.parquet'))})"
    with sorting(scratch) as connection:
        conditions = []
        for number, name in enumerate(columns):
            column = _quoted(f"col:{name}")
            connection.execute(
                f"CREATE TABLE v{number} AS SELECT value, count(*) >= {int(k)} AS often FROM"
                f" (SELECT DISTINCT ordinal, {column} AS value FROM {source} WHERE {column} IS NOT NULL) GROUP BY value"
            )
            (rare[name],) = connection.sql(f"SELECT count(*) FROM v{number} WHERE NOT often").fetchall()[0]
            found: list[int] = []
            for batch in connection.sql(f"SELECT value FROM v{number} WHERE often").to_arrow_reader(50_000):
                found += map(fingerprint, batch.column(0).to_pylist())
            common[name] = np.sort(np.array(found, np.uint64))
            if rare[name]:
                conditions.append(f"{column} IN (SELECT value FROM v{number} WHERE NOT often)")
        if conditions:
            query = f"SELECT count(*) FROM {source} WHERE {' OR '.join(conditions)}"
            (interactions,) = connection.sql(query).fetchall()[0]
    kinds = {name for name, column in dataset.interactions.columns.items() if column.role == "kind"}
    figures = {
        "k": k,
        "kinds": sum(count for name, count in rare.items() if name in kinds),
        "items": sum(count for name, count in rare.items() if name not in kinds),
        "interactions": interactions,
        "action": action,
    }
    return RareEvents(common, action), figures


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
