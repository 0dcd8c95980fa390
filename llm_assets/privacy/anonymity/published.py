"""What the chosen levels and the plan of blanks mean for each user."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.grouping import Ints, group_rows
from llm_assets.privacy.anonymity.hierarchy import Hierarchy
from llm_assets.privacy.anonymity.lattice import Lattice
from llm_assets.privacy.anonymity.released import Numbers, keyed
from llm_assets.privacy.anonymity.search import Found
from llm_assets.privacy.keys import Key


@dataclass(frozen=True)
class Published:
    """codes: (columns, users), the classes that are published, 0 where nothing is. blanks: likewise, what was blanked.

    left_out: users that are not published at all. place: group of each user; first: a user of each group.
    """

    codes: npt.NDArray[np.int32]
    blanks: npt.NDArray[np.bool_]
    left_out: npt.NDArray[np.bool_]
    place: Ints
    first: Ints


def published(lattice: Lattice, found: Found, *, whole: bool) -> Published:
    """whole: users in groups that fail are left out, instead of losing values."""
    groups, step = lattice.rolled(lattice.finest, found.node)
    place = step[lattice.place]
    codes = groups.codes[:, place]
    left_out = found.failed[place] if whole else np.zeros(lattice.users, dtype=bool)
    blanks = np.zeros(codes.shape, dtype=bool)
    if not whole:
        blanks = found.plan.masks[:, place]
        for group, users in found.plan.donors:
            blanks[:, np.flatnonzero(place == group)[:users]] = True
        blanks &= codes > 0
        codes[blanks] = 0
    classes = [h.rungs[level].classes for h, level in zip(lattice.hierarchies, found.node, strict=True)]
    grouped = group_rows(list(codes), classes, lattice.users)
    return Published(codes, blanks, left_out, grouped.place, grouped.first)


def group_numbers(made: Published, hierarchies: Sequence[Hierarchy], found: Found, key: Key) -> Numbers:
    """The keyed number of each user's published values; 0 where there are none."""
    labels = [(None, *h.rungs[level].labels) for h, level in zip(hierarchies, found.node, strict=True)]
    numbers = np.zeros(len(made.first), dtype=np.uint64)
    for group, row in enumerate(made.codes[:, made.first].T.tolist()):
        if any(row):
            parts: list[str | None] = []
            for hierarchy, names, code in zip(hierarchies, labels, row, strict=True):
                parts += [hierarchy.column, names[code]]
            numbers[group] = keyed(key, "group", *parts)
    return numbers[made.place]
