"""Train, validation and test: which users stand in which split.

A user goes where a keyed hash of the representative of its component falls: of the user with the least pseudonym among all who
are connected by conversations. So no conversation stands in two splits, each component falls by the shares alone, and a new
user moves nobody whose component keeps its representative; one that joins n others takes its place by a chance of 1 in n + 1.

The packs of documents do not depend on the splits. What the tree needs is a pack of its own for each shard, whose part is the
name of a split and whose body is a line of the index of documents.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.documents.components import Numbers, edges, representatives
from llm_assets.documents.counters import TokenCounter
from llm_assets.documents.lines import json_line
from llm_assets.documents.packs import SCHEMA, PackWriter, pack_path
from llm_assets.documents.paths import profile_path
from llm_assets.errors import DatasetError
from llm_assets.settings.format_models import SPLITS, Splits

PACK = "splits"  # the name of the packs that hold the splits of the users
_ROWS = 100_000
_USER = SCHEMA.get_field_index("user")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The splits of all users of the stage `safe`.

    users: for each shard its pseudonyms, in order; splits: for each of them the number of its split in SPLITS. connected: users
    who share a conversation with others; largest: users in the largest component; interactions: for each user.
    """

    users: tuple[pa.Array, ...]
    splits: npt.NDArray[np.int8]
    interactions: Numbers
    connected: int
    largest: int


def assign(safe: Path, shards: int, shares: Splits, draw: Callable[[str], float]) -> Assignment:
    """Gives every user of the stage `safe` a split. draw: a number in [0, 1) from a pseudonym, by the key.

    Memory: about 40 bytes a user, and 80 for each conversation of a user while components are looked for.
    Raises DatasetError when a shard is missing.
    """
    users: list[pa.Array] = []
    pairs: list[pa.Table] = []
    counts: list[Numbers] = [np.zeros(0, np.int64)]
    before = 0
    for shard in range(shards):
        names = _column(safe / f"users-{shard:05d}.parquet", "user")
        found, each = _conversations(safe / f"interactions-{shard:05d}.parquet", names)
        pairs.append(found.set_column(0, "user", pc.add(found["user"], before)))
        users.append(names)
        counts.append(each)
        before += len(names)
    table = pa.concat_tables(pairs) if pairs else _NO_PAIRS
    owners = table["user"].to_numpy().astype(np.int64)
    least = representatives(before, *edges(table["conversation"], owners))
    sizes = np.bincount(least, minlength=before)
    names = pa.chunked_array(users, pa.string())
    roots = np.flatnonzero(sizes)
    drawn = np.zeros(before, np.int8)
    drawn[roots] = [split_of(draw(name), shares) for name in names.take(roots).to_pylist()]
    connected = int(sizes[sizes > 1].sum())
    return Assignment(tuple(users), drawn[least], np.concatenate(counts), connected, int(sizes.max(initial=0)))


def split_of(number: float, shares: Splits) -> int:
    """The split, as its number in SPLITS, of a number in [0, 1). The test comes first: no other share moves any of it."""
    if number < shares.test:
        return SPLITS.index("test")
    return SPLITS.index("validation" if number < shares.test + shares.validation else "train")


_PAIRS = pa.schema([("user", pa.int64()), ("conversation", pa.string())])
_NO_PAIRS = pa.Table.from_batches([], schema=_PAIRS)  # empty_table(), and pa.table(), would load pandas


def _column(path: Path, name: str) -> pa.Array:
    try:
        column = pq.read_table(path, columns=[name], use_threads=False)[name].combine_chunks()
    except (FileNotFoundError, pa.ArrowInvalid):
        raise DatasetError(
            "a file of anonymized_users is missing or damaged", where=str(path), remedy="Materialize anonymized_users again."
        ) from None
    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column


