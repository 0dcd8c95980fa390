"""Anonymises one shard: raw users and interactions in, safe records out. Runs in a worker, which knows it only by its files."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.compute.dead import DIED, trace
from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.lookups import stands_in
from llm_assets.privacy.memo.memo import Memo
from llm_assets.privacy.memo.store import IDENTITIES, MemoPlace
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonymizer import pseudonymizer_of
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.review import Review
from llm_assets.privacy.risk.rare import RareEvents, rare_columns
from llm_assets.privacy.safe import Rows, SafeTables
from llm_assets.settings.model import Dataset, Level, Privacy
from llm_assets.work import TRACES, identity

KEPT_BACK = "small_group"  # the reason of users that `suppress = "user"` leaves out; they did not fail

_ROWS = 2_000


@dataclass(frozen=True)
class ShardTask:
    """raw, safe: stage folders; number: of the shard; ladders, event_ladders: how far columns of users and of interactions are
    coarsened. memo: where redacted texts of runs before are; None where none are kept.

    The index of known values, the pseudonyms by ordinal, who loses which values, and which values of interactions are not rare
    lie in `safe/known`.
    """

    raw: Path
    safe: Path
    number: int
    dataset: Dataset
    privacy: Privacy
    level: Level
    key: Key
    ladders: Mapping[str, Ladder]
    policy: Policy
    event_ladders: Mapping[str, Ladder] = field(default_factory=dict)
    memo: MemoPlace | None = None


@dataclass
class ShardReport:
    """Counts (replacements by column and entity), (pseudonym, reason) of the users that were left out, and the first full
    tracebacks of what failed."""

    users: int = 0
    interactions: int = 0
    left_out_interactions: int = 0
    cut_interactions: int = 0
    generalized: int = 0
    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    review: Review = field(default_factory=Review)
    left_out: dict[str, str] = field(default_factory=dict)
    traces: list[str] = field(default_factory=list)
    died: bool = False  # the worker, twice


def anonymize_shard(task: ShardTask) -> ShardReport:
    """Writes `users-NNNNN.parquet` and `interactions-NNNNN.parquet` into the safe folder."""
    known, people, blanks, left_out = _shared(task.safe, identity(task.safe / "known"))
    memo = _memo(task)
    if memo is not None:
        known = replace(known, trace=memo.trace)
    tables = safe_tables(task, known, People(people), blanks, memo=memo)
    report = ShardReport(replaced=tables.replaced, review=tables.review)
    if task.privacy.suppress == "user":
        report.left_out.update(_kept_back(task, left_out))
    paths = {}
    for name, schema, make in (
        ("users", tables.user_schema, tables.users),
        ("interactions", tables.interaction_schema, tables.interactions),
    ):
        raw = pq.ParquetFile(task.raw / f"{name}-{task.number:05d}.parquet")
        paths[name] = task.safe / f"{name}-{task.number:05d}.parquet"
        with pq.ParquetWriter(paths[name], schema, compression="zstd") as writer:
            for batch in raw.iter_batches(_ROWS):
                for table in guarded(batch.to_pydict(), make, report):
                    writer.write_table(table)
    read = pq.read_metadata(task.raw / f"interactions-{task.number:05d}.parquet").num_rows
    report.users, report.interactions = (_without(paths[name], report.left_out) for name in ("users", "interactions"))
    report.cut_interactions = sum(count for user, count in tables.cut.items() if user not in report.left_out)
    report.left_out_interactions = read - report.interactions - report.cut_interactions
    report.generalized = tables.generalized
    if memo is not None:
        memo.write(People(people))
    return report


def without_shard(task: ShardTask) -> ShardReport:
    """What stands for a shard whose worker died twice: files without rows, in the place of what the worker left of them, and
    all users left out."""
    known, people, blanks, left_out = _shared(task.safe, identity(task.safe / "known"))
    tables = safe_tables(task, known, People(people), blanks)
    for name, schema in (("users", tables.user_schema), ("interactions", tables.interaction_schema)):
        path = task.safe / f"{name}-{task.number:05d}.parquet"
        path.with_suffix(".new").unlink(missing_ok=True)
        pq.write_table(schema.empty_table(), path, compression="zstd")
    users = pq.read_table(task.raw / f"users-{task.number:05d}.parquet", columns=["pseudonym"])["pseudonym"].to_pylist()
    kept_back = _kept_back(task, left_out) if task.privacy.suppress == "user" else {}
    read = pq.read_metadata(task.raw / f"interactions-{task.number:05d}.parquet").num_rows
    reasons = {user: kept_back.get(user, DIED) for user in users}
    return ShardReport(left_out_interactions=read, left_out=reasons, traces=[trace(task.number)], died=True)


def _memo(task: ShardTask) -> Memo | None:
    if task.memo is None:
        return None
    users = pq.read_table(task.raw / f"users-{task.number:05d}.parquet", columns=["pseudonym"])["pseudonym"]
    identities = np.load(task.memo.folder / IDENTITIES, mmap_mode="r")
    return Memo(task.memo, task.number, identities).look_up(users[0].as_py(), users[-1].as_py())


def safe_tables(
    task: ShardTask,
    known: KnownValues,
    people: Sequence[str],
    blanks: Any,
    own: Pseudonymizer | None = None,
    memo: Memo | None = None,
) -> SafeTables:
    """What makes the safe rows of a shard. people: pseudonyms by ordinal; blanks: marks of blanked users; own: a
    pseudonymizer for rows that are nobody's, which no random code was drawn for; memo: of the shard."""
    pseudonymizer = own or pseudonymizer_of(task.key, task.privacy, task.dataset, task.level, task.raw)
    tagger = task.policy.tagger(pseudonymizer, people, known.holds, lambda text: stands_in(known, text))
    redactor = Redactor(
        task.level,
        known,
        task.key,
        regions=task.privacy.phone_regions,
        tagger=tagger,
        policy=task.policy,
        ner=task.policy.model(),
    )
    rare = RareEvents.load(task.safe / "known", rare_columns(task.dataset), task.privacy.rare_events)
    fixed = task.dataset, task.privacy, task.level, pseudonymizer, redactor, blanks, task.ladders, task.policy
    return SafeTables(*fixed, rare, task.event_ladders, memo)


