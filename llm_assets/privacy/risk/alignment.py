"""Who has the events that somebody knows of a person, when all times of each person may have been moved by one offset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.risk.events import Labels

Ints = npt.NDArray[np.int64]
Points = Sequence[tuple[int, int]]  # (label, day)
# A known day and a published one are each cut to the day, so that an interval may seem a day longer or shorter.
SLACK = 1
REACH = 366  # days that times are moved, and one for the cut


@dataclass(frozen=True)
class History:
    """Events of many people, sorted by label, person and day.

    known: the distinct labels. key: the events as one number. first: place of the first event of each label, and the end.
    """

    known: Labels
    people: Ints
    days: Ints
    first: npt.NDArray[np.intp]
    key: Ints
    width: int
    base: int
    count: int

    @classmethod
    def of(cls, people: Ints, days: Ints, labels: Labels, count: int) -> "History":
        """count: number of people."""
        known, codes = np.unique(labels, return_inverse=True)
        order = np.lexsort((days, people, codes))
        people, days, codes = people[order], days[order], codes[order].astype(np.int64)
        base = int(days.min(initial=0)) - 4 * REACH
        width = int(days.max(initial=0)) - base + 4 * REACH
        key = (codes * count + people) * width + (days - base)
        first = np.searchsorted(codes, np.arange(len(known) + 1))
        return cls(known, people, days, first, key, width, base, count)

    def label(self, label: int) -> int:
        """The number of a label; -1 when nobody has it."""
        place = int(np.searchsorted(self.known, np.uint64(label)))
        return place if place < len(self.known) and int(self.known[place]) == label else -1

    def cost(self, points: Points) -> int:
        """Events that must be looked at to find who has all of the points."""
        return min((self._events(label) for label, _ in points), default=0)

    def total(self, points: Points) -> int:
        """Events that must be looked at to find who has some of the points."""
        return sum(self._events(label) for label, _ in points)

    def _events(self, label: int) -> int:
        code = self.label(label)
        return 0 if code < 0 else int(self.first[code + 1] - self.first[code])

    def having(self, points: Points, moved: bool) -> Ints:
        """People who have all of the points; moved: by one offset each, to be guessed."""
        anchor = min(points, key=lambda point: (self._events(point[0]), point))
        people, shift = self._anchored(anchor, moved)
        for label, day in points:
            if len(people) and (label, day) != anchor:
                has = self._has(label, people, day + shift, SLACK if moved else 0)
                people, shift = people[has], shift[has]
        return people[np.diff(people, prepend=-1) > 0]  # the events of a label lie in the order of people

    def scores(
        self, points: Points, weights: Sequence[float], moved: bool, able: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.float64]:
        """For each person the weight of the points that the best offset explains; able: who is looked at, None for all."""
        best = np.zeros(self.count)
        codes = np.array([self.label(label) for label, _ in points], np.int64)
        days = np.array([day for _, day in points], np.int64)
        able = np.ones(self.count, bool) if able is None else able
        reach, slack = (REACH, SLACK) if moved else (0, 0)
        events = self.people, self.days, self.first, self.key, able
        score: Callable[..., None] = _score
        score(best, *events, codes, days, np.array(weights, np.float64), reach, slack, self.width, self.base)
        return best

    def _anchored(self, anchor: tuple[int, int], moved: bool) -> tuple[Ints, Ints]:
        """The events that may be the anchor, as people and the offsets that this would mean."""
        code, day = self.label(anchor[0]), anchor[1]
        if code < 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        part = slice(int(self.first[code]), int(self.first[code + 1]))
        shift = self.days[part] - day
        near = np.abs(shift) <= (REACH if moved else 0)
        return self.people[part][near], shift[near]

    def _has(self, label: int, people: Ints, days: Ints, slack: int) -> npt.NDArray[np.bool_]:
        code = self.label(label)
        if code < 0:
            return np.zeros(len(people), bool)
        day = np.clip(days - self.base, SLACK, self.width - 1 - SLACK)
        at = (code * self.count + people) * self.width + day
        return np.searchsorted(self.key, at - slack, "left") < np.searchsorted(self.key, at + slack, "right")


@njit(cache=True, nogil=True)
def _score(
    best: Any,
    people: Any,
    days: Any,
    first: Any,
    key: Any,
    able: Any,
    codes: Any,
    points: Any,
    weights: Any,
    reach: int,
    slack: int,
    width: int,
    base: int,
) -> None:
    """Raises `best` to the score of each person: each event that may be one of the points says how far all were moved."""
    for anchor in range(len(codes)):
        if codes[anchor] < 0:
            continue
        for event in range(first[codes[anchor]], first[codes[anchor] + 1]):
            person, shift = people[event], days[event] - points[anchor]
            if not able[person] or abs(shift) > reach:
                continue
            score = 0.0
            for point in range(len(codes)):
                code = codes[point]
                if code < 0:
                    continue
                day = min(max(points[point] + shift - base, SLACK), width - 1 - SLACK)
                wanted = (code * len(best) + person) * width + day
                low, high = first[code], first[code + 1]
                while low < high:
                    middle = (low + high) // 2
                    if key[middle] < wanted - slack:
                        low = middle + 1
                    else:
                        high = middle
                if low < first[code + 1] and key[low] <= wanted + slack:
                    score += weights[point]
            best[person] = max(best[person], score)
