"""What the index of known values says to everybody, so that two of them can be compared: what differs touches only those texts
that asked for it.

What counts in one conversation only is no part of it: that belongs to the people of the conversation, and so to the fingerprint
of each text.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.known import Ints, Keys
from llm_assets.privacy.memo.trace import Marks, marks_of
from llm_assets.privacy.words import mix

_ARRAYS = ("keys", "says", "first", "last", "flags")


@dataclass(frozen=True, slots=True)
class IndexState:
    """keys: of all values hunted everywhere, sorted; says: what each means (whose it is, its entity, its need of capitals);
    first, last: marks of its first and its last word, or of the key itself where that is a normal form; flags: what the whole
    index is."""

    keys: Keys
    says: npt.NDArray[np.uint32]
    first: Marks
    last: Marks
    flags: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, entries: Any, people: Any, users: int, *, dated: bool) -> "IndexState":
        """entries: of the builder, merged; people: pseudonyms by ordinal (S24); users: ordinals from there on are no users."""
        owner = entries["owner"].astype(np.int64)
        names = people_keys(people, users)
        whose = np.where(owner >= 0, names[np.maximum(owner, 0)] if len(names) else np.uint64(0), owner.astype(np.uint64))
        kind = entries["entity"].astype(np.uint64) * np.uint64(2) + entries["capitals"].astype(np.uint64)
        said = mix(whose ^ mix(kind + np.uint64(1)))
        flags = np.array([dated, len(entries) > 0], dtype=bool)
        return cls(
            np.ascontiguousarray(entries["key"]),
            (said >> np.uint64(32)).astype(np.uint32),
            marks_of(entries["first"]),
            marks_of(entries["last"]),
            flags,
        )

    def save(self, folder: Path) -> None:
        """Writes the arrays into a folder, one file each."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "IndexState":
        """Raises OSError or ValueError when the arrays are missing or damaged."""
        return cls(**{name: np.load(folder / f"{name}.npy") for name in _ARRAYS})

    def difference(self, other: "IndexState") -> npt.NDArray[np.uint32] | None:
        """Rows of (first, last) of all values that one has and the other has not, or that mean something else there; None where
        the two answer differently as a whole."""
        if not np.array_equal(self.flags, other.flags):
            return None
        rows = [one._lacking(two) for one, two in ((self, other), (other, self))]
        return np.unique(np.concatenate(rows), axis=0)

    def _lacking(self, other: "IndexState") -> npt.NDArray[np.uint32]:
        place = np.minimum(np.searchsorted(other.keys, self.keys), max(len(other.keys) - 1, 0))
        same = np.zeros(len(self.keys), dtype=bool)
        if len(other.keys):
            same = (other.keys[place] == self.keys) & (other.says[place] == self.says)
        return np.stack((self.first[~same], self.last[~same]), axis=1)


def people_keys(people: Any, users: int) -> Keys:
    """A key of each pseudonym (S24), other for speakers than for users."""
    words = np.ascontiguousarray(people).view(np.uint64).reshape(len(people), 3) if len(people) else np.zeros((0, 3), np.uint64)
    keys = mix(words[:, 0] ^ mix(words[:, 1] ^ mix(words[:, 2] + np.uint64(7))))
    speaker: Ints = (np.arange(len(people)) >= users).astype(np.int64)
    return mix(keys + speaker.astype(np.uint64))


def touched(marks: Marks, changed: npt.NDArray[np.uint32]) -> bool:
    """Whether texts that asked for these marks (sorted) may have asked for something that changed."""
    if not len(changed) or not len(marks):
        return False
    first, last = (marks[np.minimum(np.searchsorted(marks, column), len(marks) - 1)] == column for column in changed.T)
    return bool(np.any(first & last))
