"""One worker's portion of a tree: pieces of packs -> files."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from llm_assets.errors import OutputError
from llm_assets.privacy.pseudonyms import PSEUDONYM_LETTERS
from llm_assets.tree import packs
from llm_assets.tree.carried import carried
from llm_assets.tree.columns import Columns, ParquetRecords
from llm_assets.tree.files import Entry, TreeFile, write_file
from llm_assets.tree.plan import PSEUDONYM, profile_path
from llm_assets.tree.rate import RateLimit
from llm_assets.tree.target import cannot_write


@dataclass(frozen=True, slots=True)
class Task:
    """One worker's portion: the documents of one pack, or some files of records.

    group: the name of a sequence of tasks whose files, in the order of the tasks, are sorted by path.
    files: (path, records) of each file of records; slices: (pack, pieces to skip, pieces to take); columns: of files that are
    Parquet. splits: names of the splits of the documents, or of the one whose records these are.
    standing: root of the tree that is published, whose documents are linked where they are the same.
    """

    group: str
    root: Path
    entries: Path
    limit: RateLimit | None
    part: str
    extension: str
    files: tuple[tuple[str, int], ...]
    slices: tuple[tuple[Path, int, int], ...]
    columns: Columns | None = None
    splits: tuple[str, ...] = ("",)
    standing: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a task wrote: `pieces` of one part (of all documents of the users), in `files` files.

    splits: split -> records and tokens; without a name where there are none. linked: files among them that are also those of
    the published tree.
    """

    group: str
    entries: Path
    part: str
    pieces: int
    files: int
    bytes: int
    splits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    linked: int = 0


def write_task(task: Task) -> Written:
    """Does one portion. Raises OutputError when the store fails."""
    linked: list[str] = []
    try:
        entries = list(_documents(task, linked) if task.part == "document" else _records(task))
        note(task.entries, entries)
    except OSError as error:
        raise cannot_write(error, task.root) from None
    pieces = sum(entry.records for entry in entries)
    size = sum(entry.size for entry in entries)
    return Written(task.group, task.entries, task.part, pieces, len(entries), size, _by_split(task, entries), len(linked))


def _by_split(task: Task, entries: list[Entry]) -> dict[str, tuple[int, int]]:
    """Records and tokens of the entries, by the splits of their users."""
    first = next(iter(task.splits))
    if task.part != "document" or not first:
        return {first: _sums(entries)}
    by_user: dict[str, list[Entry]] = {}
    for entry in entries:
        by_user.setdefault(entry.path.rpartition("/")[2][:PSEUDONYM_LETTERS], []).append(entry)
    pack = task.slices[0][0]
    of_split = {split: packs.users([packs.beside(pack)], split) for split in task.splits}
    return {split: _sums(entry for user in users for entry in by_user.get(user, ())) for split, users in of_split.items()}


def _sums(entries: Iterable[Entry]) -> tuple[int, int]:
    records = tokens = 0
    for entry in entries:
        records, tokens = records + entry.records, tokens + entry.tokens
    return records, tokens


def _documents(task: Task, linked: list[str]) -> Iterator[Entry]:
    folder, before, number = "", "", 0
    held: list[Entry] = []  # of one user: `-2` sorts before the extension of the first
    for batch in packs.batches(task.slices[0][0], ["part", "user", "body", "tokens"]):
        for part, user, body, tokens in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            another = part == "document"
            if (user <= before if another else user != before) or not PSEUDONYM.fullmatch(user):
                raise OutputError(
                    "the documents are not in the order of pseudonyms",
                    where=str(task.slices[0][0]),
                    remedy="Materialize formatted_documents again.",
                )
            if another:
                yield from sorted(held, key=lambda entry: entry.path)
                held.clear()
            before, number = user, 1 if another else number + 1
            if user[:2] != folder:
                folder = user[:2]
                (task.root / "profiles" / folder).mkdir(exist_ok=True)
            path = profile_path(user, task.extension, number)
            if task.standing is not None and carried(task.standing, task.root, path, body):
                linked.append(path)
                held.append(Entry(path, len(body), hashlib.sha256(body).hexdigest(), 1, tokens))
            else:
                held.append(write_file(task.root, path, body, task.limit, 1, tokens))
    yield from sorted(held, key=lambda entry: entry.path)


def _records(task: Task) -> Iterator[Entry]:
    stream = (batch for pack, skip, take in task.slices for batch in packs.pieces(pack, task.part, skip, take, task.splits[0]))
    batch = next(stream)
    for path, left in task.files:
        file = TreeFile(task.root, path, task.limit)
        records = file if task.columns is None else ParquetRecords(file, task.columns)
        try:
            while left:
                if not batch.num_rows:
                    batch = next(stream)
                some = batch.slice(0, left)
                records.write(packs.joined(some["body"]), some.num_rows, sum(some["tokens"].to_pylist()))
                batch, left = batch.slice(some.num_rows), left - some.num_rows
            if isinstance(records, ParquetRecords):
                records.end()
        finally:
            entry = file.close()
        yield entry


def note(path: Path, entries: list[Entry]) -> Path:
    """Notes the files that were written, for the manifest."""
    path.write_bytes(b"".join(entry.line() + b"\n" for entry in entries))
    return path
