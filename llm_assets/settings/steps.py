"""The steps of `generalize`: how they are written, and which may follow which.

What does not belong here: what a step does to a value (`privacy.generalize`), which steps follow when one alone is given
(`privacy.anonymity.ladder`).
"""

from collections.abc import Sequence

STEP = r"^(year|month|day|keep|zip3|age|(band|prefix|round|top):[1-9][0-9]{0,8})$"
STEP_WORDS = "year, month, day, keep, zip3, age, band:N, prefix:N, round:N or top:N, N from 1 on"
STEP_EXAMPLES = ("year", "month", "day", "keep", "zip3", "age", "band:10", "prefix:3", "round:100", "top:20")

# What may come after a step, and always may: the most frequent of any values, and the rest as one.
_AFTER = {
    "keep": ("day", "month", "year", "zip3", "age", "band", "round", "prefix", "top"),
    "day": ("month", "year", "top"),
    "month": ("year", "top"),
    "year": ("band", "top"),
    "zip3": ("prefix", "top"),
    "age": ("band", "top"),
    "band": ("band", "top"),
    "round": ("round", "top"),
    "prefix": ("prefix", "top"),
    "top": ("top",),
}


def parsed(step: str) -> tuple[str, int]:
    """Name and number of a step; 0 where it has none."""
    name, _, size = step.partition(":")
    return name, int(size or 0)


def coarser(step: str, after: str) -> bool:
    """Whether a step makes every value of the step before it coarser: each of its values is made of whole ones of that."""
    (name, size), (before, width) = parsed(step), parsed(after)
    if name not in _AFTER[before]:
        return False
    if name != before:
        return True
    # A band of 15 cuts bands of 10 in two; only multiples are made of whole ones.
    return size < width if name in ("prefix", "top") else size > width and size % width == 0


def first_finer(steps: Sequence[str]) -> int | None:
    """The index of the first step that is not coarser than the one before it; None when all are."""
    return next((index for index in range(1, len(steps)) if not coarser(steps[index], steps[index - 1])), None)
