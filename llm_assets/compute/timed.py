"""When the work on each shard began and ended, for those who follow a stage."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Tell = Callable[[str, int, float, float], None]

_told: list[Tell] = []


@contextmanager
def telling(tell: Tell) -> Iterator[None]:
    """While the block runs, `tell(work, shard, began, ended)` is called for each finished shard, with times of the clock."""
    _told.append(tell)
    try:
        yield
    finally:
        _told.remove(tell)


def listener() -> Tell | None:
    """Who is told now."""
    return _told[-1] if _told else None


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What the work on a shard gave, and its time in seconds since 1970."""

    result: Result
    began: float
    ended: float


@dataclass(frozen=True)
class Timed(Generic[Task, Result]):
    """A function that also tells its time."""

    function: Callable[[Task], Result]

    def __call__(self, task: Task) -> Done[Result]:
        began = time.time()
        return Done(self.function(task), began, time.time())

    @property
    def name(self) -> str:
        """What the function is called."""
        inner: Any = getattr(self.function, "func", self.function)
        return str(getattr(inner, "__name__", "shard"))
