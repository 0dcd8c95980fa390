"""Local suppression: which values of the users in groups that fail are blanked, so that they are in groups that do not.

A mask is a set of columns. Masks are tried from the cheapest on: failing groups that are equal but for the masked columns
are put together, and with groups that have nothing there anyway; what then meets the criteria is settled. What is left at last
loses all values, and takes users of other groups with it when it would be too small. Greedy, for the least number of blanked
values is NP-hard to find (A. Meyerson and R. Williams, On the Complexity of Optimal k-Anonymity, PODS 2004).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.criteria import Criteria, Marks
from llm_assets.privacy.anonymity.diversity import Sensitive
from llm_assets.privacy.anonymity.grouping import Grouped, Ints, group_rows, summed
from llm_assets.privacy.anonymity.lattice import Groups, joined

Masks = npt.NDArray[np.bool_]

_ALL_SETS = 8  # columns of which all sets are tried; of more, sets of up to three
_LARGE_SET = 3


@dataclass(frozen=True)
class Plan:
    """masks: (columns, groups), what each group loses. donors: users of a group, in their order, who lose all values as well.

    met: whether all groups now meet the criteria. work: groups that were put together, once for each time.
    """

    masks: Masks
    donors: tuple[tuple[int, int], ...]
    met: bool
    work: int = 0


def plan_blanks(groups: Groups, failed: Marks, costs: npt.NDArray[np.float64], criteria: Criteria, classes: Sequence[int],
                sensitive: Sequence[Sensitive]) -> Plan:  # fmt: skip
    """costs: (columns, groups), what it costs to blank a user's value; classes: codes of a column are below it."""
    return _Blanking(groups, failed, costs, criteria, classes, sensitive).plan()


class _Blanking:
    def __init__(self, groups: Groups, failed: Marks, costs: npt.NDArray[np.float64], criteria: Criteria,
                 classes: Sequence[int], sensitive: Sequence[Sensitive]) -> None:  # fmt: skip
        self._groups, self._criteria, self._classes, self._sensitive = groups, criteria, classes, sensitive
        self._costs = costs
        self._codes = groups.codes.copy()  # as they will be published
        self._open = failed.copy()
        self._masks = np.zeros(groups.codes.shape, dtype=bool)
        self._work = 0

    def plan(self) -> Plan:
        for mask in self._sets():
            if not self._open.any():
                break
            self._settle(np.array(mask))
        if not self._open.any():
            return Plan(self._masks, (), True, self._work)
        return self._empty()

    def _sets(self) -> list[tuple[int, ...]]:
        """Sets of columns that hold anything, from the cheapest on."""
        columns = [index for index in range(len(self._codes)) if self._codes[index].any()]
        sizes = range(1, len(columns) + 1 if len(columns) <= _ALL_SETS else _LARGE_SET + 1)
        weights = self._groups.sizes * self._open
        cost = self._costs @ weights
        sets = [each for size in sizes for each in combinations(columns, size)]
        return sorted(sets, key=lambda each: (len(each), float(cost[list(each)].sum()), each))

    def _settle(self, mask: npt.NDArray[np.int64]) -> None:
        # Only groups that have nothing in the masked columns can be joined.
        hosts = ~self._open & ~self._codes[mask].any(axis=0)
        involved = np.flatnonzero(self._open | hosts)
        codes = self._codes[:, involved]
        codes[mask] = 0
        grouped = group_rows(list(codes), self._classes, len(involved))
        good = ~self._judged(involved, grouped)
        settled = self._open[involved] & good[grouped.place]
        chosen = involved[settled]
        self._masks[np.ix_(mask, chosen)] = True
        self._codes[np.ix_(mask, chosen)] = 0
        self._open[chosen] = False

    def _judged(self, involved: Ints, grouped: Grouped) -> Marks:
        """Which of the groups of groups fail."""
        self._work += len(involved)
        sizes = summed(grouped.place, self._groups.sizes[involved], grouped.groups)
        pairs = []
        if self._criteria.of_values:
            outside = grouped.groups
            place = np.full(len(self._groups.sizes), outside, dtype=np.int64)
            place[involved] = grouped.place
            for each, column in zip(self._groups.pairs, self._sensitive, strict=True):
                both = joined(each, place, len(column.share))
                kept = both.group < outside
                pairs.append(type(both)(both.group[kept], both.value[kept], both.users[kept]))
        return self._criteria.failed(sizes, pairs, self._sensitive if pairs else ())

    def _empty(self) -> Plan:
        """Those that are left lose everything; so do as many others as it takes."""
        blank = self._open | ~self._codes.any(axis=0)
        order = np.argsort(self._groups.sizes, kind="stable")
        needed = self._criteria.k - int(self._groups.sizes[blank].sum())
        if not self._criteria.of_values and needed > 0:
            whole = ~self._masks.any(axis=0) & ~blank & (self._groups.sizes >= self._criteria.k + needed)
            if whole.any():
                self._hide(blank)
                return Plan(self._masks, ((int(np.argmax(self._groups.sizes * whole)), needed),), True, self._work)
        met, step = self._joined_whole(blank), 1
        while not met and not blank.all():
            # The smallest others first; ever more at a time, as each look costs a pass over all groups.
            blank[order[~blank[order]][:step]] = True
            # Groups that were settled together go together.
            published = group_rows(list(self._codes), self._classes, len(blank))
            blank |= np.isin(published.place, published.place[blank])
            met, step = self._joined_whole(blank), 2 * step
        self._hide(blank)
        return Plan(self._masks, (), met, self._work)

    def _joined_whole(self, blank: Marks) -> bool:
        involved = np.flatnonzero(blank)
        together = Grouped(np.zeros(len(involved), dtype=np.int64), involved[:1])
        return not self._judged(involved, together).any()

    def _hide(self, blank: Marks) -> None:
        self._masks[:, blank] = True
        self._codes[:, blank] = 0
