"""Packs -> files in the staging folder, beside the published tree and on the same file system."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Protocol

from llm_assets.compute import Progress, map_shards
from llm_assets.errors import OutputError
from llm_assets.tree import card, packs
from llm_assets.tree.columns import Columns
from llm_assets.tree.files import settle_folders
from llm_assets.tree.manifest import check_counts, merged, version_of, write_manifest, write_sums
from llm_assets.tree.plan import FormatPlan, TreePlan, file_part, records_path
from llm_assets.tree.portions import Task, Written, note, write_task
from llm_assets.tree.rate import RateLimit
from llm_assets.tree.splits import configs, group_of, split_figures
from llm_assets.tree.target import cannot_write

POOL_BYTES = 100_000_000  # below this, starting workers costs more than they save
_TASK_RECORDS = 100_000  # small files share a task: each task reads its packs from their beginning


class Desk(Protocol):
    """Where a tree is written before it is published.

    staging: the tree that is being written; entries: what the workers noted of the files they wrote; rate: the bucket that all
    workers share, None where files of this machine need no limit; standing: the tree that is published there, if it lies on the
    same machine.
    """

    @property
    def staging(self) -> Path: ...
    @property
    def entries(self) -> Path: ...
    @property
    def rate(self) -> Path | None: ...
    @property
    def standing(self) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class StagedTree:
    """A tree that is whole but not published.

    root: the staging folder; plan: what it was made from; files, bytes: of all files; users, interactions: numbers in it.
    `manifest.read_entries(root / "manifest.json")` gives its files.
    """

    root: Path
    version: str
    plan: TreePlan
    files: int
    bytes: int
    users: int
    interactions: int


def stage_tree(plan: TreePlan, desk: Desk, processes: int, say: Callable[[str], None]) -> StagedTree:
    """Writes the whole tree into the staging folder, and removes it again when that fails.

    Bytes do not depend on processes or shards. The caller holds the desk.
    Raises OutputError when the store fails or the accounts do not close, DatasetError when a pack is missing.
    """
    clear(desk)
    try:
        desk.staging.mkdir(mode=0o700)  # nobody else reads it before it is audited
        desk.entries.mkdir(mode=0o700)
        limit = RateLimit(desk.rate, plan.per_second).start() if plan.per_second and desk.rate else None
        return _stage(plan, desk, limit, processes, say)
    except OSError as error:
        clear(desk)
        raise cannot_write(error, desk.staging) from None
    except BaseException:
        clear(desk)
        raise


def clear(desk: Desk) -> None:
    """Removes the staging folder and the notes of the workers."""
    for folder in (desk.staging, desk.entries):
        shutil.rmtree(folder, ignore_errors=True)
    if desk.rate is not None:
        desk.rate.unlink(missing_ok=True)


def _stage(plan: TreePlan, desk: Desk, limit: RateLimit | None, processes: int, say: Callable[[str], None]) -> StagedTree:
    root = desk.staging
    wanted = (*plan.formats, *([plan.index] if plan.index else []))
    tasks = [task for made in wanted for task in _tasks(plan, made, desk, limit)]
    for folder in {"profiles" if made.layout == "document" else made.folder for made in wanted if any(made.pieces.values())}:
        (root / folder).mkdir()
    progress = Progress(say, "output_tree, writing", plan.users * sum(bool(made.users_part) for made in plan.formats))
    large = sum(made.bytes for made in plan.formats) >= POOL_BYTES

    def count_users(each: Written) -> None:
        progress.add(each.pieces if each.part in ("document", "profiles") else 0)

    # One machine writes where there is a rate: its bucket is a file on that machine's clock.
    done = map_shards(write_task, tasks, processes if large else 1, count_users, here=limit is not None)
    if linked := sum(each.linked for each in done):
        say(f"output_tree: {linked:,} documents are as they were, and are linked")
    users, interactions = _numbers(plan, done)
    check_counts(plan.facts.counts, users, interactions)

    groups: dict[str, list[Path]] = {}
    for each in done:
        groups.setdefault(each.group, []).append(each.entries)
    figures = split_figures(plan, done)
    documents = {made.name for made in plan.formats if made.layout == "document"}
    lines = [noted for group, noted in groups.items() if group not in documents]
    every = (lambda: merged(groups.values())), (lambda: merged(lines))
    described = card.write_card(root, plan, *every, limit, configs(plan, done), figures)
    groups["card"] = [note(desk.entries / "card.jsonl", described)]
    version = version_of(merged(groups.values()), plan.facts.key_id, plan.facts.settings_fingerprint)
    shown = {"tokens": {made.name: made.tokens for made in plan.formats}, **({"splits": figures} if figures else {})}
    manifest = write_manifest(root, merged(groups.values()), plan.facts, version, users, interactions, shown, limit)
    groups["manifest"] = [note(desk.entries / "manifest.jsonl", [manifest])]
    sums = write_sums(root, merged(groups.values()), limit)
    settle_folders(root)
    shutil.rmtree(desk.entries, ignore_errors=True)
    files = sum(each.files for each in done) + len(described) + 2
    size = sum(each.bytes for each in done) + sum(entry.size for entry in described) + manifest.size + sums.size
    return StagedTree(root, version, plan, files, size, users, interactions)


def _tasks(plan: TreePlan, made: FormatPlan, desk: Desk, limit: RateLimit | None) -> Iterator[Task]:
    shards = [made.pack(plan.packs, shard) for shard in range(plan.shards)]
    if made.layout == "document":
        for index, pack in enumerate(shards):
            notes = desk.entries / f"{made.name}-{index:05}.jsonl"
            names, whole = plan.split_names, ((pack, 0, 0),)
            yield Task(
                made.name,
                desk.staging,
                notes,
                limit,
                "document",
                made.extension,
                (),
                whole,
                splits=names,
                standing=desk.standing,
            )
        return
    # The parts of the index are the splits themselves.
    for part, split in product(made.parts, ("",) if made == plan.index else plan.split_names):
        columns = Columns.of(part, plan.columns, plan.times) if made.container == "parquet" else None
        counts = [packs.count_part(pack, part, split) for pack in shards]
        total, size = sum(counts), plan.records_per_file
        number = -(-total // size)
        bounds = list(pairwise([*range(0, total, size), total]))
        files = [
            (records_path(made.folder, file_part(part, split), index, number, made.extension), stop - start)
            for index, (start, stop) in enumerate(bounds)
        ]
        together = max(1, _TASK_RECORDS // size)
        for index, at in enumerate(range(0, number, together)):
            group = group_of(made, part, split)
            notes = desk.entries / f"{group}-{index:05}.jsonl"
            some = slice(at, at + together)
            slices = tuple(_cover(shards, counts, bounds[some][0][0], bounds[some][-1][1]))
            portion = tuple(files[some])
            yield Task(group, desk.staging, notes, limit, part, made.extension, portion, slices, columns, (split,))


def _cover(shards: list[Path], counts: list[int], first: int, last: int) -> Iterator[tuple[Path, int, int]]:
    """Where the pieces from `first` to before `last`, counted over all packs, lie."""
    start = 0
    for pack, count in zip(shards, counts, strict=True):
        skip, stop = max(first - start, 0), min(last - start, count)
        if skip < stop:
            yield pack, skip, stop - skip
        start += count


def _numbers(plan: TreePlan, done: list[Written]) -> tuple[int, int]:
    """Users and interactions in the tree. Raises OutputError when the files hold other numbers than the report says."""
    found: dict[str, int] = {}
    for each in done:
        split = "" if each.part == "document" else next(iter(each.splits))
        group = each.group.removesuffix(f"-{split}" if split else "")
        found[group] = found.get(group, 0) + each.pieces
    for made in plan.formats:
        if made.users_part and made.pieces.get(made.users_part, 0) != plan.users:
            raise _miscounted(f"{made.name} ({made.users_part})", made.pieces.get(made.users_part, 0), plan)
        expected = {f"{made.name}-{part}": made.pieces.get(part, 0) for part in made.parts}
        if made.layout == "document":
            expected = {made.name: sum(made.pieces.values())}
        elif made.users_part:
            expected[f"{made.name}-interactions"] = plan.interactions
        for group, number in expected.items():
            if found.get(group, 0) != number:
                raise _miscounted(group, found.get(group, 0), plan, number)
    return plan.users, plan.interactions


def _miscounted(group: str, pieces: int, plan: TreePlan, said: int | None = None) -> OutputError:
    number = plan.users if said is None else said
    return OutputError(
        f"the packs of {group} hold {pieces} pieces where their report says {number}",
        where=str(plan.packs),
        remedy="Materialize formatted_documents again.",
    )
