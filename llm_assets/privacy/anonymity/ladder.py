"""The steps of one quasi-identifier from fine to coarse, each applied to what the one before it left; at last `*`, nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from llm_assets.privacy.generalize import coarsened, generalized
from llm_assets.settings.steps import parsed

HIDDEN = "*"
_DECADE = 10
_ROUNDER = 5
_FREQUENT = 32
MAX_STEPS = 12


@dataclass(frozen=True)
class Ladder:
    """How far one column is coarsened: `steps`, one after the other, with the values that each `top:N` among them keeps.

    hidden: all values of the column are blanked.
    """

    steps: tuple[str, ...]
    tops: tuple[frozenset[str], ...] = field(default=())
    hidden: bool = False

    @property
    def name(self) -> str:
        """The last step; `*` when all values are blanked."""
        return HIDDEN if self.hidden else self.steps[-1]

    def value(self, value: str | None) -> str | None:
        """What is published of a value of the source."""
        if self.hidden:
            return None
        tops = self.tops or (frozenset(),) * len(self.steps)
        value = generalized(value, self.steps[0], tops[0])
        for step, top in zip(self.steps[1:], tops[1:], strict=True):
            value = coarsened(value, step, top)
        return value


def following(declared: Sequence[str]) -> Iterator[str]:
    """The steps that follow the declared ones: the rest of a list, or, after one alone, what a step of its kind leads to."""
    if len(declared) > 1:
        yield from declared[1:]
        return
    step = declared[0]
    for _ in range(MAX_STEPS):
        coarser = _next(*parsed(step))
        if coarser is None:
            return
        yield coarser
        step = coarser


def _next(name: str, size: int) -> str | None:
    if name in ("day", "month"):
        return {"day": "month", "month": "year"}[name]
    if name == "keep":
        return f"top:{_FREQUENT}"
    if name == "year":
        return f"band:{_DECADE}"
    if name == "band":
        return f"band:{2 * size}"
    if name == "round":
        return f"round:{_ROUNDER * size}"
    if name == "prefix" and size > 1:
        return f"prefix:{size - 1}"
    if name == "top" and size > 1:
        return f"top:{size // 2}"
    return None
