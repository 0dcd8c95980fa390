"""A folder of this machine, kept on an object store between runs: work begun on one machine goes on on another.

    <prefix>/index.json      every file with its size and SHA-256; written last, on the condition that nobody wrote it since
    <prefix>/files/<sha256>  the bytes of a file
    <prefix>/lock.json       held by the run that writes

The work itself is done in the folder. What did not change is sent once, and fetched once by each machine. Files and folders
whose names begin with a dot, keys and locks stay on the machine. Whoever is killed leaves the index as it was.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from shutil import copyfile
from typing import Any

import orjson

from llm_assets.errors import OutputError
from llm_assets.lock import Patience
from llm_assets.stores.attempts import StoreError
from llm_assets.stores.connection import CONNECTIONS
from llm_assets.stores.lease import held
from llm_assets.stores.objects import Store

INDEX, FILES = "index.json", "files"
_MARK = ".mirror.json"
_OF_THE_MACHINE = ("lock", "run.key", "outgoing", "preview")
_SHA256 = 64


@dataclass
class Mirror:
    """One folder and its prefix. connections: requests at a time."""

    store: Store
    folder: Path
    connections: int = CONNECTIONS
    _seen: dict[str, tuple[int, int, str]] = field(default_factory=dict, init=False)  # path -> size, mtime, SHA-256
    _version: str | None = field(default=None, init=False)  # of the index that the folder was last equal to

    @contextmanager
    def keeping(self, patience: Patience | None = None) -> Iterator[None]:
        """Holds the prefix; fetches what another machine left, and in the end sends what was made, also when that failed."""
        with self._told(), held(self.store, "working", patience) as lease:
            self._fetch()
            try:
                yield
            except Exception:
                with suppress(OSError, OutputError):  # what failed is to be told, not this
                    self._send(lease.confirm)
                raise
            self._send(lease.confirm)

    def fetch(self) -> None:
        """Makes the folder equal to what the store holds, if somebody wrote there since. Raises OutputError."""
        with self._told():
            self._fetch()

    def send(self) -> None:
        """Sends what changed in the folder. Raises OutputError."""
        with self._told(), held(self.store, "working") as lease:
            self._send(lease.confirm)

    def _fetch(self) -> None:
        self._remember()
        there = self.store.read(INDEX)
        if there is None or there[1] == self._version:
            return
        wanted = _files(there[0], str(self.store.url))
        here = self._here()
        missing: dict[str, list[str]] = {}
        for path, digest in wanted.items():
            if here.get(path) != digest:
                missing.setdefault(digest, []).append(path)
        with ThreadPoolExecutor(self.connections, "fetch") as pool:
            list(pool.map(lambda each: self._get(*each), missing.items()))
        for path in here.keys() - wanted.keys():
            (self.folder / path).unlink()
        self._settle(there[1])

    def _send(self, confirm: Callable[[], None]) -> None:
        self._remember()
        here = self._here()
        before = self.store.read(INDEX)
        known = set(_files(before[0], str(self.store.url)).values()) if before else set()
        if before is not None and before[1] == self._version and here == _files(before[0], str(self.store.url)):
            return
        new = {digest: path for path, digest in here.items() if digest not in known}
        with ThreadPoolExecutor(self.connections, "send") as pool:
            list(pool.map(lambda item: self._put(*item), new.items()))
        confirm()
        index = orjson.dumps({"files": dict(sorted(here.items()))}, option=orjson.OPT_INDENT_2)
        version = self.store.put_if(INDEX, index, self._version if before else None)
        if version is None:
            raise OutputError(
                "another machine has worked there in the meantime",
                where=str(self.store.url),
                remedy="Run again: its stages are fetched first.",
            )
        self._settle(version)
        kept = set(here.values())
        self.store.remove([each.key for each in self.store.walk(FILES) if each.key.rpartition("/")[2] not in kept])

    def _here(self) -> dict[str, str]:
        """Path -> SHA-256 of each file that is kept; of what did not change, as it was found before."""
        found = {}
        for path in sorted(_kept(self.folder)):
            name, about = path.relative_to(self.folder).as_posix(), path.stat()
            size, changed, digest = self._seen.get(name, (-1, -1, ""))
            if (size, changed) != (about.st_size, about.st_mtime_ns):
                digest = _sha256(path)
            self._seen[name] = (about.st_size, about.st_mtime_ns, digest)
            found[name] = digest
        return found

    def _get(self, digest: str, names: list[str]) -> None:
        """Fetches one object, for all files that have its bytes."""
        first = self._fresh(names[0])
        self.store.download(f"{FILES}/{digest}", first)
        if _sha256(first) != digest:
            first.unlink()
            raise StoreError("it gave other bytes than were stored")
        for name in names[1:]:
            copyfile(first, self._fresh(name))
        for name in names:
            self._fresh(name).replace(self.folder / name)

    def _fresh(self, name: str) -> Path:
        """Where a file is written before it takes its place: 0600."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{path.name}.fetched")
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600))
        return fresh

    def _put(self, digest: str, name: str) -> None:
        key = f"{FILES}/{digest}"
        if not self.store.put_file(key, self.folder / name) and self.store.digest(key) != digest:
            raise StoreError("it holds other bytes than were sent")

    def _remember(self) -> None:
        """Reads what the folder was last equal to, as this or an earlier process noted it."""
        with suppress(FileNotFoundError, orjson.JSONDecodeError, KeyError):
            mark: dict[str, Any] = orjson.loads((self.folder / _MARK).read_bytes())
            if mark["url"] == str(self.store.url):
                self._version = mark["version"]
                self._seen = {name: tuple(about) for name, about in mark["files"].items()}

    def _settle(self, version: str) -> None:
        self._version = version
        self._here()
        mark = {"url": str(self.store.url), "version": version, "files": self._seen}
        fresh = self.folder / f"{_MARK}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(orjson.dumps(mark))
        fresh.replace(self.folder / _MARK)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            raise OutputError(
                f"the store of the work folder failed: {error.strerror}",
                where=str(self.store.url),
                remedy="Look at the network, the bucket and the rights, then run again: finished stages are still here.",
                transient=error.kind == "failing",
            ) from None


def _kept(folder: Path) -> Iterable[Path]:
    for base, folders, names in os.walk(folder):
        if Path(base) == folder:
            folders[:] = [name for name in folders if name not in _OF_THE_MACHINE]
            names = [name for name in names if name not in _OF_THE_MACHINE]
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(base, name) for name in names if not name.startswith("."))


def _files(index: bytes, where: str) -> dict[str, str]:
    """Path -> SHA-256 of an index. Raises OutputError when it is damaged, or would write outside of the folder."""
    try:
        files: dict[str, str] = orjson.loads(index)["files"]
        for path, digest in files.items():
            parts = PurePosixPath(path).parts
            if not parts or any(part.startswith((".", "/")) for part in parts) or parts[0] in _OF_THE_MACHINE:
                raise ValueError
            if len(digest) != _SHA256 or not digest.isalnum():
                raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise OutputError(
            "the index of the work folder is damaged", where=where, remedy="Remove the prefix; the next run begins afresh."
        ) from None
    return files


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
