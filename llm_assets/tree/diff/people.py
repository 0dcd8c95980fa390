"""The users of a published tree, in the order of their pseudonyms, each with a hash of the profile."""

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.errors import OutputError
from llm_assets.stores.trees import Folder, matching
from llm_assets.tree.diff.streams import Pair
from llm_assets.tree.manifest import MANIFEST, read_entries
from llm_assets.tree.plan import PSEUDONYM

_SEEN = 100  # profiles of one user stand side by side, so that a few show all kinds
_RECORDS = ("data/profiles-*.jsonl", "data/profiles-*.parquet")
_BATCH = 10_000


def kinds(tree: Folder) -> list[str]:
    """Where users can be read from: `profiles/*.md` and its like, `data/profiles-*.jsonl` or `.parquet`; the cheapest first."""
    entries = (entry.path for entry in read_entries(tree / MANIFEST) if entry.path.startswith("profiles/"))
    found = sorted({f"profiles/*{PurePosixPath(path).suffix}" for path in islice(entries, _SEEN)})
    return [*found, *(kind for kind in _RECORDS if any(tree.glob(kind)))]


def users(tree: Folder, kind: str) -> Iterator[Pair]:
    """(pseudonym, hash) of each user of a tree, from one of its kinds. Raises OutputError when a record cannot be read."""
    if kind.startswith("profiles/"):
        suffix = kind.removeprefix("profiles/*")
        for entry in read_entries(tree / MANIFEST):
            path = PurePosixPath(entry.path)
            if entry.path.startswith("profiles/") and path.suffix == suffix and PSEUDONYM.fullmatch(path.stem):
                yield path.stem, entry.sha256
        return
    by_split: dict[str, list[Folder]] = {}
    for file in matching(tree, kind):
        by_split.setdefault(file.name.rpartition("-of-")[0].rpartition("-")[0], []).append(file)
    yield from heapq.merge(*map(_records, by_split.values()))


def _records(files: Iterable[Folder]) -> Iterator[Pair]:
    for file in files:
        try:
            yield from _lines(file) if file.suffix == ".jsonl" else _rows(file)
        except (orjson.JSONDecodeError, KeyError, TypeError, pa.ArrowInvalid):
            raise OutputError("a file of the tree is damaged", where=str(file), remedy="Publish the tree again.") from None


def _lines(file: Folder) -> Iterator[Pair]:
    with file.open("rb") as lines:
        for line in lines:
            yield str(orjson.loads(line)["user"]), hashlib.sha256(line).hexdigest()


def _rows(file: Folder) -> Iterator[Pair]:
    with file.open("rb") as rows:
        for batch in pq.ParquetFile(rows).iter_batches(_BATCH):
            for row in batch.to_pylist():
                yield str(row["user"]), hashlib.sha256(orjson.dumps(row, default=str)).hexdigest()
