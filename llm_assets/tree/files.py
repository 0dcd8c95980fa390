"""One file of the tree: written once, hashed while it is written, with a constant mode and time.

A tree carries no clock: two runs on the same input give the same bytes and the same listing.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from llm_assets.tree.rate import RateLimit

MTIME_NS = 315_532_800 * 10**9  # 1980-01-01T00:00:00Z, the earliest moment that a zip archive can hold
FILE_MODE = 0o644
FOLDER_MODE = 0o755


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as the manifest lists it.

    path: relative, POSIX; size: in bytes (`bytes` in the manifest); records, tokens: of the data in it (0 for the files that
    describe the tree).
    """

    path: str
    size: int
    sha256: str
    records: int
    tokens: int

    def line(self) -> bytes:
        """The entry as one JSON object, without a newline."""
        return orjson.dumps(
            {"path": self.path, "bytes": self.size, "sha256": self.sha256, "records": self.records, "tokens": self.tokens}
        )

    @classmethod
    def of(cls, line: bytes) -> "Entry":
        """Reads what `line` gave. Raises ValueError when it is something else."""
        try:
            each = orjson.loads(line)
            return cls(each["path"], each["bytes"], each["sha256"], each["records"], each["tokens"])
        except (KeyError, TypeError):
            raise ValueError("not an entry of a manifest") from None


class TreeFile:
    """A file of the tree while it is written.

    The bare system calls cost half of what `open()` does, and this is done once per user.
    Raises OSError when the file exists: two users never share one.
    """

    __slots__ = ("_descriptor", "_hash", "path", "records", "size", "tokens")

    def __init__(self, root: Path, path: str, limit: RateLimit | None) -> None:
        if limit is not None:
            limit.take()
        self.path = path
        self.size = self.records = self.tokens = 0
        self._hash = hashlib.sha256()
        self._descriptor = os.open(f"{root}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)

    def write(self, body: bytes | memoryview, records: int = 0, tokens: int = 0) -> None:
        """Appends bytes, and counts what they hold."""
        self._hash.update(body)
        self.size += len(body)
        self.records += records
        self.tokens += tokens
        done = os.write(self._descriptor, body)
        while done < len(body):
            done += os.write(self._descriptor, memoryview(body)[done:])

    def close(self) -> Entry:
        """Ends the file: mode and time are set, whatever the umask and the clock."""
        try:
            os.fchmod(self._descriptor, FILE_MODE)
            os.utime(self._descriptor, ns=(MTIME_NS, MTIME_NS))
        finally:
            os.close(self._descriptor)
        return Entry(self.path, self.size, self._hash.hexdigest(), self.records, self.tokens)


def write_file(root: Path, path: str, body: bytes, limit: RateLimit | None, records: int = 0, tokens: int = 0) -> Entry:
    """Writes a whole file of the tree at once."""
    file = TreeFile(root, path, limit)
    try:
        file.write(body, records, tokens)
    finally:
        entry = file.close()
    return entry


def settle_folders(root: Path) -> None:
    """Gives all folders below `root` the constant mode and time, the deepest first; `root` keeps its mode."""
    for folder, _, _ in os.walk(root, topdown=False):
        if folder != str(root):
            Path(folder).chmod(FOLDER_MODE)
        os.utime(folder, ns=(MTIME_NS, MTIME_NS))
