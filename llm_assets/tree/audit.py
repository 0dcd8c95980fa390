"""Every staged file is read again from disk, and compared with what the manifest says and with what should be there.

Nothing that staging remembers is trusted. The leak checks come from the caller: this package knows no value of the source.
"""

import heapq
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

import orjson

from llm_assets.compute import map_shards
from llm_assets.privacy.audit.contents import count_rows, read_users
from llm_assets.tree import packs
from llm_assets.tree.files import Entry
from llm_assets.tree.manifest import MANIFEST, SUMS, files_range, read_entries, read_head, sum_line, version_of
from llm_assets.tree.plan import PSEUDONYM, FormatPlan, file_part
from llm_assets.tree.stage import POOL_BYTES, StagedTree

LEAK_CHECKS = ("no_known_identifiers", "no_pii_patterns", "no_reversible_ids", "canaries_removed")
TREE_CHECKS = ("matches_manifest", "every_user_published", "splits_disjoint")

_CONTINUED = re.compile(rf"{PSEUDONYM.pattern}-[0-9]+")
_RANGE_BYTES = 2_000_000  # of the manifest: about 10,000 files
_READ_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of a tree.

    counts: figures by name, never a value of the data; blocking: whether a failure forbids publication.
    """

    name: str
    passed: bool
    summary: str
    counts: Mapping[str, int | float | str] = field(default_factory=dict)
    blocking: bool = True


Scan = Callable[[StagedTree], Iterable[CheckResult]]


def audit_tree(staged: StagedTree, scan: Scan, processes: int = 1) -> Iterator[CheckResult]:
    """All checks of a staged tree, each as soon as it is made; `scan` makes the leak checks."""
    yield matches_manifest(staged, processes)
    yield every_user_published(staged)
    yield from scan(staged)


def matches_manifest(staged: StagedTree, processes: int = 1) -> CheckResult:
    """Every file has the bytes, hash and number of records that the manifest says, and there is no other file.

    Dotfiles, symlinks and whatever is not a regular file count as `unlisted`.
    """
    manifest = staged.root / MANIFEST
    counts = {"files": 0, "missing": 0, "changed": 0, "unlisted": 0, "checksums": 0, "version": 0}
    try:
        head, (start, end) = read_head(manifest), files_range(manifest)
        ranges = [(manifest, at, min(at + _RANGE_BYTES, end)) for at in range(start, end, _RANGE_BYTES)]
        for files, missing, changed in map_shards(check_range, ranges, processes if staged.bytes >= POOL_BYTES else 1):
            counts["files"] += files
            counts["missing"] += missing
            counts["changed"] += changed
        counts["unlisted"] = _unlisted(staged.root, (entry.path for entry in read_entries(manifest)))
        counts["checksums"] = _wrong_sums(staged.root)
        expected = version_of(read_entries(manifest), staged.plan.facts.key_id, staged.plan.facts.settings_fingerprint)
        counts["version"] = int(not head or head["version"] != expected or staged.version != expected)
    except (OSError, ValueError):
        return CheckResult("matches_manifest", False, "manifest.json or SHA256SUMS is missing or cannot be read", counts)
    wrong = sum(counts.values()) - counts["files"]
    summary = f"{counts['files']:,} files read again, all as the manifest says"
    if wrong:
        parts = (f"{number:,} {name}" for name, number in counts.items() if number and name != "files")
        summary = f"files that differ from the manifest: {', '.join(parts)}"
    return CheckResult("matches_manifest", not wrong, summary, counts)


def check_range(portion: tuple[Path, int, int]) -> tuple[int, int, int]:
    """Reads the files of a range of a manifest again: (files, missing, changed)."""
    manifest, first, last = portion
    files = missing = changed = 0
    for entry in read_entries(manifest, first, last):
        files += 1
        try:
            changed += not _agrees(manifest.parent, entry)
        except OSError:
            missing += 1
    return files, missing, changed


def _agrees(root: Path, entry: Entry) -> bool:
    digest, size, lines = sha256(), 0, 0
    descriptor = os.open(f"{root}/{entry.path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        while chunk := os.read(descriptor, _READ_BYTES):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n") if entry.path.endswith(".jsonl") else 0
    finally:
        os.close(descriptor)
    counted = lines == entry.records or not entry.path.endswith(".jsonl")
    if entry.path.endswith(".parquet"):
        counted = count_rows(root / entry.path) == entry.records
    return counted and size == entry.size and digest.hexdigest() == entry.sha256


def _unlisted(root: Path, listed: Iterator[str]) -> int:
    """Number of differences between what lies below `root` and what is listed (and the two files that list)."""
    expected = _with_own(listed, (MANIFEST, SUMS))
    return _differences(_walk(root, ""), expected)


def _with_own(paths: Iterator[str], own: Sequence[str]) -> Iterator[str]:
    waiting = sorted(own)
    for path in paths:
        while waiting and waiting[0] < path:
            yield waiting.pop(0)
        yield path
    yield from waiting


def _walk(root: Path, folder: str) -> Iterator[str]:
    """Paths of all that is not a folder, sorted as strings; what should not be there gets a name that no list can hold."""
    with os.scandir(root / folder) as found:
        each = [(entry.name + "/" * entry.is_dir(follow_symlinks=False), entry) for entry in found]
    for name, entry in sorted(each, key=lambda pair: pair[0]):
        if name.startswith(".") or not (name.endswith("/") or entry.is_file(follow_symlinks=False)):
            yield f"{folder}{name}\0"
        elif name.endswith("/"):
            yield from _walk(root, folder + name)
        else:
            yield folder + name


def _differences(found: Iterable[str], expected: Iterable[str]) -> int:
    """Size of the symmetric difference of two sorted streams; a stream that is not sorted differs as well."""
    left, right = iter(found), iter(expected)
    one, other, differences = next(left, None), next(right, None), 0
    while one is not None or other is not None:
        if one == other:
            one, other = next(left, None), next(right, None)
        elif other is None or (one is not None and one < other):
            differences += 1
            one = next(left, None)
        else:
            differences += 1
            other = next(right, None)
    return differences


def _wrong_sums(root: Path) -> int:
    """Number of lines of SHA256SUMS that are not as the manifest (and the manifest's own hash) make them."""
    manifest = root / MANIFEST
    body = sha256()
    with manifest.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            body.update(chunk)
    own = Entry(MANIFEST, 0, body.hexdigest(), 0, 0)
    before = (e for e in read_entries(manifest) if e.path < MANIFEST)
    after = (e for e in read_entries(manifest) if e.path > MANIFEST)
    expected = map(sum_line, chain(before, [own], after))
    with (root / SUMS).open("rb") as lines:
        return sum(one != other for one, other in zip_longest(lines, expected))


def every_user_published(staged: StagedTree) -> CheckResult:
    """The users of the documents are the users of the tree, in each format, as parsed from the files."""
    plan = staged.plan
    whole = [made for made in plan.formats if made.users_part]
    counts = {"users": plan.users, "missing_or_unexpected": 0, "unreadable": 0, "miscounted": 0}
    for made in plan.formats:
        if made not in whole:
            begun = [file_part(part, split) for part in made.parts for split in plan.split_names]
            counts["unreadable"] += sum(_unreadable(staged.root / made.folder, part, made.extension) for part in begun)
    for made in whole:
        shards = [whole[0].pack(plan.packs, shard) for shard in range(plan.shards)]
        seen = _Seen(staged.root, made, plan.split_names)
        counts["missing_or_unexpected"] += _differences(seen, packs.users(shards, str(whole[0].users_part)))
        counts["unreadable"] += seen.unreadable
        counts[f"users_{made.name}"] = seen.users
        counts["miscounted"] += abs(seen.users - plan.users)
    wrong = counts["missing_or_unexpected"] + counts["unreadable"] + counts["miscounted"]
    names = ", ".join(made.name for made in whole)
    summary = f"{plan.users:,} users, each of them in {names}" if whole else "no format has to hold every user"
    if wrong:
        summary = (
            f"{counts['missing_or_unexpected']:,} users missing or unexpected, {counts['unreadable']:,} records unreadable"
        )
    return CheckResult("every_user_published", not wrong, summary, counts)


def _unreadable(folder: Path, part: str, extension: str) -> int:
    """Number of lines that are no JSON objects, in the files of a format that need not hold every user."""
    bad = 0
    for path in sorted(folder.glob(f"{part}-[0-9]*-of-*{extension}")):
        with path.open("rb") as lines:
            for line in lines:
                try:
                    bad += not isinstance(orjson.loads(line), dict)
                except orjson.JSONDecodeError:
                    bad += 1
    return bad


class _Seen:
    """The users that a format's files show, in the order of the paths; counts what it cannot read."""

    def __init__(self, root: Path, made: FormatPlan, splits: Sequence[str]) -> None:
        self.root, self.made, self.splits = root, made, splits
        self.users = self.unreadable = 0

    def __iter__(self) -> Iterator[str]:
        records = (self._records(file_part("profiles", split)) for split in self.splits)
        for user in self._file_names() if self.made.layout == "document" else heapq.merge(*records):
            self.users += 1
            yield user

    def _file_names(self) -> Iterator[str]:
        folder, extension = self.root / "profiles", self.made.extension
        for prefix in sorted(each.name for each in folder.glob("*/")):
            for name in sorted(each.name for each in (folder / prefix).iterdir()):
                user = name.removesuffix(extension)
                if _CONTINUED.fullmatch(user):
                    continue
                if name.endswith(extension) and PSEUDONYM.fullmatch(user):
                    self.unreadable += user[:2] != prefix
                    yield user

    def _records(self, part: str) -> Iterator[str]:
        for path in sorted((self.root / "data").glob(f"{part}-[0-9]*-of-*{self.made.extension}")):
            if self.made.container == "parquet":
                yield from read_users(path)
                continue
            with path.open("rb") as lines:
                for line in lines:
                    try:
                        yield str(orjson.loads(line)["user"])
                    except (orjson.JSONDecodeError, KeyError, TypeError):
                        self.unreadable += 1
