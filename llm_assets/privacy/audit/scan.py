"""Scans what would be published: the safe records field by field, and the bytes of documents and files."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from llm_assets.privacy.audit.folding import key
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.patterns import patterns
from llm_assets.privacy.audit.reversible import digests, encoded_values
from llm_assets.privacy.audit.source import SourceValues, holds

_ROWS = 2_000
_PSEUDONYM = re.compile(r"[a-z]{24}")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_PLAIN = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n"}
_FIELD_BORDER = "\n\n"  # no value is looked for across a line break
_CHUNK = 1 << 20
_LISTS_OF_HASHES = ("manifest.json", "SHA256SUMS")  # of files


@dataclass
class Findings:
    """What a scan found.

    known: values of the source by place; positions, encoded: reversible ids by place; patterns: kinds by place; digests: what
    looks like unkeyed hashes. A place is a file or a field, never a value."""

    known: Counter[str] = field(default_factory=Counter)
    positions: Counter[str] = field(default_factory=Counter)
    encoded: Counter[str] = field(default_factory=Counter)
    patterns: Counter[tuple[str, str]] = field(default_factory=Counter)
    digests: set[str] = field(default_factory=set)

    def update(self, other: "Findings") -> None:
        """Adds what another scan found."""
        self.known.update(other.known)
        self.positions.update(other.positions)
        self.encoded.update(other.encoded)
        self.patterns.update(other.patterns)
        self.digests |= other.digests


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
def _source(safe: Path) -> SourceValues:
    return SourceValues.load(safe / "audit")


@lru_cache(maxsize=2)
def _finder(safe: Path, vocabulary: frozenset[str]) -> LeakFinder:
    return LeakFinder(_source(safe), vocabulary)


def scan_records(task: RecordsTask) -> Findings:
    """Looks through all fields of a shard's safe records."""
    finder, source, findings = _finder(task.safe, frozenset()), _source(task.safe), Findings()
    ordinals = {}
    raw_users = pq.read_table(task.raw / f"users-{task.number:05d}.parquet", columns=["pseudonym", "ordinal"]).to_pydict()
    ordinal_of = dict(zip(raw_users["pseudonym"], raw_users["ordinal"], strict=True))
    for rows in _rows(task.safe / f"users-{task.number:05d}.parquet"):
        for row in rows:
            ordinals[row["user"]] = ordinal_of.get(row["user"], -1)
            _check_form(findings, source, "users.user", row["user"])
            texts = row.get("attributes") or {}
            _check_fields(findings, finder, source, "users", texts, task)
            spoken = [text for name, text in texts.items() if text and f"users.{name}" in task.redacted]
            _check_own(findings, finder, "users", spoken, [ordinals[row["user"]]])
    people = _people(task.raw / f"interactions-{task.number:05d}.parquet", ordinals)
    for rows in _rows(task.safe / f"interactions-{task.number:05d}.parquet"):
        for row in rows:
            user, group = next(people)
            if user != row["user"]:
                findings.positions["interactions.user"] += 1
            _check_form(findings, source, "interactions.user", row["user"])
            _check_form(findings, source, "interactions.conversation", row["conversation"])
            texts = row.get("text") or {}
            fields = {"kind": row["kind"], "speaker": row["speaker"], **(row.get("attributes") or {}), **texts}
            _check_fields(findings, finder, source, "interactions", fields, task)
            spoken = [text for text in (*texts.values(), row["speaker"]) if text]
            _check_own(findings, finder, "interactions", spoken, group)
    return findings


def scan_files(task: FilesTask) -> Findings:
    """Looks through the bytes of files, and through their names."""
    findings = Findings()
    for path in task.paths:
        for text in _chunks(task.root / path):
            found = scan_text(text, path, task.safe, task.vocabulary)
            if path in _LISTS_OF_HASHES:
                found.digests.clear()
            findings.update(found)
        name = Path(path).name.partition(".")[0]
        findings.positions[path] += holds(_source(task.safe).ids, key(name))
        findings.known[path] += _finder(task.safe, task.vocabulary).everywhere(Path(path).name)
    return _without_zeros(findings)


def scan_text(text: str, place: str, safe: Path, vocabulary: frozenset[str]) -> Findings:
    """Looks through a text that would be published at a place, the name of which says whether it is JSON."""
    finder, findings = _finder(safe, vocabulary), Findings()
    if place.endswith((".json", ".jsonl")):
        # In `\\nils` the letter n belongs to a line break: read with it, names would be found and missed.
        text = _ESCAPE.sub(_unescaped, text)
    findings.known[place] += finder.everywhere(text)
    findings.encoded[place] += encoded_values(text, finder, _source(safe))
    for kind, count in patterns(text).items():
        findings.patterns[kind, place] += count
    findings.digests |= digests(text)
    return _without_zeros(findings)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)


def _without_zeros(findings: Findings) -> Findings:
    findings.known, findings.positions, findings.encoded = +findings.known, +findings.positions, +findings.encoded
    return findings


def _check_fields(
    findings: Findings, finder: LeakFinder, source: SourceValues, table: str, fields: dict[str, str | None], task: RecordsTask
) -> None:
    filled = {name: value for name, value in fields.items() if value}
    if finder.everywhere(_FIELD_BORDER.join(filled.values())):
        for name, value in filled.items():
            if found := finder.everywhere(value):
                findings.known[f"{table}.{name}"] += found
    for name, value in filled.items():
        if f"{table}.{name}" in task.pseudonyms:
            _check_form(findings, source, f"{table}.{name}", value)


def _check_own(findings: Findings, finder: LeakFinder, table: str, texts: Sequence[str], people: Sequence[int]) -> None:
    if texts:
        found = finder.own(_FIELD_BORDER.join(texts), people)
        if found:
            findings.known[f"{table} (names of the people of the conversation)"] += found


def _check_form(findings: Findings, source: SourceValues, place: str, value: str | None) -> None:
    """What should be a pseudonym has its form, and is no id of the source."""
    if value is not None and (not _PSEUDONYM.fullmatch(value) or holds(source.ids, key(value))):
        findings.positions[place] += 1


def _people(path: Path, ordinals: dict[str, int]) -> Iterator[tuple[str, list[int]]]:
    """(pseudonym, people of the conversation) for each raw interaction whose user was kept, in order."""
    for batch in pq.ParquetFile(path).iter_batches(_ROWS, columns=["pseudonym", "ordinal", "participants"]):
        rows = batch.to_pydict()
        for user, ordinal, others in zip(rows["pseudonym"], rows["ordinal"], rows["participants"], strict=True):
            if user in ordinals:
                yield user, [ordinal, *others]


def _rows(path: Path) -> Iterator[list[dict[str, Any]]]:
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        yield batch.to_pylist()


def _chunks(path: Path) -> Iterator[str]:
    """The text of a file in pieces of whole lines, about 1 MiB each."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        while lines := file.readlines(_CHUNK):
            yield "".join(lines)
