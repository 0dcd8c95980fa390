"""The list of erased ids: keyed hashes, kept for good, so that who was erased stays out of every later run.

One folder a dataset (0700, files 0600), apart from the work folder and from the tree:

    erasure.key      256 random bits of this list alone: rotating or losing the key of the pseudonyms changes nothing here
    listed.txt       one keyed hash a line (BLAKE2b, RFC 7693, 128 bits, of the id as exact text), sorted
    receipts.jsonl   one line for each finished erasure
    lock             held by the job

Without the key nobody can tell whose the hashes are; with it, whoever knows an id can ask whether it is listed. So the folder
is personal data, and as little of it as keeps the promise.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from llm_assets.errors import ConfigError, OutputError
from llm_assets.work import secure_folder, secure_open

_HASH = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-f]{64}")
_WHERE = "[privacy] erased"


class ErasedList:
    """The list of one dataset. folder: where it lies; made when the first id is added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hashes: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self.hashes)

    @property
    def hashes(self) -> frozenset[str]:
        """The keyed hashes. Raises ConfigError when the list is damaged: an erased person must not come back unseen."""
        if self._hashes is None:
            self._hashes = self._read()
        return self._hashes

    def holds(self, user_id: str) -> bool:
        """Whether an id is on the list."""
        return bool(self.hashes) and self.hash(user_id) in self.hashes

    def hash(self, user_id: str) -> str:
        """32 hexadecimal digits for an id."""
        return hashlib.blake2b(user_id.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).hexdigest()

    @property
    def key_id(self) -> str:
        """12 hexadecimal digits that tell keys of lists apart and say nothing about them."""
        return hashlib.blake2b(b"llm-assets erasure key id", key=self._key, digest_size=6).hexdigest()

    @property
    def state(self) -> str:
        """What tells this state of the list from others; empty when nobody is listed."""
        return hashlib.sha256("\n".join(sorted(self.hashes)).encode()).hexdigest()[:32] if self.hashes else ""

    def add(self, user_ids: Iterable[str]) -> None:
        """Adds ids; those that are there already change nothing. On disk, whole, before it returns. Raises OutputError."""
        wanted = list(user_ids)
        if not wanted:
            return
        try:
            secure_folder(self.folder)
            self.folder.chmod(0o700)
            # Two runs at once must not each write a list without what the other added.
            with self._file_locked(".writing", fcntl.LOCK_EX):
                self._make_key()
                known = self._read()
                fresh = known | {self.hash(user_id) for user_id in wanted}
                if fresh != known:
                    self._write("".join(f"{each}\n" for each in sorted(fresh)))
                self._hashes = frozenset(fresh)
        except OSError as error:
            raise OutputError(
                f"the list of erased ids cannot be written: {error.strerror}",
                where=f"{_WHERE} = {self.folder}",
                remedy="Choose a folder that you may write to; nobody was erased.",
            ) from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the list for one erasure. Raises OutputError at once when another process has it."""
        secure_folder(self.folder)
        try:
            with self._file_locked("lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                yield
        except BlockingIOError:
            raise OutputError(
                "another erasure is running", where=str(self.folder), remedy="Wait until it has ended, then run again."
            ) from None

    @contextmanager
    def _file_locked(self, name: str, how: int) -> Iterator[None]:
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)

    @cached_property
    def _key(self) -> bytes:
        path = self.folder / "erasure.key"
        try:
            text = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            text = ""
        if not _KEY.fullmatch(text):
            raise self._damaged("its key is missing or damaged")
        return bytes.fromhex(text)

    def _make_key(self) -> None:
        path = self.folder / "erasure.key"
        if path.exists() or (self.folder / "listed.txt").exists():
            return
        self._replace(path, secrets.token_hex(32) + "\n")

    def _read(self) -> frozenset[str]:
        try:
            lines = (self.folder / "listed.txt").read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return frozenset()
        except OSError as error:
            raise self._damaged(f"it cannot be read: {error.strerror}") from None
        if not all(map(_HASH.fullmatch, lines)):
            raise self._damaged("a line is no keyed hash")
        return frozenset(lines)

    def _write(self, text: str) -> None:
        self._replace(self.folder / "listed.txt", text)

    def _replace(self, path: Path, text: str) -> None:
        fresh = path.with_name(f".{path.name}.new")
        with secure_open(fresh) as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _damaged(self, how: str) -> ConfigError:
        return ConfigError(
            f"the list of erased ids cannot be used: {how}",
            where=f"{_WHERE} = {self.folder}",
            remedy="Restore the folder from a backup; without it, people who were erased would come back.",
        )
