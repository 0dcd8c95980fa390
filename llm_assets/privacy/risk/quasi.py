"""Attacker A knows the true quasi-identifiers of a person, and picks one of the published profiles that agree with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.risk.draws import mixed
from llm_assets.privacy.risk.profiles import Codes, Mask, Profiles


@dataclass(frozen=True)
class Picked:
    """linked: mean probability that the profile picked is the right one; drawn: share of right ones in one draw for each.

    unique: share with one agreeing profile alone. people: who were attacked. candidates: profiles to pick from.
    """

    linked: float
    drawn: float
    unique: float
    people: int
    candidates: int


class Agreement:
    """Which published profiles agree with what is known of a person: a blanked value agrees with everything."""

    def __init__(self, profiles: Profiles, columns: Sequence[int]) -> None:
        self._columns = columns
        self._source = profiles.source[list(columns)]
        self._images = [profiles.images(column) for column in columns]
        self._sizes = [profiles.sizes[column] for column in columns]
        published = profiles.published[list(columns)]
        self.first, self.pattern, self.counts = distinct(published)
        self._patterns = published[:, self.first]

    def __call__(self, person: int) -> Mask:
        """The patterns of published values that agree with a person (by index)."""
        agree = np.ones(len(self.first), bool)
        for place, codes in enumerate(self._patterns):
            allowed = np.zeros(self._sizes[place] + 1, bool)
            allowed[self._images[place][self._source[place, person]]] = True
            allowed[-1] = True
            agree &= allowed[codes]
        return agree


def distinct(codes: Codes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Columns of a matrix that differ: index of the first of each, which of them each column is, and how often each occurs."""
    which = np.zeros(codes.shape[1], np.int64)
    for row in codes:
        # A step at a time, the number stays below users x values, and so within 64 bits.
        which = np.unique(which * (int(row.max(initial=-1)) + 2) + row + 1, return_inverse=True)[1].astype(np.int64)
    _, first, place, counts = np.unique(which, return_index=True, return_inverse=True, return_counts=True)
    return first, place, counts


def pick_by_quasi(profiles: Profiles, columns: Sequence[int], comparisons: int, seed: int) -> Picked:
    """Attacks everybody where `comparisons` allow it (people with equal values are one), else the first in order of pseudonym.

    columns: places of the quasi-identifiers among the columns of the profiles.
    """
    agreement = Agreement(profiles, columns)
    first, who, _ = distinct(np.concatenate([profiles.source[list(columns)], agreement.pattern[None].astype(np.int32)]))
    limit = max(1, comparisons // (len(agreement.first) * len(columns)))
    people = profiles.people
    if len(first) > limit:
        people = limit
        _, index = np.unique(who[:people], return_index=True)
        first = index
        who = np.searchsorted(np.unique(who[:people]), who[:people])
    found = np.array([int(agreement.counts[agreement(person)].sum()) for person in first.tolist()], np.int64)
    sizes = found[who[:people]]
    chance = 1.0 / sizes
    drawn = mixed(np.arange(people), seed) < (chance * 2.0**64 * (1 - 2**-53)).astype(np.uint64)
    return Picked(float(chance.mean()), float(drawn.mean()), float((sizes == 1).mean()), people, profiles.people)
