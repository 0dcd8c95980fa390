"""Builds the stage `documents`: every shard of anonymised records, in every format of the settings."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import or_
from pathlib import Path
from typing import Any

from llm_assets.compute import Progress, map_shards
from llm_assets.compute.dead import refuse_many
from llm_assets.documents.counters import counter
from llm_assets.documents.cuts import NO_CUTS
from llm_assets.documents.duplicates import Found, find_duplicates
from llm_assets.documents.formatter import Formatter, container, formatters, layout
from llm_assets.documents.formatter import folder as folder_of
from llm_assets.documents.shard import Check, FormatShard, FormattedShard, format_shard, without_shard
from llm_assets.documents.splits import Assignment, assign, told, write_splits
from llm_assets.errors import SerializationError
from llm_assets.resume import contents
from llm_assets.settings.model import LlmOutput
from llm_assets.work import WorkDir

_ASSET = "formatted_documents"


def build_documents(
    output: LlmOutput,
    *,
    root: Path,
    work: WorkDir,
    safe_report: Mapping[str, Any],
    fingerprint: str,
    processes: int,
    draw: Callable[[str], float],
    progress: Progress | None = None,
    check: Check | None = None,
    years: bool = False,
) -> dict[str, Any]:
    """Writes the stage `documents` and returns its report, which is also its `report.json`.

    root: where relative paths of the settings start; safe_report: of the stage `safe`; fingerprint: what this stage will carry.
    years: whether times of the records are years. check: called in the worker as check(folder, shard) when the packs of a shard
    are written, to be picklable; what it returns is collected in report["checks"], in the order of shards.
    draw: a number in [0, 1) for a pseudonym, by the key, which decides its split.

    A user that one format fails on is left out of all formats; quarantine/formatted_documents.jsonl says who and why, and
    errors/formatted_documents.txt holds the first tracebacks.
    Raises ConfigError (unknown format, bad template, no counter) before anything is read, DatasetError when the records cannot
    be read, and SerializationError when more than `max_error_rate` of the users failed; in each case the previous stage stays
    in its place.
    """
    formats = formatters(output, root)
    named = counter(output.tokens, root).name
    with work.writing("documents") as folder:
        source = work.stage("safe")
        number, found = safe_report["shards"], Found()
        if output.duplicates is not None:
            found = find_duplicates(source, number, output.duplicates, folder / "sketches", processes)
        cuts = found.cuts or (NO_CUTS,) * number
        assignment = None
        if output.splits is not None:
            assignment = assign(source, output.splits, draw, cuts)
            cuts = tuple(map(or_, cuts, assignment.cuts))
        for shard, each in enumerate(cuts):
            if each.keys:
                each.write(folder, shard)
        tasks = [FormatShard(shard, source, folder, output, root, check, cuts[shard]) for shard in range(number)]
        watched = progress or Progress(lambda _: None, _ASSET, 0)
        shards = map_shards(
            format_shard, tasks, processes, lambda done: _count(watched, done), instead=without_shard, say=watched.say
        )
        died = [task.shard for task, each in zip(tasks, shards, strict=True) if each.died]
        rejected = [entry for done in shards for entry in done.rejected]
        reasons = Counter(reason for _, reason, _ in rejected)
        traces = (trace for done in shards for trace in done.traces)
        work.explain(_ASSET, ((user, reason) for user, reason, _ in rejected), traces)
        _refuse_many(output, safe_report["users"], reasons, work, (died, len(tasks)))
        splits = {}
        if output.splits is not None and assignment is not None:
            documents = {name: format_.file_extension for name, format_ in formats.items() if layout(format_) == "document"}
            gone = frozenset(user for user, _, _ in rejected)
            members = write_splits(folder, assignment, gone, documents, counter(output.tokens, root))
            splits = {"splits": told(assignment, members, output.splits)}
        report = {
            # Who was left out with a worker's death is tried again by the next run.
            "fingerprint": f"{fingerprint}.{secrets.token_hex(8)}" if died else fingerprint,
            "shards": len(tasks),
            "formats": {name: {**_shape(format_), **_sum(name, shards)} for name, format_ in formats.items()},
            "columns": next((done.columns for done in shards if done.columns), {}),
            "users": {
                "kept": sum(done.users for done in shards),
                "quarantined": len(rejected),
                "reasons": dict(sorted(reasons.items())),
            },
            "interactions": {
                "kept": sum(done.interactions for done in shards),
                "quarantined": sum(interactions for _, _, interactions in rejected),
                "cut": sum(done.cut for done in shards),
                "cut_reasons": _cut_reasons(found, assignment),
            },
            "duplicates": None if output.duplicates is None else found.told(),
            "times": "year" if years else "day" if output.privacy_level == "high" else "second",
            "token_counter": named,
            "checks": [done.checked for done in shards if done.checked is not None],
            **splits,
        }
        report["content"] = contents(folder)
        work.write_report(folder, report)
    return report


def _cut_reasons(found: Found, assignment: Assignment | None) -> dict[str, int]:
    reasons = {"duplicate": found.interactions, "split": assignment.cut if assignment else 0}
    return {reason: number for reason, number in reasons.items() if number}


def _count(progress: Progress, done: FormattedShard) -> None:
    progress.add(done.users + len(done.rejected))


def _shape(format_: Formatter) -> dict[str, str]:
    """How the pieces of a format become files."""
    return {
        "layout": layout(format_),
        "folder": folder_of(format_),
        "extension": format_.file_extension,
        "container": container(format_),
    }


def _sum(name: str, shards: Sequence[FormattedShard]) -> dict[str, Any]:
    pieces, left_out = Counter[str](), Counter[str]()
    for done in shards:
        pieces.update(done.formats[name]["pieces"])
        left_out.update(done.formats[name]["left_out"])
    return {
        "pieces": dict(pieces),
        "left_out": dict(sorted(left_out.items())),
        "bytes": sum(done.formats[name]["bytes"] for done in shards),
        "tokens": sum(done.formats[name]["tokens"] for done in shards),
    }


def _refuse_many(
    output: LlmOutput, safe: Mapping[str, int], reasons: Counter[str], work: WorkDir, died: tuple[list[int], int]
) -> None:
    # Users that were kept back because their group was too small did not fail.
    failed, before = reasons.total(), safe.get("failed", safe["quarantined"])
    users = safe["kept"] + safe["quarantined"]
    refuse_many(*died, failed=failed + before, users=users, rate=output.max_error_rate)
    if not users or (failed + before) / users <= output.max_error_rate:
        return
    most = f"; most often {reasons.most_common(1)[0][0]}" if reasons else ""
    raise SerializationError(
        f"{failed:,} users could not be formatted and {before:,} not be anonymised, of {users:,}{most}",
        where=f"[llm_output] max_error_rate = {output.max_error_rate}",
        remedy=f"See {work.quarantine(_ASSET)} and {work.traces(_ASSET)}; mend the cause, or allow a higher rate.",
    )
