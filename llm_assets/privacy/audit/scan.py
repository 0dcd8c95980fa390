"""Scans what would be published: the safe records field by field, and the bytes of documents and files."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.audit.canaries import NO_CANARY, canaries_in
from llm_assets.privacy.audit.contents import contents
from llm_assets.privacy.audit.escapes import syntax, unescaped
from llm_assets.privacy.audit.folding import held, key
from llm_assets.privacy.audit.leaks import LeakFinder, People
from llm_assets.privacy.audit.owners import Owners
from llm_assets.privacy.audit.patterns import patterns
from llm_assets.privacy.audit.reversible import digests, encoded_values
from llm_assets.privacy.audit.source import SourceValues
from llm_assets.privacy.audit.stretches import stretches
from llm_assets.work import identity

_ROWS = 2_000
_PSEUDONYM = re.compile(r"[a-z]{24}")
SURROGATES = "surrogates.txt"
_FIELD_BORDER = "\n\n"  # no value is looked for across a line break
_CHUNK = 1 << 20
_LISTS_OF_HASHES = ("croissant.json", "manifest.json", "SHA256SUMS")  # of files
Field = list[str | None]  # of one column, one a row


@dataclass
class Findings:
    """What a scan found.

    known: values of the source by place; positions, encoded: reversible ids by place; patterns: kinds by place; digests: what
    looks like unkeyed hashes; canaries: their values and pseudonyms by place; tags: those of canaries. A place is a file
    or a field.
    """

    known: Counter[str] = field(default_factory=Counter)
    positions: Counter[str] = field(default_factory=Counter)
    encoded: Counter[str] = field(default_factory=Counter)
    patterns: Counter[tuple[str, str]] = field(default_factory=Counter)
    digests: set[str] = field(default_factory=set)
    canaries: Counter[str] = field(default_factory=Counter)
    tags: set[str] = field(default_factory=set)

    def update(self, other: "Findings") -> None:
        """Adds what another scan found."""
        self.known.update(other.known)
        self.positions.update(other.positions)
        self.encoded.update(other.encoded)
        self.patterns.update(other.patterns)
        self.digests |= other.digests
        self.canaries.update(other.canaries)
        self.tags |= other.tags


@dataclass(frozen=True)
class RecordsTask:
    """One shard of safe records.

    raw, safe: stage folders. redacted: columns of users that were redacted; pseudonyms: columns that hold pseudonyms; both as
    `users.<name>` or `interactions.<name>`.
    """

    raw: Path
    safe: Path
    number: int
    redacted: frozenset[str]
    pseudonyms: frozenset[str]


@dataclass(frozen=True)
class FilesTask:
    """Files of a tree. root: its folder; paths: relative to it; safe: stage folder; vocabulary: see `LeakFinder`."""

    root: Path
    paths: tuple[str, ...]
    safe: Path
    vocabulary: frozenset[str]


@lru_cache(maxsize=1)
def _loaded(safe: Path, made: tuple[int, int]) -> SourceValues:
    del made
    return SourceValues.load(safe / "audit")


def _source(safe: Path) -> SourceValues:
    return _loaded(safe, identity(safe / "audit"))


@lru_cache(maxsize=2)
def _made(safe: Path, vocabulary: frozenset[str], made: tuple[int, int]) -> LeakFinder:
    return LeakFinder(_loaded(safe, made), vocabulary)


def _finder(safe: Path, vocabulary: frozenset[str]) -> LeakFinder:
    # The next run has the same path: what was loaded of this one must not serve it.
    return _made(safe, vocabulary, identity(safe / "audit"))


def scan_records(task: RecordsTask) -> Findings:
    """Looks through all fields of a shard's safe records."""
    finder, source, findings = _finder(task.safe, frozenset()), _source(task.safe), Findings()
    raw_users = pq.read_table(task.raw / f"users-{task.number:05d}.parquet", columns=["pseudonym", "ordinal"]).to_pydict()
    ordinal_of = dict(zip(raw_users["pseudonym"], raw_users["ordinal"], strict=True))
    kept: set[str] = set()
    for batch in pq.ParquetFile(task.safe / f"users-{task.number:05d}.parquet").iter_batches(_ROWS):
        users = batch.column("user").to_pylist()
        kept.update(users)
        fields = _fields(batch, "attributes")
        _check_form(findings, source, "users.user", users)
        _check_fields(findings, finder, source, "users", fields, task)
        spoken = [values for name, values in fields.items() if f"users.{name}" in task.redacted]
        _check_own(findings, finder, "users", spoken, People.of([[ordinal_of.get(user, -1)] for user in users]))
    owners = Owners(task.raw / f"interactions-{task.number:05d}.parquet", kept)
    for batch in pq.ParquetFile(task.safe / f"interactions-{task.number:05d}.parquet").iter_batches(_ROWS):
        columns = {name: batch.column(name).to_pylist() for name in ("user", "conversation", "kind", "speaker")}
        expected, people = owners.take(batch.num_rows)
        wrong = sum(user != owner for user, owner in zip(columns["user"], expected, strict=True))
        findings.positions["interactions.user"] += wrong
        for name in ("user", "conversation"):
            _check_form(findings, source, f"interactions.{name}", columns[name])
        texts = _fields(batch, "text")
        fields = {name: columns[name] for name in ("kind", "speaker")} | _fields(batch, "attributes") | texts
        _check_fields(findings, finder, source, "interactions", fields, task)
        _check_own(findings, finder, "interactions", [*texts.values(), columns["speaker"]], people)
    return _without_zeros(findings)


