"""Unicity: the share of people whom p of their interactions, drawn at random, single out.

Method: de Montjoye, Hidalgo, Verleysen and Blondel, "Unique in the Crowd" (2013). A point is (kind, day, item). Before: nobody
else in the source has the same points. After: the published records let one person alone, the right one, have them, where each
published person's times may have been moved by one offset within a year, to be guessed from the intervals; or the year alone is
known, where that is all that is published.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.risk.alignment import History, Points
from llm_assets.privacy.risk.draws import mixed
from llm_assets.privacy.risk.events import Events
from llm_assets.privacy.risk.interval import rounded, wilson

POINTS = (1, 2, 3, 4)
_PERSON = 10_000  # alignments that a person costs beside those of the points


def single_out(
    source: Events, published: Events, people: int, *, moved: bool, alignments: int, seed: int
) -> list[dict[str, Any]]:
    """For each p: {"points", "before", "after", "low", "high", "before_low", "before_high", "sampled", "population"}.

    people: how many people the events are of; they are also whom a person is told from (population). moved: whether times were.
    low, high: of `after`. sampled: people with p distinct points or more, as many as `alignments` allow.
    """
    before = History.of(source.people, source.days, source.labels["item"], people)
    after = History.of(published.people, published.days, published.labels["item"], people)
    singled: dict[int, list[tuple[bool, bool]]] = {p: [] for p in POINTS}
    for person in range(people):
        if alignments <= 0:
            break
        alignments -= _PERSON
        mine = source.of(person)
        days, labels = source.days[mine], source.labels["item"][mine]
        _, different = np.unique(np.stack([labels.view(np.int64), days]), axis=1, return_index=True)
        drawn = different[np.argsort(mixed(different + (person << 20), seed), kind="stable")][: POINTS[-1]]
        as_published = source.labels["item published"][mine][drawn]
        known, seen = _points(labels[drawn], days[drawn]), _points(as_published, source.days_seen[mine][drawn])
        for p in POINTS[: len(drawn)]:
            alignments -= before.cost(known[:p]) + after.cost(seen[:p])
            left = [before.having(known[:p], False), after.having(seen[:p], moved)]
            singled[p].append((len(left[0]) == 1, left[1].tolist() == [person]))
    return [_told(p, np.array(singled[p], bool).reshape(-1, 2), people) for p in POINTS]


def _points(labels: npt.NDArray[np.uint64], days: npt.NDArray[np.int64]) -> Points:
    return list(zip(labels.tolist(), days.tolist(), strict=True))


def _told(points: int, found: npt.NDArray[np.bool_], population: int) -> dict[str, Any]:
    sampled = len(found)
    before, after = found.mean(axis=0).tolist() if sampled else (0.0, 0.0)
    low, high = wilson(after, sampled)
    first, last = wilson(before, sampled)
    return {
        "points": points,
        "before": rounded(before) if sampled else None,
        "after": rounded(after) if sampled else None,
        "low": rounded(low),
        "high": rounded(high),
        "before_low": rounded(first),
        "before_high": rounded(last),
        "sampled": sampled,
        "population": population,
    }
