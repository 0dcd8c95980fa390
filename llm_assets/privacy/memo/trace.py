"""What the index of known values was asked for while texts were redacted: words and normal forms, by the owner of the text.

Whoever knows all that was asked knows whether another index would have answered otherwise: only then may a text read otherwise
when it is redacted again. What is asked for in a second look, after a first replacement, is among it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.words import mix

if TYPE_CHECKING:
    from llm_assets.privacy.known import Scopes

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Marks = npt.NDArray[np.uint32]

NO_OWNER = -1  # asked for no text of anybody's: it counts for all of a shard
_WAITING = 1 << 20


def marks_of(keys: Keys) -> Marks:
    """32 bits of each key: that two keys have the same ones costs a redaction that was not needed, and nothing else."""
    marks: Marks = (mix(np.asarray(keys, dtype=np.uint64)) >> np.uint64(32)).astype(np.uint32)
    return marks


@dataclass
class Trace:
    """What was asked. Owners are ordinals; `asked` gives all, each mark of an owner once."""

    _pairs: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _lone: set[int] = field(default_factory=set)
    _waiting: int = 0

    def add(self, scopes: "Scopes", text: Any, keys: Keys) -> None:
        """Takes a note of keys asked for, each with the number of its text."""
        if not len(keys):
            return
        first, end = scopes.offset[:-1], scopes.offset[1:]
        owners = np.full(len(first), NO_OWNER, dtype=np.int64)
        owned = np.flatnonzero(end > first)
        owners[owned] = scopes.people[first[owned]]
        self._note(owners[text], marks_of(keys))

    def add_for_all(self, key: int) -> None:
        """Takes a note of a key that was asked for without a text."""
        self._lone.add(key)

    def asked(self) -> tuple[Ints, Marks]:
        """Owners and marks, sorted by both."""
        lone = marks_of(np.array(sorted(self._lone), dtype=np.uint64))
        self._note(np.full(len(lone), NO_OWNER, dtype=np.int64), lone)
        self._settle()
        pairs = self._pairs[0] if self._pairs else np.zeros(0, dtype=np.int64)
        return (pairs >> np.int64(32)), (pairs & np.int64(0xFFFFFFFF)).astype(np.uint32)

    def _note(self, owners: Ints, marks: Marks) -> None:
        # An ordinal has 32 bits at most, and NO_OWNER is the only negative one.
        self._pairs.append(np.unique((owners << np.int64(32)) | marks.astype(np.int64)))
        self._waiting += len(self._pairs[-1])
        if self._waiting > _WAITING:
            self._settle()

    def _settle(self) -> None:
        if len(self._pairs) > 1:
            self._pairs = [np.unique(np.concatenate(self._pairs))]
        self._waiting = 0


class Untraced:
    """Takes a note of nothing."""

    def add(self, scopes: "Scopes", text: Any, keys: Keys) -> None: ...

    def add_for_all(self, key: int) -> None: ...


UNTRACED = Untraced()


def grouped(owners: Ints, marks: Marks) -> Iterable[tuple[int, Marks]]:
    """(owner, marks) of what `asked` gives."""
    edges = np.flatnonzero(np.diff(owners)) + 1
    for first, end in zip([0, *edges.tolist()], [*edges.tolist(), len(owners)], strict=True):
        if end > first:
            yield int(owners[first]), marks[first:end]
