"""Interactions that are left out of every format, by user and conversation."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch, texts

_NOWHERE = ""  # in the place of a conversation, for interactions that belong to none


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is left out of one shard. keys: `user conversation`, sorted."""

    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, users: Iterable[str], conversations: Iterable[str | None]) -> "Cuts":
        """Of pairs of a user and a conversation; None: what the user has outside of any."""
        pairs = zip(users, conversations, strict=True)
        return cls(tuple(sorted(f"{user} {conversation or _NOWHERE}" for user, conversation in pairs)))

    def apply(self, batch: RecordBatch) -> RecordBatch:
        """The batch without these interactions; all its users stay."""
        if not self.keys or not batch.interactions.num_rows:
            return batch
        conversations = pc.fill_null(texts(batch.interactions, "conversation"), _NOWHERE)
        keys = pc.binary_join_element_wise(batch.interactions.column("user"), conversations, " ")
        kept = pc.invert(pc.is_in(keys, value_set=pa.array(self.keys, pa.string())))
        left = np.asarray(kept.to_numpy(zero_copy_only=False), dtype=bool)
        sizes = np.bincount(batch.owner[left], minlength=batch.users.num_rows)
        return RecordBatch(batch.users, batch.interactions.filter(kept), np.concatenate(([0], np.cumsum(sizes))))


NO_CUTS = Cuts()