def _conversations(path: Path, users: pa.Array) -> tuple[pa.Table, Numbers]:
    """Each (number of a user in its shard, conversation) once a batch, and the number of interactions of each user."""
    found, counts = [_NO_PAIRS], np.zeros(len(users), np.int64)
    for table in _spoken(path, users):
        counts += np.bincount(table["user"].to_numpy(), minlength=len(users))
        found.append(table.filter(pc.is_valid(table["conversation"])).group_by(["user", "conversation"]).aggregate([]))
    return pa.concat_tables(found), counts


def distinct_conversations(path: Path, users: pa.Array) -> pa.Table:
    """Each (number of one of these users, conversation) in a shard of `safe`; users that are not among them are passed over."""
    found = [_NO_PAIRS]
    for table in _spoken(path, users):
        known = table.filter(pc.and_(pc.is_valid(table["conversation"]), pc.is_valid(table["user"])))
        found.append(known.group_by(["user", "conversation"]).aggregate([]))
    return pa.concat_tables(found)


def _spoken(path: Path, users: pa.Array) -> Iterator[pa.Table]:
    with pq.ParquetFile(path) as file:
        named = "conversation" in file.schema_arrow.names
        for batch in file.iter_batches(_ROWS, columns=["user", "conversation"][: 1 + named], use_threads=False):
            owners = pc.index_in(batch["user"], value_set=users).cast(pa.int64())
            conversations = batch["conversation"].cast(pa.string()) if named else pa.nulls(len(owners), pa.string())
            yield pa.Table.from_arrays([owners, conversations], schema=_PAIRS)


@dataclass(slots=True)
class Members:
    """What the splits hold. users, interactions: split -> number."""

    users: Counter[str] = field(default_factory=Counter)
    interactions: Counter[str] = field(default_factory=Counter)


def write_splits(
    folder: Path,
    assignment: Assignment,
    left_out: frozenset[str],
    documents: Mapping[str, str],
    counter: TokenCounter,
    cut: Mapping[str, int],
) -> Members:
    """Writes the pack `splits-NNNNN.arrow` of each shard into the stage `documents`.

    left_out: users that no format has; documents: extension of each format that writes documents; cut: number of interactions
    of a user that no format has.
    """
    members, at = Members(), 0
    for shard, users in enumerate(assignment.users):
        counts = [(extension, _parts(pack_path(folder, name, shard))) for name, extension in documents.items()]
        rows: dict[str, list[str]] = {name: [] for name in SPLITS}
        for user in users.to_pylist():
            if user not in left_out:
                split = SPLITS[assignment.splits[at]]
                rows[split].append(user)
                members.users[split] += 1
                members.interactions[split] += int(assignment.interactions[at]) - cut.get(user, 0)
            at += 1
        with PackWriter(pack_path(folder, PACK, shard), counter) as pack:
            for split, chosen in rows.items():
                for user in chosen:
                    line = json_line({"user": user, "documents": list(_paths(user, counts))})
                    pack.add(user, [(split, line, line.encode())])
    return members


def _parts(pack: Path) -> Counter[str]:
    """The number of documents of each user in a pack."""
    counts: Counter[str] = Counter()
    with pa.memory_map(str(pack)) as source:
        reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(use_threads=False, included_fields=[_USER]))
        for number in range(reader.num_record_batches):
            counts.update(reader.get_batch(number).column(0).to_pylist())
    return counts


def _paths(user: str, counts: Sequence[tuple[str, Counter[str]]]) -> Iterator[str]:
    for extension, number in counts:
        yield from (profile_path(user, extension, each + 1) for each in range(number[user]))


def told(assignment: Assignment, members: Members, shares: Splits) -> dict[str, Any]:
    """What the report of the stage says of the splits."""
    wanted = [name for name in SPLITS if getattr(shares, name)]
    return {
        "shares": {name: getattr(shares, name) for name in wanted},
        "users": {name: members.users[name] for name in wanted},
        "interactions": {name: members.interactions[name] for name in wanted},
        "connected_users": assignment.connected,
        "largest_component": assignment.largest,
    }
