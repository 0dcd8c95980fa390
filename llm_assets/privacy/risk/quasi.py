"""Attacker A knows the true quasi-identifiers of a person, and picks one of the published profiles that agree with them.

A blanked value agrees with everything. Who picks may take any profile that agrees, or keep to those with the fewest blanked
values; the attacker does what links more people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.risk.draws import mixed
from llm_assets.privacy.risk.profiles import Codes, Mask, Profiles


@dataclass(frozen=True)
class Picked:
    """linked: mean probability that the profile picked is the right one; drawn: share of right ones in one draw for each.

    before: what would be linked were the values of the source published. way: `any` or `fewest`, which of the profiles that
    agree are picked from. unique, unique_before: shares with one agreeing profile alone.
    people: who were attacked. candidates: profiles to pick from.
    """

    linked: float
    drawn: float
    before: float
    way: str
    unique: float
    unique_before: float
    people: int
    candidates: int


class Agreement:
    """Which published profiles agree with what is known of a person: a blanked value agrees with everything."""

    def __init__(self, profiles: Profiles, columns: Sequence[int]) -> None:
        self._columns = columns
        self._source = profiles.source[list(columns)]
        self._images = [profiles.images(column) for column in columns]
        self.alike = [alike(image)[codes] for image, codes in zip(self._images, self._source, strict=True)]
        self._sizes = [profiles.sizes[column] for column in columns]
        published = profiles.published[list(columns)]
        self.first, self.pattern, self.counts = distinct(published)
        self._patterns = published[:, self.first]
        self.blanks = (self._patterns < 0).sum(axis=0)

    def __call__(self, person: int) -> Mask:
        """The patterns of published values that agree with a person (by index)."""
        agree = np.ones(len(self.first), bool)
        for place, codes in enumerate(self._patterns):
            allowed = np.zeros(self._sizes[place] + 1, bool)
            allowed[self._images[place][self._source[place, person]]] = True
            allowed[-1] = True
            agree &= allowed[codes]
        return agree


def alike(images: Sequence[Codes]) -> Codes:
    """By source code, and last for no value: a number that is the same for those with the same published values."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(image.tobytes(), len(known)) for image in images], np.int32)


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
    # Values that became the same ones agree with the same profiles.
    seen = np.stack([*(codes[first] for codes in agreement.alike), agreement.pattern[first]])
    some, same, _ = distinct(seen.astype(np.int32))
    found = [_chances(agreement, person) for person in first[some].tolist()]
    sizes, fewest = (np.array(each)[same[who[:people]]] for each in zip(*found, strict=True))
    ways = {"any": 1.0 / sizes, "fewest": fewest}
    way = max(ways, key=lambda name: (round(float(ways[name].mean()), 9), name))
    chance = ways[way]
    drawn = mixed(np.arange(people), seed) < (chance * 2.0**64 * (1 - 2**-53)).astype(np.uint64)
    _, equal, counts = distinct(profiles.source[list(columns)])
    groups = counts[equal[:people]]
    return Picked(
        linked=float(chance.mean()),
        drawn=float(drawn.mean()),
        before=float((1.0 / groups).mean()),
        way=way,
        unique=float((sizes == 1).mean()),
        unique_before=float((groups == 1).mean()),
        people=people,
        candidates=profiles.people,
    )


def _chances(agreement: Agreement, person: int) -> tuple[int, float]:
    """How many profiles agree with a person, and the chance of a pick from those with the fewest blanked values."""
    agree = agreement(person)
    fewest = agree & (agreement.blanks == agreement.blanks[agree].min())
    right = bool(fewest[agreement.pattern[person]])
    return int(agreement.counts[agree].sum()), right / int(agreement.counts[fewest].sum())
