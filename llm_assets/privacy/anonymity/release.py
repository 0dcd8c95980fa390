"""The groups of one release: formed with what the last one left, saved for the shards, remembered once they are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.groups import Groups, form_groups
from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.anonymity.released import (
    FILE,
    PENDING,
    Release,
    difference,
    fingerprint,
    publish_release,
    read_release,
    step_of,
    write_release,
)
from llm_assets.privacy.keys import Key
from llm_assets.resume import file_hash
from llm_assets.settings.model import Column, Dataset, Privacy
from llm_assets.work import WorkDir, secure_open

# Part of what levels depend on: raised when the same data and settings would be grouped in another way.
_METHOD = "1"
_AFTER = "after.txt"  # which safe stage the release is of
_CHOSEN_BY = {"min_group_size", "suppress", "max_suppressed", "min_distinct_l", "min_entropy_l", "max_t"}


@dataclass(frozen=True)
class GroupedUsers:
    """What the rest of the stage needs. sizes: figures for the report of the stage."""

    ladders: Mapping[str, Ladder]
    sizes: Mapping[str, Any]
    evidence: Mapping[str, Any]


def grouped_users(
    users: Sequence[Path],
    names: npt.NDArray[np.bytes_],
    dataset: Dataset,
    privacy: Privacy,
    level: str,
    key: Key,
    *,
    safe: Path,
    released: Path,
) -> GroupedUsers:
    """Forms the groups, and leaves in the folder `safe` what shards read (`known/`) and what a release remembers.

    names: pseudonyms by ordinal. At level high the levels of the last release are used again while they do, where it was made
    by the same settings.
    """
    columns = dataset.users.columns
    origin = fingerprint(_METHOD, key.id, level, privacy.link_datasets or dataset.name)
    conditions = fingerprint(_METHOD, *_conditions(columns, privacy))
    last = read_release(released / FILE)
    if last is not None and (last.origin != origin or level != "high"):
        last = None
    kept = last.levels if last is not None and last.conditions == conditions else None
    groups = form_groups(users, columns, level, privacy, key, kept)
    np.save(safe / "known" / "blanks.npy", np.packbits(groups.blanks, axis=1))
    np.save(safe / "known" / "left_out.npy", groups.left_out)
    stay = ~groups.left_out
    order = np.argsort(names[stay])
    levels = {name: step_of(groups.ladders[name], key) for name in groups.quasi}
    now = Release(origin, conditions, levels, names[stay][order], groups.numbers[stay][order])
    told = _told(groups, last, now, kept is not None, privacy.min_group_size)
    if level == "high" and groups.quasi:
        write_release(safe / PENDING, replace(now, told=told))
    return GroupedUsers(groups.ladders, _sizes(groups), {**groups.evidence, **told})


def _told(groups: Groups, last: Release | None, now: Release, held: bool, k: int) -> Mapping[str, Any]:
    """How the release came about. What repeats the last one is told as that was: the same input gives the same tree again."""
    if last is not None and last.repeats(now):
        return last.told
    kept = groups.evidence["kept_levels"]
    return {
        "kept_levels": kept,
        "search": groups.evidence["search"],
        "new_search": held and not kept,
        "difference": difference(last, now, k) if last is not None and groups.quasi else None,
    }


def last_release(work: WorkDir) -> str:
    """A hash of what is remembered of the last release; empty when there is none."""
    file = work.released / FILE
    return file_hash(file) if file.exists() else ""


def follows(work: WorkDir, report: Mapping[str, Any], mark: str) -> bool:
    """Whether a safe stage would be made again as it is: the last release is the one that it was made after, or its own.

    report: of the stage; mark: what `remember_release` was given for it.
    """
    own = work.released / _AFTER
    return last_release(work) == report["released"] or (own.exists() and own.read_text(encoding="ascii") == mark)


def remember_release(work: WorkDir, mark: str = "") -> None:
    """Makes the groups of the safe stage, from which a tree was published, those of the last release.

    mark: what tells this safe stage from others.
    """
    after = work.released / _AFTER
    after.unlink(missing_ok=True)
    pending = work.stage("safe") / PENDING
    if pending.exists():
        publish_release(pending, work.released, _unpublished(work))
    else:
        (work.released / FILE).unlink(missing_ok=True)
    if mark:
        work.released.mkdir(mode=0o700, exist_ok=True)
        with secure_open(after) as file:
            file.write(mark.encode("ascii"))


def _unpublished(work: WorkDir) -> set[bytes]:
    """Users that failed after their groups were formed."""
    kept = pq.read_table(list(work.stage("safe").glob("users-*.parquet")), columns=["user"]).column(0).to_pylist()
    pending = pq.read_table(work.stage("safe") / PENDING, columns=["user"]).column(0).to_pylist()
    rejected = work.quarantine("formatted_documents")
    lines = rejected.read_bytes().splitlines() if rejected.exists() else []
    return ({*pending} - {user.encode() for user in kept}) | {orjson.loads(line)["user"].encode() for line in lines}


def _conditions(columns: Mapping[str, Column], privacy: Privacy) -> list[str]:
    listed = [
        f"{name} {column.role} {' '.join(column.generalize)}"
        for name, column in columns.items()
        if column.role in ("quasi", "sensitive")
    ]
    return [*listed, privacy.model_dump_json(include=_CHOSEN_BY)]


def _sizes(groups: Groups) -> dict[str, Any]:
    after, suppressed = groups.evidence["after"], groups.evidence["suppressed"]
    return {
        "groups": after["groups"],
        "smallest": after["smallest"],
        "suppressed_users": suppressed["users"],
        "suppressed_values": sum(suppressed["cells"].values()),
        "users": groups.evidence["users"],
        "loss": groups.evidence["loss"]["value"],
    }