def scan_files(task: FilesTask) -> Findings:
    """Looks through the bytes of files, and through their names."""
    findings = Findings()
    ids, drawn = _source(task.safe).ids, surrogates(task.safe)
    for pieces in _together(task):
        # Many small files are looked through at once; where something is found, each by itself.
        together = scan_text(_FIELD_BORDER.join(text for _, text in pieces), pieces[0][0], task.safe, task.vocabulary)
        harmless = replace(together, patterns=Counter()) == Findings()
        for path, text in pieces if together != Findings() else ():
            if harmless:
                kinds = patterns(unescaped(text, path), drawn)
                findings.patterns.update({(kind, path): count for kind, count in kinds.items()})
                continue
            found = scan_text(text, path, task.safe, task.vocabulary)
            if path in _LISTS_OF_HASHES:
                found.digests.clear()
            findings.update(found)
    names = [path.rpartition("/")[2] for path in task.paths]
    stems = [name.partition(".")[0] for name in names]
    plain = held(ids, np.fromiter(map(key, stems), dtype=np.uint64, count=len(stems)))
    findings.positions.update(path for path, is_id in zip(task.paths, plain.tolist(), strict=True) if is_id)
    if canaries_in(_FIELD_BORDER.join(task.paths), task.safe) != NO_CANARY:
        findings.canaries.update({path: canaries_in(path, task.safe)[0] for path in task.paths})
    finder = _finder(task.safe, task.vocabulary)
    if finder.everywhere(_FIELD_BORDER.join(names)):
        findings.known.update({path: finder.everywhere(name) for path, name in zip(task.paths, names, strict=True)})
    return _without_zeros(findings)


def _together(task: FilesTask) -> Iterator[list[tuple[str, str]]]:
    """(path, text) of files, or of pieces of them: as many of one syntax as make up a chunk."""
    waiting: list[tuple[str, str]] = []
    size = 0
    for path in sorted(task.paths, key=lambda path: (syntax(path), path)):
        for text in contents(f"{task.root}/{path}", _CHUNK):
            if waiting and (size + len(text) > _CHUNK or syntax(path) != syntax(waiting[0][0])):
                yield waiting
                waiting, size = [], 0
            waiting.append((path, text))
            size += len(text)
    if waiting:
        yield waiting


def surrogates(safe: Path) -> frozenset[str]:
    """The entities that the settings of the stage replace by values of reserved spaces."""
    path = safe / "audit" / SURROGATES
    return _listed(path, identity(path)) if path.exists() else frozenset()


@lru_cache(maxsize=2)
def _listed(path: Path, _: tuple[int, int]) -> frozenset[str]:
    return frozenset(path.read_text(encoding="ascii").split())


def scan_text(text: str, place: str, safe: Path, vocabulary: frozenset[str]) -> Findings:
    """Looks through a text that would be published at a place, the name of which says whether it is JSON."""
    finder, findings = _finder(safe, vocabulary), Findings()
    text = unescaped(text, place)
    seen = stretches(text)
    findings.known[place] += finder.everywhere(text)
    findings.encoded[place] += encoded_values(seen, finder, _source(safe))
    for kind, count in patterns(text, surrogates(safe), seen).items():
        findings.patterns[kind, place] += count
    findings.digests |= digests(seen)
    findings.canaries[place], findings.tags = canaries_in(text, safe)
    return _without_zeros(findings)


def _without_zeros(findings: Findings) -> Findings:
    findings.known, findings.positions, findings.encoded = +findings.known, +findings.positions, +findings.encoded
    findings.canaries = +findings.canaries
    return findings


def _fields(batch: pa.RecordBatch, part: str) -> dict[str, Field]:
    """The columns of a part of the rows."""
    if part not in batch.schema.names:
        return {}
    column = batch.column(part)
    return {field.name: child.to_pylist() for field, child in zip(column.type, column.flatten(), strict=True)}


def _check_fields(
    findings: Findings, finder: LeakFinder, source: SourceValues, table: str, fields: dict[str, Field], task: RecordsTask
) -> None:
    for name, values in fields.items():
        joined = _FIELD_BORDER.join(filter(None, values))
        findings.known[f"{table}.{name}"] += finder.everywhere(joined)
        findings.canaries[f"{table}.{name}"] += canaries_in(joined, task.safe)[0]
        if f"{table}.{name}" in task.pseudonyms:
            _check_form(findings, source, f"{table}.{name}", values)


def _check_own(findings: Findings, finder: LeakFinder, table: str, fields: Sequence[Field], people: People) -> None:
    slots = [(text, row) for values in fields for row, text in enumerate(values) if text]
    rows = np.fromiter((row for _, row in slots), dtype=np.int64, count=len(slots))
    found = finder.own([text for text, _ in slots], people.picked(rows))
    findings.known[f"{table} (names of the people of the conversation)"] += found


def _check_form(findings: Findings, source: SourceValues, place: str, values: Field) -> None:
    """What should be a pseudonym has its form, and is no id of the source."""
    counts = Counter(value for value in values if value is not None)
    ids = held(source.ids, np.fromiter(map(key, counts), dtype=np.uint64, count=len(counts))).tolist()
    for (value, count), is_id in zip(counts.items(), ids, strict=True):
        if is_id or not _PSEUDONYM.fullmatch(value):
            findings.positions[place] += count
