"""manifest.json and SHA256SUMS: written and read as streams, since a tree can hold a million files.

The manifest is one JSON object, its small keys first and then `files`, one entry a line, so that a part of the list can be read
without the rest.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from llm_assets.errors import OutputError
from llm_assets.stores.trees import Folder
from llm_assets.tree.files import Entry, TreeFile
from llm_assets.tree.plan import TreeFacts
from llm_assets.tree.rate import RateLimit

GENERATOR = "llm-assets"
FORMAT_VERSION = "1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_FILES = b'  "files": ['
_HEAD_BYTES = 1_000_000
_WHOLE_BYTES = 100_000_000
_CHUNK_BYTES = 1_000_000
_KEYS = ("read", "published", "quarantined", "suppressed", "cut", "erased")


def merged(groups: Iterable[Sequence[Path]]) -> Iterator[Entry]:
    """All entries by path. Each group is a sequence of files of entries that, one behind the other, are sorted already."""
    return heapq.merge(*(chain.from_iterable(map(_noted, group)) for group in groups), key=lambda entry: entry.path)


def _noted(path: Path) -> Iterator[Entry]:
    with path.open("rb") as lines:
        for line in lines:
            yield Entry.of(line)


def version_of(entries: Iterable[Entry], key_id: str, fingerprint: str) -> str:
    """Name of a tree's content, 16 hex digits: SHA-256 over `sha256  path` lines by path, then key id and fingerprint."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.sha256}  {entry.path}\n".encode())
    digest.update(f"{key_id}\n{fingerprint}\n".encode())
    return digest.hexdigest()[:16]


def check_counts(counts: Mapping[str, Mapping[str, int]], users: int, interactions: int) -> None:
    """Every user and interaction that was read must be accounted for, and those published must be the ones that are staged.

    Raises OutputError otherwise.
    """
    for table, staged in (("users", users), ("interactions", interactions)):
        each = {key: counts[table].get(key, 0) for key in _KEYS}
        cut = each["cut"] if table == "interactions" else 0
        settled = each["published"] + each["quarantined"] + each["erased"] + cut
        if settled != each["read"] or each["published"] != staged:
            raise OutputError(
                f"the accounts of the {table} do not close: {each['read']} read, {each['published']} published, "
                f"{each['quarantined']} quarantined, {cut} cut, {each['erased']} erased, {staged} staged",
                remedy="Materialize all assets again; if it stays, report it: this is a fault of llm-assets.",
            )


def write_manifest(
    root: Path,
    entries: Iterable[Entry],
    facts: TreeFacts,
    version: str,
    users: int,
    interactions: int,
    shown: Mapping[str, Any],
    limit: RateLimit | None,
) -> Entry:
    """Writes manifest.json; `entries` are all files but itself and SHA256SUMS, by path.

    shown: what else it says: `tokens` of each format and, where there are any, `splits`.
    """
    head = {
        "generator": GENERATOR,
        "format_version": FORMAT_VERSION,
        "dataset": facts.dataset,
        "version": version,
        "level": facts.level,
        "formats": list(facts.formats),
        "token_counter": facts.token_counter,
        **shown,
        "key_id": facts.key_id,
        "settings_fingerprint": facts.settings_fingerprint,
        "users": users,
        "interactions": interactions,
        "counts": {table: {key: facts.counts[table].get(key, 0) for key in _KEYS} for table in ("users", "interactions")},
    }
    opening = orjson.dumps(head, option=orjson.OPT_INDENT_2)[:-2] + b",\n" + _FILES
    lines = (b",\n    " * bool(index) + entry.line() for index, entry in enumerate(entries))
    return _stream(root, MANIFEST, chain([opening, b"\n    "], lines, [b"\n  ]\n}\n"]), limit)


def write_sums(root: Path, entries: Iterable[Entry], limit: RateLimit | None) -> Entry:
    """Writes SHA256SUMS, as `sha256sum -c` reads it; `entries` are all files but itself, by path."""
    return _stream(root, SUMS, (sum_line(entry) for entry in entries), limit)


def sum_line(entry: Entry) -> bytes:
    """One line of SHA256SUMS."""
    return f"{entry.sha256}  {entry.path}\n".encode()


def _stream(root: Path, path: str, parts: Iterable[bytes], limit: RateLimit | None) -> Entry:
    file, waiting = TreeFile(root, path, limit), bytearray()
    try:
        for part in parts:
            waiting += part
            if len(waiting) >= _CHUNK_BYTES:
                file.write(bytes(waiting))
                waiting.clear()
        file.write(bytes(waiting))
    finally:
        entry = file.close()
    return entry


def read_head(path: Folder) -> dict[str, Any] | None:
    """All of a manifest but its list of files; None when the file is absent, or is not a manifest of ours.

    Raises OSError when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD_BYTES)
            head, found, _ = start.partition(_FILES)
            if not found and path.stat().st_size > _WHOLE_BYTES:
                return None
            # Without the marker someone has laid the JSON out anew: then it is read whole.
            content = orjson.loads(head + _FILES + b"]}" if found else start + file.read())
    except (FileNotFoundError, NotADirectoryError, orjson.JSONDecodeError):
        return None
    if not isinstance(content, dict) or content.get("generator") != GENERATOR:
        return None
    content.pop("files", None)
    return content


def files_range(path: Folder) -> tuple[int, int]:
    """The first byte of the list of files in a manifest, and the one behind it. Raises ValueError when there is no list."""
    with path.open("rb") as file:
        start = file.read(_HEAD_BYTES).find(_FILES + b"\n")
        size = file.seek(0, 2)
        file.seek(max(0, size - 7))
        if start < 0 or file.read() != b"\n  ]\n}\n":
            raise ValueError("not a manifest")
    return start + len(_FILES) + 1, size - 6


def read_entries(path: Folder, first: int | None = None, last: int | None = None) -> Iterator[Entry]:
    """The entries of a manifest, as a stream; of the lines that begin in the bytes from `first` to before `last`.

    Raises ValueError when a line is no entry.
    """
    start, end = files_range(path)
    begin, stop = start if first is None else first, end if last is None else min(last, end)
    with path.open("rb") as file:
        file.seek(begin - 1)
        file.readline()  # the rest of the line in which the range begins belongs to the range before
        while file.tell() < stop:
            line = file.readline().strip()
            if line:
                yield Entry.of(line.removesuffix(b","))
