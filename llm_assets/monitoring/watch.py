"""What a stage takes of the machine: CPU, memory, open files, disk; of this process and all its workers."""

import os
import resource
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import psutil

_KIB = 1024
_EVERY = 1.0  # seconds between two looks
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess)


class Watch:
    """Looks at the processes once a second, from a thread of its own; a context manager.

    folder: on the disk that is looked at. A worker that lives for less than a second may be missed in `open_files` and
    `peak_memory_all_bytes`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._self = psutil.Process()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="watch", daemon=True)
        self._memory = self._files = 0
        self._free = -1

    def __enter__(self) -> "Watch":
        self._began, self._cpu = time.monotonic(), self._cpu_seconds()
        self._look()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def seconds(self) -> float:
        """Since the stage began."""
        return time.monotonic() - self._began

    def figures(self) -> dict[str, float | int]:
        """What was taken so far.

        seconds, cpu_seconds: of the stage; CPU of all processes. peak_memory_bytes: the largest resident set of one process.
        peak_memory_all_bytes: of all processes together, pages that they share counted in each. open_files: the most at a time.
        disk_free_bytes: the least.
        """
        self._look()
        who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        found: dict[str, float | int] = {
            "seconds": round(self.seconds(), 3),
            "cpu_seconds": round(max(0.0, self._cpu_seconds() - self._cpu), 2),
            "peak_memory_bytes": max(resource.getrusage(each).ru_maxrss for each in who) * _KIB,
            "peak_memory_all_bytes": self._memory,
            "open_files": self._files,
        }
        return found | ({"disk_free_bytes": self._free} if self._free >= 0 else {})

    def _look_on(self) -> None:
        while not self._ended.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        memory = files = 0
        for process in self._processes():
            with suppress(*_GONE):
                memory += process.memory_info().rss
                files += process.num_fds()
        self._memory, self._files = max(self._memory, memory), max(self._files, files)
        place = next((each for each in (self._folder, *self._folder.parents) if each.is_dir()), None)
        if place is not None:
            with suppress(OSError):
                free = shutil.disk_usage(place).free
                self._free = free if self._free < 0 else min(self._free, free)

    def _processes(self) -> list[psutil.Process]:
        with suppress(*_GONE):
            return [self._self, *self._self.children(recursive=True)]
        return [self._self]

    def _cpu_seconds(self) -> float:
        """Of this process, of its workers that have ended, and of those that live."""
        times = os.times()
        total = times.user + times.system + times.children_user + times.children_system
        for process in self._processes()[1:]:
            with suppress(*_GONE):
                living = process.cpu_times()
                total += living.user + living.system
        return total
