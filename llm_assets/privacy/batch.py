"""A batch of texts for the redactor, with what is known of where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from llm_assets.privacy.known import Scopes

_EVERYONE = 0
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Batch:
    """Texts with what is known of where they stand.

    before: the message before each in its conversation ("" if unknown). scopes: people of its conversation, owner first.
    owners: scope of tag codes; conversations: scope of PERSON codes. names: by ordinal, the words of a person's names
    whose typos are looked for in texts of their own. left: by text, the kinds that stay where they are found by form.
    """

    texts: Sequence[str]
    before: Sequence[str]
    scopes: Scopes
    owners: Sequence[str]
    conversations: Sequence[str]
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    left: Sequence[frozenset[str]] = ()

    @classmethod
    def of(cls, texts: Sequence[str], before: Sequence[str] | None = None) -> "Batch":
        """Texts of nobody in particular."""
        count = len(texts)
        scopes = Scopes(np.arange(count + 1, dtype=np.int64), np.full(count, _EVERYONE, dtype=np.int64))
        return cls(texts, before if before is not None else [""] * count, scopes, [""] * count, [""] * count)

    def left_in(self, index: int) -> frozenset[str]:
        """The kinds that stay in a text."""
        return self.left[index] if self.left else _NOTHING

    def picked(self, indices: Sequence[int], texts: Sequence[str]) -> "Batch":
        """Some of the texts, as they read now."""
        return Batch(
            texts,
            [self.before[index] for index in indices],
            self.scopes.picked(indices),
            [self.owners[index] for index in indices],
            [self.conversations[index] for index in indices],
            self.names,
            [self.left[index] for index in indices] if self.left else (),
        )
