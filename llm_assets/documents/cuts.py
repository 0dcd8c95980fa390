"""Interactions that are left out of every format, by user and conversation."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch, texts
from llm_assets.work import secure_open

_NOWHERE = ""  # in the place of a conversation, for interactions that belong to none
_KEYS = pa.schema([("key", pa.string())])


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is left out of one shard. keys: `user conversation`, sorted."""

    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, users: Iterable[str], conversations: Iterable[str | None]) -> "Cuts":
        """Of pairs of a user and a conversation; None: what the user has outside of any."""
        pairs = zip(users, conversations, strict=True)
        return cls(tuple(sorted({f"{user} {conversation or _NOWHERE}" for user, conversation in pairs})))

    def __or__(self, other: "Cuts") -> "Cuts":
        return Cuts(tuple(sorted({*self.keys, *other.keys})))

    def keep(self, users: pa.Array, conversations: pa.Array) -> pa.Array:
        """Which of some interactions stay, as booleans."""
        keys = pc.binary_join_element_wise(users, pc.fill_null(conversations, _NOWHERE), " ")
        return pc.invert(pc.is_in(keys, value_set=pa.array(self.keys, pa.string())))

    def apply(self, batch: RecordBatch) -> RecordBatch:
        """The batch without these interactions; all its users stay."""
        if not self.keys or not batch.interactions.num_rows:
            return batch
        kept = self.keep(batch.interactions.column("user"), texts(batch.interactions, "conversation"))
        left = np.asarray(kept.to_numpy(zero_copy_only=False), dtype=bool)
        sizes = np.bincount(batch.owner[left], minlength=batch.users.num_rows)
        return RecordBatch(batch.users, batch.interactions.filter(kept), np.concatenate(([0], np.cumsum(sizes))))

    def write(self, folder: Path, shard: int) -> None:
        """Notes them in the stage `documents`, for what is read again from the stage before."""
        with secure_open(_path(folder, shard)) as file, pa.ipc.new_file(file, _KEYS) as writer:
            writer.write_batch(pa.record_batch([pa.array(self.keys, pa.string())], schema=_KEYS))

    @classmethod
    def read(cls, folder: Path, shard: int) -> "Cuts":
        """Those that were noted; none where nothing was."""
        if not _path(folder, shard).exists():
            return NO_CUTS
        with pa.memory_map(str(_path(folder, shard))) as file:
            return cls(tuple(pa.ipc.open_file(file).read_all()["key"].to_pylist()))


def _path(folder: Path, shard: int) -> Path:
    return folder / f"cuts-{shard:05d}.arrow"


NO_CUTS = Cuts()