def guarded(rows: Rows, make: Callable[[Rows], pa.Table], report: ShardReport) -> Iterator[pa.Table]:
    """Safe rows of a batch. When they cannot be made, users are taken one by one, and the one that fails is left out."""
    try:
        yield make(rows)
        return
    except Exception as error:  # noqa: BLE001 - one bad user must not stop the others, whatever is wrong with it
        users = list(dict.fromkeys(rows["pseudonym"]))
        if len(users) == 1:
            report.left_out.setdefault(users[0], f"failed:{type(error).__name__}")
            if len(report.traces) < TRACES:
                report.traces.append("".join(traceback.format_exception(error)))
            return
    for user in users:
        picked = [index for index, name in enumerate(rows["pseudonym"]) if name == user]
        yield from guarded({name: [values[i] for i in picked] for name, values in rows.items()}, make, report)


def _without(path: Path, left_out: Mapping[str, str]) -> int:
    """Takes the users that were left out, perhaps after some rows of theirs, off a finished file; gives its number of rows."""
    if not left_out:
        return int(pq.read_metadata(path).num_rows)
    unwanted, fresh, rows = pa.array(left_out, pa.string()), path.with_suffix(".new"), 0
    with pq.ParquetFile(path) as old, pq.ParquetWriter(fresh, old.schema_arrow, compression="zstd") as writer:
        for batch in old.iter_batches(_ROWS):
            kept = batch.filter(pc.invert(pc.is_in(batch.column("user"), value_set=unwanted)))
            writer.write_batch(kept)
            rows += kept.num_rows
    fresh.replace(path)
    return rows


def _kept_back(task: ShardTask, left_out: Any) -> dict[str, str]:
    table = pq.read_table(task.raw / f"users-{task.number:05d}.parquet", columns=["ordinal", "pseudonym"]).to_pydict()
    pairs = zip(table["ordinal"], table["pseudonym"], strict=True)
    return {user: KEPT_BACK for ordinal, user in pairs if left_out[ordinal]}


@lru_cache(maxsize=1)
def _shared(safe: Path, made: tuple[int, int]) -> tuple[KnownValues, Any, Any, Any]:
    """What all shards of a run share, mapped into memory once a process. made: which run's, for the next has the same path."""
    del made
    folder = safe / "known"
    people, blanks, left_out = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("people", "blanks", "left_out"))
    return KnownValues.load(folder), people, blanks, left_out


class People(Sequence[str]):
    """Pseudonyms by ordinal, read from the mapped array when they are asked for."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __getitem__(self, ordinal: Any) -> Any:
        return self._array[ordinal].decode("ascii")

    def __len__(self) -> int:
        return len(self._array)
