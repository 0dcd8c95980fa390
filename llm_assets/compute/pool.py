"""Worker processes of this machine, kept from one map of a stage to the next.

A worker that starts loads the domain, which takes longer than most maps of a small dataset: the workers of the first map of a
stage do the others as well, and end with the stage. No worker outlives an error, or another worker that died.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_here = threading.local()  # .kept: the stages that this thread is in, the innermost last


@dataclass
class Kept:
    """The pool of one stage, once there is one. processes: its size."""

    pool: Any = None
    processes: int = 0

    def end(self) -> None:
        """Ends all workers, at work or not."""
        if self.pool is not None:
            pool, self.pool = self.pool, None
            pool.shutdown(wait=True, kill_workers=True)


@contextmanager
def keeping() -> Iterator[None]:
    """Keeps the workers of a stage to its end."""
    kept = Kept()
    stages = _here.__dict__.setdefault("kept", [])
    stages.append(kept)
    try:
        yield
    finally:
        # By itself and not the last: a stage that yields may end after one that began later.
        stages[:] = [each for each in stages if each is not kept]
        kept.end()


@contextmanager
def lent(processes: int) -> Iterator[Kept]:
    """The pool of the stage, made where there is none of that size. Who finds a worker dead ends it."""
    stages = getattr(_here, "kept", None)
    kept = stages[-1] if stages else Kept()
    if kept.processes != processes:
        kept.end()
    if kept.pool is None:
        kept.pool, kept.processes = _made(processes), processes
    try:
        yield kept
    except BaseException:
        kept.end()
        raise
    if not stages:
        kept.end()


def _made(processes: int) -> Any:
    from loky import ProcessPoolExecutor
    from loky.backend import get_context

    return ProcessPoolExecutor(max_workers=processes, context=get_context("loky"), initializer=without_pandas)


class _Absent:
    """Finds no pandas."""

    def find_spec(self, name: str, *_: Any) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def without_pandas() -> None:
    """Lets Arrow take pandas for absent in this process, which takes no frames.

    At the first list that it makes an array of it looks whether the list is a Series, and loads pandas for that: a second and
    68 MB in each worker.
    """
    import pyarrow as pa

    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(absent)
