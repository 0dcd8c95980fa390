"""A few dozen numbers that stand for a series of any length, and how they are shown in a line of text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_BARS = "▁▂▃▄▅▆▇█"
_LONGEST = 80  # means that are kept; then each two become one


@dataclass
class Series:
    """Means of equally many consecutive values each, and the least, the mean and the greatest of all values."""

    least: float = 0.0
    greatest: float = 0.0
    count: int = 0
    _sum: float = 0.0
    _width: int = 1  # values in each mean
    _means: list[float] = field(default_factory=list)
    _part: list[float] = field(default_factory=list)

    def add(self, value: float) -> None:
        """Takes the next value."""
        self.least = value if not self.count else min(self.least, value)
        self.greatest = value if not self.count else max(self.greatest, value)
        self.count += 1
        self._sum += value
        self._part.append(value)
        if len(self._part) == self._width:
            self._means.append(_mean(self._part))
            self._part = []
        if len(self._means) == _LONGEST:
            self._means = [_mean(self._means[at : at + 2]) for at in range(0, _LONGEST, 2)]
            self._width *= 2

    @property
    def mean(self) -> float:
        """Of all values; 0 where there is none."""
        return self._sum / self.count if self.count else 0.0

    def bars(self) -> str:
        """The course of the values as bars from 0 to the greatest, oldest first."""
        means = [*self._means, *([_mean(self._part)] if self._part else [])]
        top = max(means, default=0.0)
        return "".join(_BARS[round(max(each, 0.0) / top * (len(_BARS) - 1))] if top > 0 else _BARS[0] for each in means)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
