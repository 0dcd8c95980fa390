"""Train, validation and test: which users stand in which split.

A user goes where a keyed hash of the representative of its component falls: of the user with the least pseudonym among all who
are connected by conversations. So no conversation stands in two splits, each component falls by the shares alone, and a new
user moves nobody whose component keeps its representative; one that joins n others takes its place by a chance of 1 in n + 1.

Or, with `shared = "cut"`, every user goes where its own hash falls, a conversation where its least user is, and what users of
other splits have in it is cut: where conversations connect nearly everyone, there would be one component and one split.

What the tree needs is a pack of its own for each shard, whose part is the name of a split and whose body is a line of the index
of documents.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.documents.components import Numbers, edges, numbered, representatives
from llm_assets.documents.counters import TokenCounter
from llm_assets.documents.cuts import Cuts
from llm_assets.documents.lines import json_line
from llm_assets.documents.packs import SCHEMA, PackWriter, pack_path
from llm_assets.documents.paths import profile_path
from llm_assets.documents.spoken import NOBODY, Spoken, read_spoken
from llm_assets.errors import DatasetError
from llm_assets.settings.format_models import SPLITS, Splits

PACK = "splits"  # the name of the packs that hold the splits of the users
_NONE = np.zeros(0, np.int64)
_USER = SCHEMA.get_field_index("user")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The splits of all users of the stage `safe`.

    users: for each shard its pseudonyms, in order; splits: for each of them the number of its split in SPLITS; interactions:
    what each of them keeps. cuts: of each shard, what it has in conversations of other splits; cut: so many interactions.
    connected: users who share a conversation with others; largest: users in the largest component.
    """

    users: tuple[pa.Array, ...]
    splits: npt.NDArray[np.int8]
    interactions: Numbers
    cuts: tuple[Cuts, ...]
    cut: int
    connected: int
    largest: int


def assign(safe: Path, shares: Splits, draw: Callable[[str], float], cuts: Sequence[Cuts]) -> Assignment:
    """Gives every user of the stage `safe` a split.

    draw: a number in [0, 1) from a pseudonym, by the key; cuts: for each shard what is left out before, and connects nobody.
    Memory: about 40 bytes a user, and 120 for each conversation of a user while components are looked for.
    Raises DatasetError when a shard is missing.
    """
    users: list[pa.Array] = []
    spoken: list[Spoken] = []
    for shard, gone in enumerate(cuts):
        users.append(_users(safe / f"users-{shard:05d}.parquet"))
        spoken.append(read_spoken(safe / f"interactions-{shard:05d}.parquet", users[-1], gone))
    begins = np.cumsum([0, *map(len, users)])
    number, names = int(begins[-1]), pa.chunked_array(users, pa.string())
    owners = np.concatenate([_NONE, *(each.pairs["user"].to_numpy() + at for each, at in zip(spoken, begins, strict=False))])
    pairs = pa.concat_tables([NOBODY, *(each.pairs for each in spoken)])
    codes = numbered(pairs["conversation"])
    least = representatives(number, *edges(codes, owners))
    sizes = np.bincount(least, minlength=number)
    roots = np.arange(number) if shares.shared == "cut" else np.flatnonzero(sizes)
    splits = np.zeros(number, np.int8)
    splits[roots] = [split_of(draw(name), shares) for name in names.take(roots).to_pylist()]
    if shares.shared == "together":
        splits = splits[least]
    other = across(codes, owners, splits)
    interactions = np.concatenate([_NONE, *(each.interactions for each in spoken)])
    lost = pairs["interactions"].to_numpy()[other]
    np.subtract.at(interactions, owners[other], lost)
    shard_of = np.searchsorted(begins, owners[other], "right") - 1
    left = pa.Table.from_arrays(
        [names.take(owners[other]), pairs["conversation"].filter(pa.array(other))], names=["user", "conversation"]
    )
    made = (left.filter(pa.array(shard_of == shard)) for shard in range(len(users)))
    return Assignment(
        tuple(users),
        splits,
        interactions,
        tuple(Cuts.of(each["user"].to_pylist(), each["conversation"].to_pylist()) for each in made),
        int(lost.sum()),
        int(sizes[sizes > 1].sum()),
        int(sizes.max(initial=0)),
    )


def split_of(number: float, shares: Splits) -> int:
    """The split, as its number in SPLITS, of a number in [0, 1). The test comes first: no other share moves any of it."""
    if number < shares.test:
        return SPLITS.index("test")
    return SPLITS.index("validation" if number < shares.test + shares.validation else "train")


def across(codes: Numbers, owners: Numbers, splits: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    """Which pairs of a conversation and a user are of another split than the least user of the conversation."""
    first = np.full(int(codes.max(initial=-1)) + 1, len(splits))
    np.minimum.at(first, codes, owners)
    return np.asarray(splits[owners] != splits[first[codes]])


def _users(path: Path) -> pa.Array:
    try:
        return pa.concat_arrays(pq.read_table(path, columns=["user"], use_threads=False)["user"].chunks)
    except (FileNotFoundError, pa.ArrowInvalid):
        raise DatasetError(
            "a file of anonymized_users is missing or damaged", where=str(path), remedy="Materialize anonymized_users again."
        ) from None


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
) -> Members:
    """Writes the pack `splits-NNNNN.arrow` of each shard into the stage `documents`.

    left_out: users that no format has; documents: extension of each format that writes documents.
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
                members.interactions[split] += int(assignment.interactions[at])
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
        "shared": shares.shared,
        "cut_interactions": assignment.cut,
        "connected_users": assignment.connected,
        "largest_component": assignment.largest,
    }
