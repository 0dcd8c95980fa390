"""People who asked to be erased: their rows are read, kept apart until their values were hunted, and never written to a shard.

What does not belong here: the list itself, and what becomes of mentions. Those are `privacy`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pyarrow as pa

from llm_assets.dataset.columns import Shape
from llm_assets.dataset.readers import Batch
from llm_assets.dataset.rows import Rows


@dataclass(frozen=True)
class Erasing:
    """Who is to be left out. listed: whether an id is on the list of erased ids. requested: the ids of this request, as they
    are in the source. pseudonym: of an id, as it was when the user was still published."""

    listed: Callable[[str], bool]
    requested: frozenset[str]
    pseudonym: Callable[[str], str]


@dataclass
class Erased:
    """The erased people of one run. None of their ids may be given a lasting code: it would name them again.

    users, interactions: where their rows go, in the scratch folder. seen: ids that the source holds, as user, owner or foreign
    key. with_row: those of the table of users.
    """

    erasing: Erasing
    users: Rows
    interactions: Rows
    seen: set[str] = field(default_factory=set)
    with_row: set[str] = field(default_factory=set)

    def holds(self, key: str) -> bool:
        """Whether an id of the source belongs to someone erased."""
        if key not in self.seen:
            if not self.erasing.listed(key):
                return False
            self.seen.add(key)
        return True

    def pseudonym(self, key: str) -> str:
        """The pseudonym that may stand nowhere any more."""
        return self.erasing.pseudonym(key)

    def unnamed(self, shape: Shape, name: str, column: pa.Array) -> pa.Array:
        """The column of a table of users without foreign keys to erased people; other columns as they are."""
        if shape.columns[name].role != "user":
            return column
        return pa.array([None if key is not None and self.holds(key) else key for key in column.to_pylist()], pa.string())

    def named(self, shape: Shape, batch: Batch) -> None:
        """Takes a note of the erased people that a batch of interactions names by foreign key."""
        for name in shape.named("user"):
            for key in batch.columns[name].unique().to_pylist():
                if key is not None:
                    self.holds(key)

    def without_row(self) -> list[str]:
        """Ids that have no row of their own, and may be named all the same: of foreign keys, and of the request."""
        return sorted((self.seen | self.erasing.requested) - self.with_row)

    def found(self, ids: Collection[str]) -> int:
        """How many of some ids the source holds."""
        return len(self.seen.intersection(ids))
