"""Shares with their intervals."""

from math import sqrt
from typing import Any

_Z = 1.959963984540054  # 95 %, two-sided


def wilson(share: float, people: int) -> tuple[float, float]:
    """The 95 % interval of a share that was seen in so many people (Wilson 1927); (0, 1) of nobody.

    The share may be a mean of probabilities: their variance is no larger than that of the yes and no which Wilson assumes, so
    the interval is no narrower than it should be.
    """
    if not people:
        return 0.0, 1.0
    middle = share + _Z * _Z / (2 * people)
    half = _Z * sqrt(max(share * (1 - share), 0.0) / people + _Z * _Z / (4 * people * people))
    scale = 1 + _Z * _Z / people
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def rounded(share: float) -> float:
    """Six digits: more would be noise, and would differ from machine to machine."""
    return round(float(share), 6)


def share_of(share: float, people: int) -> dict[str, Any]:
    """A share as evidence holds it: `share`, `low`, `high`, `people`; share None of nobody."""
    low, high = wilson(share, people)
    return {"share": rounded(share) if people else None, "low": rounded(low), "high": rounded(high), "people": people}
