"""The document packs: Arrow IPC files, one per format and shard, read batch by batch."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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


def count_part(pack: Path, part: str) -> int:
    """Number of pieces of one part in a pack."""
    return sum(int(pc.sum(pc.equal(batch["part"], part)).as_py() or 0) for batch in batches(pack, ["part"]))


def users(packs: Iterable[Path], part: str) -> Iterator[str]:
    """The pseudonyms that have a piece of a part, in the order of the packs."""
    for pack in packs:
        for batch in batches(pack, ["part", "user"]):
            yield from batch.filter(pc.equal(batch["part"], part))["user"].to_pylist()


def pieces(pack: Path, part: str, skip: int, take: int) -> Iterator[Any]:
    """Batches with the columns body and tokens of `take` pieces of one part, after the first `skip` of them."""
    for batch in batches(pack, ["part", "body", "tokens"]):
        chosen = batch.filter(pc.equal(batch["part"], part))
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
