"""The shards of a stage in processes of this machine.

loky starts its workers afresh (no fork of a threaded parent) without importing the parent's `__main__`, so that a worker pays
for the domain's imports only, never for Dagster's.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import psutil

from llm_assets.compute.dead import died_twice, many
from llm_assets.compute.line import Line
from llm_assets.compute.pool import lent

Task = TypeVar("Task")
Result = TypeVar("Result")

BYTES_PER_WORKER = 1_000_000_000


def workers(max_concurrent: int | None, shards: int) -> int:
    """Number of processes: the setting or the cores, and never more than the shards or than the free memory holds."""
    wanted = max_concurrent or len(os.sched_getaffinity(0))
    fitting = max(1, psutil.virtual_memory().available // BYTES_PER_WORKER)
    return max(1, min(wanted, shards, fitting))


@dataclass
class Progress:
    """Says how far a stage is, on a clock: a log line costs Dagster 10 ms, so there is none per record.

    say: receives one line; total: the number of units of the stage, 0 while nobody knows it; unit: what they are.
    """

    say: Callable[[str], None]
    stage: str
    total: int
    every: float = 5.0
    unit: str = "users"
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
        told: dict[str, float | str] = {"unit": self.unit, "done": self.done, "per_second": round(rate, 1)}
        if not self.total:
            self.say(Line(f"{self.stage}: {self.done:,} {self.unit}, {rate:,.0f} per second", **told))
            return
        left = max(self.total - self.done, 0) / rate
        text = f"{self.stage}: {self.done:,} of {self.total:,} {self.unit}, {rate:,.0f} per second, about {left:,.0f} s left"
        self.say(Line(text, total=self.total, seconds_left=round(left, 1), **told))


def map_shards(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    processes: int,
    on_done: Callable[[Result], None],
    instead: Callable[[Task], Result] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Result]:
    """As `engine.map_shards`, in processes of this machine."""
    if processes <= 1 or len(tasks) <= 1:
        return _collect(map(function, tasks), on_done)
    found = Found(on_done)
    pending = list(range(len(tasks)))
    while pending:
        # A pool that lost a worker cannot say which task it was: those that may have been at work are tried again in turn.
        suspects = _together(function, tasks, pending, processes, found)
        if suspects:
            say(f"a worker died (killed, or out of memory) at one of {many(suspects, len(tasks))}: each is tried again alone")
        while suspects:
            if left := _together(function, tasks, suspects, 1, found):
                say(f"a worker died again at {many(left[:1], len(tasks))}, alone")
                found.add(left[0], missing(left[0], tasks, processes, instead))
            suspects = [index for index in suspects if index not in found.results]
        pending = [index for index in pending if index not in found.results]
    return [found.results[index] for index in range(len(tasks))]


class Found(Generic[Result]):
    """Results by the number of their task; each is told as soon as all before it are there."""

    def __init__(self, on_done: Callable[[Result], None]) -> None:
        self.results: dict[int, Result] = {}
        self._on_done, self._told = on_done, 0

    def add(self, index: int, result: Result) -> None:
        self.results[index] = result
        while self._told in self.results:
            self._on_done(self.results[self._told])
            self._told += 1


def _together(
    function: Callable[[Task], Result], tasks: Sequence[Task], pending: Sequence[int], processes: int, found: Found[Result]
) -> list[int]:
    """Runs tasks in the pool of the stage, adds what they give to `found`, and gives those at work when a worker died."""
    from loky.process_executor import BrokenProcessPool, TerminatedWorkerError

    broken = []
    with lent(processes) as kept:
        futures = {index: kept.pool.submit(function, tasks[index]) for index in pending}
        for index, future in futures.items():
            try:
                result = future.result()
            except (TerminatedWorkerError, BrokenProcessPool):
                broken.append(index)
            else:
                found.add(index, result)
        if broken:
            kept.end()
    # Tasks go to workers in their order, and one or two wait in each one's queue.
    return broken[: 2 * processes + 1]


def missing(index: int, tasks: Sequence[Task], processes: int, instead: Callable[[Task], Result] | None) -> Result:
    """What stands for a task whose worker died twice. Raises OutputError, which names it, when nothing does."""
    if instead is not None:
        return instead(tasks[index])
    raise died_twice([index], len(tasks), f"{processes} workers")


def _collect(results: Iterable[Result], on_done: Callable[[Result], None]) -> list[Result]:
    collected = []
    for result in results:
        on_done(result)
        collected.append(result)
    return collected
