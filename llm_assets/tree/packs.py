"""The document packs: Arrow IPC files, one per format and shard, read batch by batch."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.splits import PACK
from llm_assets.errors import DatasetError


def batches(pack: Path, columns: Sequence[str]) -> Iterator[Any]:
    """The record batches of a pack with some of its columns; the others are not even decompressed.

    Raises DatasetError when the pack is missing or damaged.
    """
    try:
        with pa.memory_map(str(pack)) as source:
            schema = pa.ipc.open_file(source).schema
            wanted = [schema.get_field_index(name) for name in columns]
            options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=wanted)
            reader = pa.ipc.open_file(source, options=options)
            for index in range(reader.num_record_batches):
                yield reader.get_batch(index)
    except (FileNotFoundError, pa.ArrowInvalid):
        raise DatasetError(
            "a pack of documents is missing or damaged", where=str(pack), remedy="Materialize formatted_documents again."
        ) from None


def beside(pack: Path) -> Path:
    """The pack that says in which splits the users of a pack stand."""
    return pack.with_name(f"{PACK}-{pack.stem.rpartition('-')[2]}.arrow")


def members(pack: Path, split: str) -> Any | None:
    """The users of a split in the shard of a pack; None, which is all, where the split has no name."""
    if not split:
        return None
    return pa.array(users([beside(pack)], split), pa.string())


def count_part(pack: Path, part: str, split: str = "") -> int:
    """Number of pieces of one part (and split) in a pack."""
    among = members(pack, split)
    columns = ["part"] if among is None else ["part", "user"]
    return sum(int(pc.sum(_wanted(batch, part, among)).as_py() or 0) for batch in batches(pack, columns))


def _wanted(batch: Any, part: str, among: Any | None) -> Any:
    found = pc.equal(batch["part"], part)
    return found if among is None else pc.and_(found, pc.is_in(batch["user"], value_set=among))


def users(packs: Iterable[Path], part: str) -> Iterator[str]:
    """The pseudonyms that have a piece of a part, in the order of the packs."""
    for pack in packs:
        for batch in batches(pack, ["part", "user"]):
            yield from batch.filter(pc.equal(batch["part"], part))["user"].to_pylist()


def pieces(pack: Path, part: str, skip: int, take: int, split: str = "") -> Iterator[Any]:
    """Batches with the columns body and tokens of `take` pieces of one part (and split), after the first `skip` of them."""
    among = members(pack, split)
    columns = ["part", "body", "tokens"] if among is None else ["part", "user", "body", "tokens"]
    for batch in batches(pack, columns):
        chosen = batch.filter(_wanted(batch, part, among))
        if skip >= chosen.num_rows:
            skip -= chosen.num_rows
            continue
        chosen = chosen.slice(skip, take)
        skip, take = 0, take - chosen.num_rows
        yield chosen
        if not take:
            return


def joined(bodies: Any) -> memoryview:
    """The bytes of a large_binary array one behind the other, without a copy: that is how Arrow keeps them."""
    _, offsets, data = bodies.buffers()
    ends = np.frombuffer(offsets, np.int64)
    return memoryview(data)[int(ends[bodies.offset]) : int(ends[bodies.offset + len(bodies)])]
