"""Attacker B knows the quasi-identifiers of a person and four of the person's interactions, drawn at random: kind and day.

Method: the score of Narayanan and Shmatikov, "Robust De-anonymization of Large Sparse Datasets" (2008): what a candidate shares
with the known counts the more the rarer it is; and the eccentricity, how far the best stands out, says when to be sure.
Times of a candidate may all have been moved by one offset: the best one counts. Where the year alone is published,
years are compared.
"""

from dataclasses import dataclass
from math import log2

import numpy as np

from llm_assets.privacy.risk.alignment import History
from llm_assets.privacy.risk.draws import mixed
from llm_assets.privacy.risk.events import Events
from llm_assets.privacy.risk.quasi import Agreement

KNOWN = 4
ECCENTRIC = 1.5


@dataclass(frozen=True)
class Linked:
    """linked: mean probability that the best candidate is the right one (equal ones: one of them).

    sure: share for whom the best stands out; right_when_sure: share of these that are right, None when there are none.
    """

    linked: float
    sure: float
    right_when_sure: float | None
    people: int
    candidates: int


def link_by_history(
    source: Events, published: Events, people: int, agreement: Agreement | None, *, moved: bool, alignments: int, seed: int
) -> Linked:
    """Attacks people with one interaction or more (who has fewer than four is known by all), as many as `alignments` allow.

    agreement: of quasi-identifiers, None where there are none.
    """
    after = History.of(published.people, published.days, published.labels["kind"], people)
    kinds = [len(np.unique(after.people[a:b])) for a, b in zip(after.first[:-1], after.first[1:], strict=True)]
    outcomes = []
    for person in range(people):
        if alignments <= 0:
            break
        mine = source.of(person)
        days, labels = source.days_seen[mine], source.labels["kind published"][mine]
        drawn = np.argsort(mixed(np.arange(len(days)) + (person << 20), seed), kind="stable")[:KNOWN]
        points = list(zip(labels[drawn].tolist(), days[drawn].tolist(), strict=True))
        if not points:
            continue
        able = agreement(person)[agreement.pattern[:people]] if agreement is not None else np.ones(people, bool)
        # All events of a label are looked at, and those of people who agree are compared with each point.
        alignments -= after.total(points) // 4 + int(KNOWN * after.total(points) * able.mean()) + people
        weights = [1 / log2(2 + kinds[code]) if (code := after.label(label)) >= 0 else 1.0 for label, _ in points]
        scores = after.scores(points, weights, moved, able)
        scores[~able] = -1.0
        outcomes.append(judged(scores, person))
    if not outcomes:
        return Linked(0.0, 0.0, None, 0, people)
    chance, sure = (np.array(each) for each in zip(*outcomes, strict=True))
    right = float(chance[sure].mean()) if sure.any() else None
    return Linked(float(chance.mean()), float(sure.mean()), right, len(outcomes), people)


def judged(scores: np.ndarray[tuple[int], np.dtype[np.float64]], person: int) -> tuple[float, bool]:
    """Probability that the best candidate is the person, and whether the best stands out. scores: at least one."""
    best = scores.max()
    # Sums in another order must not part what is equal.
    first = np.flatnonzero(scores >= best - 1e-9)
    chance = 1 / len(first) if person in first else 0.0
    allowed = scores[scores >= 0]
    spread = float(allowed.std())
    if len(first) > 1 or len(allowed) < 2 or spread == 0:
        return chance, False
    second = np.partition(allowed, -2)[-2]
    return chance, bool((best - second) / spread > ECCENTRIC)
