"""One writer at a time in a folder: a file that is held with flock(2), and says who holds it and since when.

The kernel takes the lock back when its process ends, however it ends: what a killed run left in the file is no lock. A process
that holds it for a run may take it again for the same run, so that a run can hold it from its first stage to its last.
"""

import fcntl
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from llm_assets.errors import OutputError

Say = Callable[[str], None]
_LOOK, _TELL = 0.5, 60.0  # seconds between two tries, and between two lines about the waiting
_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock. run: of Dagster, "" where there is none; doing: the stage; since: seconds of the clock of the host."""

    process: int
    host: str
    run: str
    doing: str
    since: float

    def __str__(self) -> str:
        run = f" of run {self.run}" if self.run else ""
        return f"{self.doing}{run}, process {self.process} on {self.host}, for {lasted(time.time() - self.since)}"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for another run, and who is told that. seconds: 0 is not at all."""

    seconds: float = 0.0
    say: Say = lambda _: None


_NONE = Patience()


@dataclass
class _Hold:
    descriptor: int
    owner: Owner
    times: int = 1


_HOLDS: dict[Path, _Hold] = {}  # of this process
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Lock:
    """path: of the file that is locked; where: what it guards; what: what its holder is at, as errors say it."""

    path: Path
    where: str
    what: str
    mode: int = 0o600

    @contextmanager
    def held(self, doing: str, run: str = "", patience: Patience = _NONE) -> Iterator[None]:
        """Holds the lock; joins what the same run holds in this process. doing: the stage, for whoever waits.

        Raises OutputError when another run still has it after the time to wait; OSError when the file cannot be opened.
        """
        owner = Owner(os.getpid(), socket.gethostname(), run, doing, time.time())
        if not self._joined(owner):
            self._take(owner, patience)
        try:
            yield
        finally:
            self._leave()

    def _joined(self, owner: Owner) -> bool:
        with _ONE_AT_A_TIME:
            hold = _HOLDS.get(self.path)
            if hold is None or not owner.run or hold.owner.run != owner.run:
                return False
            hold.times += 1
            hold.owner = replace(hold.owner, doing=owner.doing)
            _write(hold.descriptor, hold.owner)
            return True

    def _take(self, owner: Owner, patience: Patience) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, self.mode)
        try:
            started, told = time.monotonic(), -_TELL
            while not _locked(descriptor):
                waited, other = time.monotonic() - started, _read(descriptor)
                if waited >= patience.seconds:
                    raise self._busy(other, waited)
                if waited - told >= _TELL:
                    patience.say(f"waiting for another run, {patience.seconds - waited:,.0f} s at most: {other or 'unknown'}")
                    told = waited
                time.sleep(min(_LOOK, max(0.01, patience.seconds - waited)))
            owner = replace(owner, since=time.time())
            _write(descriptor, owner)
            with _ONE_AT_A_TIME:
                _HOLDS[self.path] = _Hold(descriptor, owner)
        except BaseException:
            os.close(descriptor)
            raise

    def _leave(self) -> None:
        with _ONE_AT_A_TIME:
            hold = _HOLDS[self.path]
            hold.times -= 1
            if hold.times:
                return
            del _HOLDS[self.path]
        os.truncate(hold.descriptor, 0)
        os.close(hold.descriptor)

    def _busy(self, owner: Owner | None, waited: float) -> OutputError:
        return OutputError(
            f"another run is {self.what}: {owner or 'unknown'}",
            where=self.where,
            remedy=f"{f'{lasted(waited)} were waited. ' if waited >= 1 else ''}Run again when it has ended, or wait longer: "
            "[compute] wait_seconds.",
        )


def lasted(seconds: float) -> str:
    """A time as people say it."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(0, seconds):.0f} s"


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(descriptor: int, owner: Owner) -> None:
    data = orjson.dumps(asdict(owner))
    os.pwrite(descriptor, data, 0)
    os.truncate(descriptor, len(data))


def _read(descriptor: int) -> Owner | None:
    try:
        return Owner(**orjson.loads(os.pread(descriptor, _BYTES, 0)))
    except (orjson.JSONDecodeError, TypeError):
        return None
