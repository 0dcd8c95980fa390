"""A staged tree -> the objects of one version on a store: each sent, compared with what was staged, and all of them counted.

What the version holds already (a killed run left it) is not sent again, and what a published version holds is copied by the
store itself.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from hashlib import file_digest
from heapq import merge
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from llm_assets.compute import Progress
from llm_assets.errors import OutputError
from llm_assets.stores.objects import Found, Store
from llm_assets.tree.files import Entry
from llm_assets.tree.manifest import MANIFEST, SUMS, read_entries

Other = TypeVar("Other")

COPIED_BYTES = 256_000  # a smaller object is sent as fast as it is copied and looked at
_WAITING = 4  # tasks per connection that are made ahead


@dataclass(frozen=True, slots=True)
class Sent:
    """How the objects of a version came there."""

    uploaded: int = 0
    copied: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    entry: Entry
    there: Found | None
    source: str | None  # the key of an object with the same bytes


def upload(
    store: Store, root: Path, folder: str, connections: int, progress: Progress, old: tuple[str, Path] | None = None
) -> Sent:
    """Makes the objects below `folder` equal to the files of the staged tree `root`.

    connections: requests at a time. old: the folder of a published version, and a copy of its manifest.
    Raises StoreError when the store fails, OutputError when an object is not what was sent.
    """
    done: dict[str, int] = {"uploaded": 0, "copied": 0, "kept": 0}

    def settle(finished: set[Future[str]]) -> None:
        for each in finished:
            done[each.result()] += 1
            progress.add(1)

    with ThreadPoolExecutor(connections, "upload") as pool:
        pending: set[Future[str]] = set()
        try:
            for task in _tasks(store, root, folder, old):
                pending.add(pool.submit(_settle, store, root, folder, task))
                if len(pending) >= _WAITING * connections:
                    finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                    settle(finished)
            settle(wait(pending).done)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    _count(store, root, folder)
    return Sent(**done)


def staged_entries(root: Path) -> Iterator[Entry]:
    """All files of a staged tree by path, the two that list the others among them."""
    own = (Entry(name, (root / name).stat().st_size, _sha256(root / name), 0, 0) for name in sorted((MANIFEST, SUMS)))
    return merge(read_entries(root / MANIFEST), own, key=lambda entry: entry.path)


def _tasks(store: Store, root: Path, folder: str, old: tuple[str, Path] | None) -> Iterator[_Task]:
    there = _keyed(folder, store.walk(folder))
    before = ((entry.path, entry) for entry in read_entries(old[1])) if old else iter(())
    for (entry, found), (_, twin) in zip(
        _beside(staged_entries(root), there), _beside(staged_entries(root), before), strict=True
    ):
        same = old is not None and twin is not None and twin.sha256 == entry.sha256 and entry.size >= COPIED_BYTES
        yield _Task(entry, found, f"{old[0]}/{entry.path}" if same and old else None)


def _keyed(folder: str, found: Iterator[Found]) -> Iterator[tuple[str, Found]]:
    return ((each.key.removeprefix(f"{folder}/"), each) for each in found)


def _beside(wanted: Iterator[Entry], others: Iterator[tuple[str, Other]]) -> Iterator[tuple[Entry, Other | None]]:
    """Each entry with what has its path in another sorted stream."""
    path, other = next(others, ("", None))
    for entry in wanted:
        while other is not None and path < entry.path:
            path, other = next(others, ("", None))
        yield entry, other if path == entry.path else None


def _settle(store: Store, root: Path, folder: str, task: _Task) -> str:
    """Makes one object as it should be, and gives how."""
    key, file = f"{folder}/{task.entry.path}", root / task.entry.path
    if task.there is not None and store.holds(task.there, file):
        return "kept"
    if task.source is not None and store.copy(task.source, key):
        copied = store.find(key)
        if copied is not None and store.holds(copied, file):
            return "copied"
    for _ in range(2):
        if store.put_file(key, file) or store.digest(key) == task.entry.sha256:
            return "uploaded"
    raise OutputError(
        "the store holds other bytes than were sent", where=f"{store.url}/{key}", remedy="Look at the store, then run again."
    )


def _count(store: Store, root: Path, folder: str) -> None:
    """Every file is there with its size, and nothing else is. Raises OutputError otherwise."""
    wrong = 0
    found = _keyed(folder, store.walk(folder))
    for entry, each in zip_longest(staged_entries(root), found):
        wrong += entry is None or each is None or (entry.path, entry.size) != (each[0], each[1].size)
    if wrong:
        raise OutputError(
            f"{wrong} objects are missing on the store, or are not what was sent",
            where=f"{store.url}/{folder}",
            remedy="Run again; what was published before still stands.",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
