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

from llm_assets.monitoring.series import Series

_KIB = 1024
_EVERY = 1.0  # seconds between two looks
_SHORTEST = 0.2  # seconds over which the use of the CPU is measured
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
        self._one = threading.Lock()  # a look by the thread, or by who asks for figures
        self._cores, self._memory, self._files, self._free = Series(), Series(), Series(), Series()

    def __enter__(self) -> "Watch":
        self._began, self._cpu = time.monotonic(), self._cpu_seconds()
        self._before = self._began, self._cpu
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

        seconds, cpu_seconds: of the stage; CPU of all processes. cpu_cores_mean, cpu_cores_max: cores at work.
        peak_memory_bytes: the largest resident set of one process. peak_memory_all_bytes, memory_all_mean_bytes: of all
        processes together, pages that they share counted in each. open_files: the most at a time. disk_free_bytes: the least.
        """
        self._look()
        who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        seconds, cpu = self.seconds(), max(0.0, self._cpu_seconds() - self._cpu)
        mean = cpu / seconds if seconds else 0.0
        found: dict[str, float | int] = {
            "seconds": round(seconds, 3),
            "cpu_seconds": round(cpu, 2),
            "cpu_cores_mean": round(mean, 2),
            "cpu_cores_max": round(max(mean, self._cores.greatest), 2),
            "peak_memory_bytes": max(resource.getrusage(each).ru_maxrss for each in who) * _KIB,
            "peak_memory_all_bytes": int(self._memory.greatest),
            "memory_all_mean_bytes": int(self._memory.mean),
            "open_files": int(self._files.greatest),
        }
        return found | ({"disk_free_bytes": int(self._free.least)} if self._free.count else {})

    def course(self) -> str:
        """A table in Markdown: what was taken over the time of the stage, with a line of bars for each."""
        rows = [
            _row("CPU, cores", self._cores, 1, "{:.2f}"),
            _row("memory of all processes, MB", self._memory, 1e6, "{:,.0f}"),
            _row("open files", self._files, 1, "{:,.0f}"),
            _row("free on the disk, GB", self._free, 1e9, "{:,.1f}"),
        ]
        return "\n".join(["| | least | mean | most | over the stage |", "|---|---|---|---|---|", *rows])

    def _look_on(self) -> None:
        while not self._ended.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        with self._one:
            memory = files = 0
            for process in self._processes():
                with suppress(*_GONE):
                    memory += process.memory_info().rss
                    files += process.num_fds()
            self._memory.add(memory)
            self._files.add(files)
            now, cpu = time.monotonic(), self._cpu_seconds()
            then, had = self._before
            if now - then >= _SHORTEST:
                self._cores.add(max(0.0, cpu - had) / (now - then))
                self._before = now, cpu
            place = next((each for each in (self._folder, *self._folder.parents) if each.is_dir()), None)
            if place is not None:
                with suppress(OSError):
                    self._free.add(shutil.disk_usage(place).free)

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


def _row(name: str, series: Series, unit: float, form: str) -> str:
    numbers = (form.format(each / unit) for each in (series.least, series.mean, series.greatest))
    return f"| {name} | {' | '.join(numbers)} | {series.bars()} |"
