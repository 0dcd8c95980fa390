"""The check that no user and no conversation stands in two splits, read from the files of the tree.

Where a file names users and conversations, they are taken from there. Conversations for fine-tuning name nobody: of these, the
bytes of each split must be those that the users of this split have in the packs. Conversations that no file names, as those
inside of documents, are taken from the records that the documents were made from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.compute import map_shards
from llm_assets.documents.cuts import Cuts
from llm_assets.documents.splits import PACK
from llm_assets.documents.spoken import read_spoken as read_pairs
from llm_assets.tree import packs
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.manifest import MANIFEST, read_head
from llm_assets.tree.plan import FormatPlan, TreePlan, file_part
from llm_assets.tree.stage import POOL_BYTES, StagedTree

NAME = "splits_disjoint"
_ROWS = 20_000
_READ = 1_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """Who and what stands in one split, each once. unreadable: records that could not be read."""

    split: str
    users: Any
    conversations: Any
    unreadable: int = 0


def check_splits(staged: StagedTree, processes: int = 1) -> Iterator[CheckResult]:
    """The one check, `splits_disjoint`.

    Memory: about 30 bytes for each user and each conversation, once for every file that names it.
    """
    plan = staged.plan
    if not plan.splits:
        yield CheckResult(NAME, True, "splits are off: there is nothing to compare", {"splits": 0})
        return
    workers = processes if staged.bytes >= POOL_BYTES else 1
    named = map_shards(read_named, list(_files(staged)), workers)
    shards = range(plan.shards if plan.records else 0)
    named += chain.from_iterable(map_shards(read_spoken, [(plan, shard) for shard in shards], workers))
    users = {split: _merged(each.users for each in named if each.split == split) for split in plan.split_names}
    spoken = {split: _merged(each.conversations for each in named if each.split == split) for split in plan.split_names}
    counts: dict[str, int | float | str] = {
        "users_in_two": _in_two(users),
        "conversations_in_two": _in_two(spoken),
        "misplaced": sum(_misplaced(staged, made) for made in plan.formats if made.layout == "lines"),
        "unreadable": sum(each.unreadable for each in named),
    }
    wrong = sum(int(number) for number in counts.values())
    summary = f"{len(users)} splits; no user and no conversation stands in two"
    if wrong:
        told = (f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items() if number)
        summary = f"the splits are not apart: {', '.join(told)}"
    yield CheckResult(NAME, not wrong, summary, {"splits": len(users), **counts, **_figures(staged.root)})


def _figures(root: Path) -> dict[str, int]:
    """The numbers of each split, as the manifest tells them."""
    told = (read_head(root / MANIFEST) or {}).get("splits", {})
    found = {f"{what}_{split}": each[what] for split, each in told.items() for what in ("users", "interactions")}
    for split, what in product(told, ("records", "tokens")):
        found |= {f"{what}_{split}_{name}": number for name, number in told[split][what].items()}
    return found


def _files(staged: StagedTree) -> Iterator[tuple[str, Path]]:
    """(split, path) of all files that are made by split."""
    plan = staged.plan
    for made, split in product(plan.formats, plan.split_names):
        if made.layout != "document":
            yield from ((split, path) for part in made.parts for path in _paths(staged.root, made, part, split))
    if plan.index is not None:
        yield from ((split, path) for split in plan.index.parts for path in _paths(staged.root, plan.index, split, ""))


def _paths(root: Path, made: FormatPlan, part: str, split: str) -> list[Path]:
    return sorted((root / made.folder).glob(f"{file_part(part, split)}-[0-9]*-of-*{made.extension}"))


def read_named(task: tuple[str, Path]) -> Named:
    """The users and conversations that a file names."""
    split, path = task
    users: set[str] = set()
    conversations: set[str] = set()
    unreadable = 0
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            columns = [name for name in ("user", "conversation") if name in file.schema_arrow.names]
            for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
                users.update(pc.unique(batch["user"]).to_pylist())
                if "conversation" in columns:
                    conversations.update(pc.unique(batch["conversation"]).to_pylist())
    else:
        with path.open("rb") as lines:
            for line in lines:
                try:
                    record = orjson.loads(line)
                    if "user" in record:  # else `conversations` are those of ShareGPT
                        users.add(record["user"])
                        conversations.update((record.get("conversation"), *record.get("conversations", ())))
                except (orjson.JSONDecodeError, AttributeError, TypeError):
                    unreadable += 1
    return Named(split, _array(users), _array(conversations), unreadable)


def read_spoken(task: tuple[TreePlan, int]) -> list[Named]:
    """The conversations of each split, as the records of one shard have them."""
    plan, shard = task
    assert plan.records is not None
    pack = plan.packs / f"{PACK}-{shard:05}.arrow"
    told = [(split, pa.array(packs.users([pack], split), pa.string())) for split in plan.split_names]
    users = pa.concat_arrays([each for _, each in told])
    interactions = plan.records / f"interactions-{shard:05d}.parquet"
    pairs = read_pairs(interactions, users, Cuts.read(plan.packs, shard)).pairs
    first, found = 0, []
    for split, each in told:
        of = pc.and_(pc.greater_equal(pairs["user"], first), pc.less(pairs["user"], first + len(each)))
        found.append(Named(split, each, pc.unique(pairs["conversation"].filter(of))))
        first += len(each)
    return found


def _misplaced(staged: StagedTree, made: FormatPlan) -> int:
    """Number of parts of a format whose files do not hold, byte for byte, what the users of their split have in the packs."""
    plan, wrong = staged.plan, 0
    for part, split in product(made.parts, plan.split_names):
        wanted, found = sha256(), sha256()
        for shard in range(plan.shards):
            pack = made.pack(plan.packs, shard)
            for batch in packs.pieces(pack, part, 0, packs.count_part(pack, part, split), split):
                wanted.update(packs.joined(batch["body"]))
        for path in _paths(staged.root, made, part, split):
            with path.open("rb") as file:
                while body := file.read(_READ):
                    found.update(body)
        wrong += wanted.digest() != found.digest()
    return wrong


def _array(found: set[Any]) -> Any:
    return pa.array((each for each in found if isinstance(each, str)), pa.string())


def _merged(arrays: Iterable[Any]) -> Any:
    return pc.unique(pa.chunked_array([*arrays], pa.string()))


def _in_two(found: Mapping[str, Any]) -> int:
    """How many texts stand in more than one of the arrays; in three is twice."""
    return sum(int(pc.sum(pc.is_in(one, value_set=other)).as_py() or 0) for one, other in combinations(found.values(), 2))
