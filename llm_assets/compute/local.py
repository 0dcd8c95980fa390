"""The shards of a stage in processes of this machine.

loky starts its workers afresh (no fork of a threaded parent) without importing the parent's `__main__`, so that a worker pays
for the domain's imports only, never for Dagster's.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import psutil

from llm_assets.errors import OutputError

Task = TypeVar("Task")
Result = TypeVar("Result")

_BYTES_PER_WORKER = 1_000_000_000


def workers(max_concurrent: int | None, shards: int) -> int:
    """Number of processes: the setting or the cores, and never more than the shards or than the free memory holds."""
    wanted = max_concurrent or len(os.sched_getaffinity(0))
    fitting = max(1, psutil.virtual_memory().available // _BYTES_PER_WORKER)
    return max(1, min(wanted, shards, fitting))


@dataclass
class Progress:
    """Says how far a stage is, on a clock: a log line costs Dagster 10 ms, so there is none per record.

    say: receives one line; total: the number of units (users) of the stage, 0 while nobody knows it.
    """

    say: Callable[[str], None]
    stage: str
    total: int
    every: float = 5.0
    done: int = 0
    _start: float = field(default_factory=time.monotonic)
    _last: float = field(default_factory=time.monotonic)

    def add(self, units: int) -> None:
        """Counts finished units, and says so when the clock asks for it."""
        self.done += units
        now = time.monotonic()
        if now - self._last < self.every or not self.done:
            return
        self._last = now
        rate = self.done / (now - self._start)
        if not self.total:
            self.say(f"{self.stage}: {self.done:,} users, {rate:,.0f} per second")
            return
        left = max(self.total - self.done, 0) / rate
        self.say(f"{self.stage}: {self.done:,} of {self.total:,} users, {rate:,.0f} per second, about {left:,.0f} s left")


def map_shards(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    processes: int,
    on_done: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Applies `function` (a module-level function) to each task; results come in the order of the tasks.

    on_done: called in this process with each result as it arrives, in the order of the tasks.
    An error in a worker is raised here, as it is. Raises OutputError when a worker dies (killed, out of memory).
    """
    if processes <= 1 or len(tasks) <= 1:
        return _collect(map(function, tasks), on_done)
    from loky import ProcessPoolExecutor
    from loky.backend import get_context
    from loky.process_executor import BrokenProcessPool, TerminatedWorkerError

    pool = ProcessPoolExecutor(max_workers=processes, context=get_context("loky"))
    try:
        return _collect(pool.map(function, tasks), on_done)
    except (TerminatedWorkerError, BrokenProcessPool):
        raise OutputError(
            "a worker process died (killed, or out of memory)",
            where=f"{processes} workers",
            remedy="Lower [llm_output.rate_limiting] max_concurrent or [compute] shard_bytes, then run again.",
        ) from None
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _collect(results: Iterable[Result], on_done: Callable[[Result], None]) -> list[Result]:
    collected = []
    for result in results:
        on_done(result)
        collected.append(result)
    return collected
