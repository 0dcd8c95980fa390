"""Files written per second: one bucket for all workers of this machine."""

import fcntl
import os
import struct
import time
from pathlib import Path

_SLOT = struct.Struct("<d")
_LATE = 0.1


class RateLimit:
    """Hands out moments to write at, `per_second` of them a second, to every process that names the same file.

    The file holds the next free moment on CLOCK_MONOTONIC, which all processes of a machine share, and is locked while it is
    moved on. The bucket holds one token, plus the tokens of the last 100 ms: a busy machine wakes sleepers late, and
    without that grace the rate would never be reached. So no second sees more than the rate and a tenth of it.

    Safe to pickle: each process opens the file for itself.
    """

    def __init__(self, path: Path, per_second: float) -> None:
        self.path = path
        self.per_second = per_second
        self._descriptor: int | None = None

    def __getstate__(self) -> tuple[Path, float]:
        return self.path, self.per_second

    def __setstate__(self, state: tuple[Path, float]) -> None:
        self.path, self.per_second = state
        self._descriptor = None

    def start(self) -> "RateLimit":
        """Begins afresh: what an earlier run (or an earlier boot) left in the file is forgotten."""
        self.path.write_bytes(_SLOT.pack(time.monotonic()))
        return self

    def take(self) -> None:
        """Waits until the next file may be written."""
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            (free,) = _SLOT.unpack(os.pread(self._descriptor, _SLOT.size, 0))
            moment = max(free, time.monotonic() - _LATE)
            os.pwrite(self._descriptor, _SLOT.pack(moment + 1 / self.per_second), 0)
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        wait = moment - time.monotonic()
        if wait > 0:
            time.sleep(wait)

    def close(self) -> None:
        """Closes this process's handle; a later `take` opens it again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
