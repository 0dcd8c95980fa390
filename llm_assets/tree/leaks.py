"""The four leak checks of a staged tree, from scans of every record and of every file's bytes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from llm_assets.compute import map_shards
from llm_assets.dataset.erased_values import ERASED_VALUES
from llm_assets.documents.leaks import records_task
from llm_assets.documents.vocabulary import vocabulary
from llm_assets.privacy.audit.contents import contents
from llm_assets.privacy.audit.escapes import unescaped
from llm_assets.privacy.audit.patterns import blocking, patterns
from llm_assets.privacy.audit.reversible import hashed_values
from llm_assets.privacy.audit.scan import FilesTask, Findings, scan_files
from llm_assets.privacy.audit.searched import search_records
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Dataset, Level
from llm_assets.settings.policies import POLICIES
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.croissant import CROISSANT, croissant
from llm_assets.tree.manifest import MANIFEST, SUMS, read_entries
from llm_assets.tree.report.facts import report_facts
from llm_assets.tree.report.page import REPORT, own_page
from llm_assets.tree.stage import POOL_BYTES, StagedTree

_TEMPLATES = Path(__file__).parent / "templates"
_FILES = 2_000  # files, and bytes, that one worker reads at a time
_BYTES = 16_000_000
_CHUNK = 1 << 20
_NAMED = 3
_TAGS = 2  # of canaries in one tree: by chance a tag of eight letters is that of a canary once in a hundred million texts
_OWN = (MANIFEST, SUMS)


def leak_scan(
    dataset: Dataset, level: Level, *, raw: Path, safe: Path, documents: Path, key: Key, processes: int
) -> Callable[[StagedTree], Iterator[CheckResult]]:
    """The `scan` of `output_tree`. raw, safe, documents: stage folders; the first two have the values of the source, the last
    may have what was found in the same records before, sealed with the key."""

    def scan(staged: StagedTree) -> Iterator[CheckResult]:
        workers = processes if staged.bytes >= POOL_BYTES else 1
        found = Findings()
        records = [records_task(raw, safe, shard, dataset) for shard in range(staged.plan.shards)]
        map_shards(partial(search_records, kept=documents, key=key.derived), records, workers, found.update)
        words = vocabulary(dataset, sorted(_TEMPLATES.glob("*.j2")), _names(staged))
        files = [FilesTask(staged.root, paths, safe, words) for paths in _portions(staged)]
        # The report is made of far more words than the data is, croissant.json of a specification's: they count there alone.
        own = words | vocabulary(dataset, names=[own_page(report_facts(staged.plan))])
        files.append(FilesTask(staged.root, (REPORT,), safe, own))
        told = words | vocabulary(dataset, names=[croissant(staged.plan, ()).decode()])
        files.append(FilesTask(staged.root, (CROISSANT,), safe, told))
        map_shards(scan_files, files, workers, found.update)
        values = [raw / "values.parquet", *raw.glob(ERASED_VALUES)]
        yield _known_identifiers(found)
        yield _pii_patterns(found, level)
        yield _reversible_ids(found, hashed_values(values, found.digests))
        yield canaries_removed(read_evidence(safe).get("canaries"), found)

    return scan


@dataclass(frozen=True)
class PatternsTask:
    """Files of a tree, to be searched for what looks personal by its form alone. surrogates: see `patterns`."""

    root: Path
    paths: tuple[str, ...]
    surrogates: frozenset[str]


def scan_patterns(task: PatternsTask) -> Findings:
    """Looks through the bytes of files."""
    found = Findings()
    for path in task.paths:
        for text in contents(f"{task.root}/{path}", _CHUNK):
            found.patterns.update({(kind, path): n for kind, n in patterns(unescaped(text, path), task.surrogates).items()})
    return found


def pattern_scan(staged: StagedTree, level: Level, surrogates: Iterable[str], processes: int) -> CheckResult:
    """The check `no_pii_patterns` alone: it needs no value of the source."""
    portions = (*_portions(staged), (REPORT, CROISSANT))
    tasks = [PatternsTask(staged.root, paths, frozenset(surrogates)) for paths in portions]
    found = Findings()
    map_shards(scan_patterns, tasks, processes if staged.bytes >= POOL_BYTES else 1, found.update)
    return _pii_patterns(found, level)


def _names(staged: StagedTree) -> list[str]:
    """Words that the tree's own files hold: names of files, of formats, of the manifest's keys."""
    facts = staged.plan.facts
    keys = ["generator format version files path bytes sha256 records tokens counts users interactions level key id settings"]
    keys += ["fingerprint token counter read published quarantined suppressed cut erased dataset formats train data profiles"]
    keys += ["chat chunks conversations messages human system first last source text role content value"]
    keys += ["splits share validation test documents"]
    return [*keys, *POLICIES, *facts.formats, facts.level, facts.token_counter, *(path.name for path in staged.root.iterdir())]


def _portions(staged: StagedTree) -> Iterator[tuple[str, ...]]:
    paths: list[str] = []
    size = 0
    for entry in read_entries(staged.root / MANIFEST):
        if entry.path in (REPORT, CROISSANT):
            continue
        paths.append(entry.path)
        size += entry.size
        if len(paths) >= _FILES or size >= _BYTES:
            yield tuple(paths)
            paths, size = [], 0
    yield (*paths, *_OWN)


def _known_identifiers(found: Findings) -> CheckResult:
    count = sum(found.known.values())
    summary = "no value of a direct identifier of the source stands in a record or in a file"
    if count:
        summary = f"{count:,} values of direct identifiers are left: {_where(found.known)}"
    return CheckResult("no_known_identifiers", not count, summary, {"values": count, "places": len(found.known)})


def _pii_patterns(found: Findings, level: Level) -> CheckResult:
    kinds: Counter[str] = Counter()
    for (kind, _), count in found.patterns.items():
        kinds[kind] += count
    promised = blocking(level)
    places = Counter({place: count for (kind, place), count in found.patterns.items() if kind in promised})
    count = sum(places.values())
    others = sum(kinds.values()) - count
    summary = f"nothing that looks like {', '.join(sorted(promised))} is left"
    if count:
        summary = f"{count:,} patterns are left that level {level} removes: {_where(places)}"
    if others:
        summary += f"; {others:,} others, which level {level} does not promise to remove"
    counts = {"blocking": count, "others": others, **dict(sorted(kinds.items()))}
    return CheckResult("no_pii_patterns", not count, summary, counts)


def _reversible_ids(found: Findings, hashed: int) -> CheckResult:
    places = found.positions + found.encoded
    count = sum(places.values()) + hashed
    counts = {"positions": sum(found.positions.values()), "encoded": sum(found.encoded.values()), "unkeyed_hashes": hashed}
    summary = "every id is a pseudonym; no unkeyed hash and no base64 of a value of the source"
    if count:
        summary = f"{count:,} ids or values can be turned back: {_where(places) or 'unkeyed hashes in texts'}"
    return CheckResult("no_reversible_ids", not count, summary, counts)


def canaries_removed(section: Mapping[str, Any] | None, found: Findings) -> CheckResult:
    """Nothing of a canary is left in its own texts that was promised to go, and no canary is in the tree.

    section: the evidence; a stage without it fails, for nobody knows what its redactor removes.
    """
    if section is None:
        return CheckResult("canaries_removed", False, "the canaries were not measured: materialize anonymized_users again")
    strayed = sum(found.canaries.values()) + (len(found.tags) if len(found.tags) >= _TAGS else 0)
    counts = {name: section[name] for name in ("planted", "removed", "survived_promised", "failed")} | {"in_tree": strayed}
    if section["off"]:
        summary = "canaries are off: what is found was not measured in this run"
    else:
        summary = f"{section['removed']:,} of {section['planted']:,} canary values removed, each of those that are guaranteed"
    if section["survived_promised"]:
        kinds = sorted({row["entity"] for row in section["by_entity"] if row["promised"] and row["removed"] < row["planted"]})
        left = f"{section['survived_promised']:,} canary values whose removal is guaranteed are left"
        summary = f"{left} ({', '.join(kinds)})"
    if strayed:
        summary = f"canaries stand in the tree: {_where(found.canaries) or 'their tags'}"
    return CheckResult("canaries_removed", not strayed and not section["survived_promised"], summary, counts)


def _where(places: Counter[str]) -> str:
    """The places with the most findings; places are files and fields, never values."""
    named = ", ".join(f"{place} ({count:,})" for place, count in places.most_common(_NAMED))
    more = len(places) - _NAMED
    return f"{named} and {more:,} more places" if more > 0 else named
