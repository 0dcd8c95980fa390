"""Which columns that are kept as they stand look like personal data all the same, told from a stage's files at every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from llm_assets.classify.column import Guess, guess
from llm_assets.classify.measure import Measured
from llm_assets.dataset.columns import Table
from llm_assets.settings.model import Dataset

_KEPT = ("attribute", "kind")
_PERSONAL = ("direct", "text", "html", "quasi", "sensitive")
_ROWS = 5_000
_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column that is kept, and what it looks like."""

    table: Table
    column: str
    guess: Guess

    def __str__(self) -> str:
        looks = self.guess.entity or self.guess.role
        return f"{self.table}.{self.column} looks like {looks}: {self.guess.reason}"


def doubts(raw: Path, dataset: Dataset) -> list[Doubt]:
    """Kept columns that look like personal data. raw: the folder of the raw shards; the first 5,000 rows are looked at, which
    are of random users, for shards lie in the order of pseudonyms."""
    return list(_doubts(raw, dataset))


def _doubts(raw: Path, dataset: Dataset) -> Iterator[Doubt]:
    tables: tuple[tuple[Table, dict[str, str]], ...] = (
        ("users", {name: each.role for name, each in dataset.users.columns.items()}),
        ("interactions", {name: each.role for name, each in dataset.interactions.columns.items()}),
    )
    for table, roles in tables:
        names = [name for name, role in roles.items() if role in _KEPT]
        for name, cells in cells_of(raw, table, names).items():
            found = guess(name, Measured.of(cells), table)
            if found.role in _PERSONAL and found.confidence >= _SURE:
                yield Doubt(table, name, found)


def cells_of(raw: Path, table: Table, names: list[str]) -> dict[str, list[str | None]]:
    """The first 5,000 cells of some columns of the raw shards."""
    cells: dict[str, list[str | None]] = {name: [] for name in names}
    for path in sorted(raw.glob(f"{table}-*.parquet")) if names else ():
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS, columns=[f"col:{name}" for name in names]):
                for name in names:
                    cells[name] += batch.column(f"col:{name}").to_pylist()
                if len(cells[names[0]]) >= _ROWS:
                    return cells
    return cells
