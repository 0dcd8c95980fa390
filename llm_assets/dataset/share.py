"""A small share of the data, for a look at what would be made of it: a few users, with the beginning of the interactions.

The other users are left out as erased people are: nothing of theirs is written, and their values are hunted all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from llm_assets.dataset.readers import Batch


@dataclass(frozen=True, slots=True)
class Share:
    """users: how many are kept, the first that come. rows: how many of users and of interactions are read at most."""

    users: int
    rows: tuple[int, int]

    def left_out(self, listed: Callable[[str], bool]) -> Callable[[str], bool]:
        """Whether an id is left out: one that is `listed` as erased, or comes when there are enough users."""
        kept: set[str] = set()

        def holds(key: str) -> bool:
            if listed(key) or (key not in kept and len(kept) >= self.users):
                return True
            kept.add(key)
            return False

        return holds


def beginning(batches: Iterator[tuple[str, Batch]], rows: int | None) -> Iterator[tuple[str, Batch]]:
    """The batches of the first so many rows; no more is read than the batch that they end in. None: all."""
    if rows is None:
        yield from batches
        return
    for name, batch in batches:
        taken = batch.rows[:rows]
        yield (
            name,
            replace(batch, columns={key: column.slice(0, len(taken)) for key, column in batch.columns.items()}, rows=taken),
        )
        rows -= len(taken)
        if rows <= 0:
            return
