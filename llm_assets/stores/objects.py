"""The objects under a prefix of a store: list, read, write, copy, remove.

A key is a path below the prefix. Every call is tried again as `attempts` says. Safe to use from several threads.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from llm_assets.stores.attempts import StoreError, in_words, persist
from llm_assets.stores.connection import file_system
from llm_assets.stores.urls import StoreUrl

Result = TypeVar("Result")

PART_BYTES = 16_000_000  # larger files go in parts of this size
_READ_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """An object, or a folder of objects (`size` 0). version: what changes when the object is written anew."""

    key: str
    size: int
    folder: bool
    version: str
    md5: str | None


class Store:
    """The objects under a URL, in what all stores have in common. `S3Store` has more.

    take: called before each request that writes or removes, waits for the rate.
    """

    def __init__(self, url: StoreUrl, fs: Any = None, take: Callable[[], None] = lambda: None) -> None:
        self.url = url
        self._fs = fs if fs is not None else file_system(url, writing=True)
        self._take = take

    def limited(self, take: Callable[[], None]) -> "Store":
        """The same store with a rate."""
        return type(self)(self.url, self._fs, take)

    def list(self, folder: str = "") -> list[Found]:
        """What lies directly in a folder, sorted as paths are (a folder as if its name ended in a slash)."""
        try:
            listed = persist(lambda: self._fs.ls(self._path(folder), detail=True))
        except FileNotFoundError:
            return []
        found = [self._found(each) for each in listed]
        # The object that a console makes for an empty folder bears the folder's own name.
        return sorted((each for each in found if each.key != folder), key=lambda each: each.key + "/" * each.folder)

    def walk(self, folder: str = "") -> Iterator[Found]:
        """All objects below a folder, by path; a million of them are never in memory together."""
        for each in self.list(folder):
            if each.folder:
                yield from self.walk(each.key)
            else:
                yield each

    def find(self, key: str) -> Found | None:
        """One object; None when it is not there."""
        with suppress(FileNotFoundError):
            return self._found(persist(lambda: self._fs.info(self._path(key))))
        return None

    def written_at(self, key: str) -> datetime | None:
        """When an object was written, by the clock of the store; None when that is not told."""
        try:
            written: datetime = persist(lambda: self._fs.modified(self._path(key)))
        except (FileNotFoundError, LookupError, NotImplementedError):
            return None
        return written if written.tzinfo else written.replace(tzinfo=UTC)

    def read(self, key: str) -> tuple[bytes, str] | None:
        """The bytes of a small object and its version; None when it is not there."""
        before = self.find(key)
        while before is not None and not before.folder:
            with suppress(FileNotFoundError):
                data: bytes = persist(lambda: self._fs.cat_file(self._path(key)))
                after = self.find(key)
                if after == before:
                    return data, before.version
                before = after
                continue
            return None
        return None

    def download(self, key: str, path: Path) -> None:
        """Writes an object into a file. Raises FileNotFoundError when it is not there."""
        persist(lambda: self._fs.get_file(self._path(key), str(path)))

    def digest(self, key: str) -> str:
        """SHA-256 of an object, read back from the store."""
        return persist(lambda: self._digest(key))

    def put(self, key: str, data: bytes) -> bool:
        """Writes an object. Gives whether the store itself vouches for its bytes (by MD5)."""
        self._write(lambda: self._fs.pipe_file(self._path(key), data))
        found, digest = self.find(key), hashlib.md5(data, usedforsecurity=False)
        return found is not None and found.size == len(data) and found.md5 == digest.hexdigest()

    def put_file(self, key: str, path: Path) -> bool:
        """The same with the bytes of a file, which may be large."""
        if path.stat().st_size <= PART_BYTES:
            return self.put(key, path.read_bytes())
        self._write(lambda: self._fs.put_file(str(path), self._path(key)))
        found = self.find(key)
        return found is not None and self.holds(found, path)

    def put_if(self, key: str, data: bytes, version: str | None) -> str | None:
        """Writes a small object if it still has a version (None: if it is not there). Gives its new version, None if not.

        Not every store can replace on a condition; where it cannot, the condition is looked at just before.
        """
        try:
            if version is None:
                self._write(lambda: self._fs.pipe_file(self._path(key), data, mode="create"))
            else:
                found = self.find(key)
                if found is None or found.version != version:
                    return None
                self._write(lambda: self._fs.pipe_file(self._path(key), data))
        except StoreError as error:
            if error.kind != "conflict" and (error.kind != "missing" or version is None):
                raise
        # Asked instead of told: an answer that got lost may have come after the write.
        return self._written(key, data)

    def holds(self, found: Found, path: Path) -> bool:
        """Whether an object has the bytes of a file, as far as the store tells a digest (else: no)."""
        return found.size == path.stat().st_size and found.md5 is not None and found.md5 == md5_of(path)

    def copy(self, source: str, key: str) -> bool:
        """Copies an object within the store. Gives whether there was one to copy."""
        try:
            self._write(lambda: self._fs.cp_file(self._path(source), self._path(key)))
        except StoreError as error:
            if error.kind != "missing":
                raise
            return False
        return True

    def remove(self, keys: Sequence[str]) -> None:
        """Removes objects; those that are not there count as removed."""
        for key in keys:
            try:
                self._write(lambda key=key: self._fs.rm_file(self._path(key)))  # type: ignore[misc]
            except StoreError as error:
                if error.kind != "missing":
                    raise

    def sweep(self) -> None:
        """Removes what uploads that never ended left below the prefix, where a store keeps such."""

    def _written(self, key: str, data: bytes) -> str | None:
        there = self.read(key)
        return there[1] if there is not None and there[0] == data else None

    def _write(self, call: Callable[[], Result]) -> Result:
        def once() -> Result:
            self._take()
            return call()

        try:
            return persist(once)
        except FileNotFoundError as error:
            raise StoreError(in_words(error), "missing") from None

    def _digest(self, key: str) -> str:
        digest = hashlib.sha256()
        with self._fs.open(self._path(key), "rb") as file:
            while chunk := file.read(_READ_BYTES):
                digest.update(chunk)
        return digest.hexdigest()

    def _path(self, key: str) -> str:
        return f"{self.url.path}/{key}".rstrip("/")

    def _found(self, info: dict[str, Any]) -> Found:
        key = str(info["name"]).strip("/").removeprefix(self.url.path).strip("/")
        return Found(key, int(info.get("size") or 0), info["type"] == "directory", version_of(info), _told_md5(info))


def version_of(info: dict[str, Any]) -> str:
    """What a store says of the version of an object: its ETag or generation, else its size and time."""
    for name in ("ETag", "etag", "generation", "md5Hash"):
        if info.get(name):
            return str(info[name]).strip('"')
    times = [info[name] for name in ("LastModified", "last_modified", "updated", "mtime", "created") if info.get(name)]
    return " ".join([str(info.get("size")), *(str(each) for each in times[:1])])


def _told_md5(info: dict[str, Any]) -> str | None:
    """The MD5 that a store tells (GCS: `md5Hash`; Azure: `content_md5`), as hexadecimal digits."""
    told = info.get("md5Hash") or info.get("content_md5") or (info.get("content_settings") or {}).get("content_md5")
    if isinstance(told, str):
        told = base64.b64decode(told)
    return bytes(told).hex() if told else None


def md5_of(path: Path) -> str:
    """MD5 of a file: what stores compare with, not a proof against an attacker (SHA-256 is in the manifest)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
