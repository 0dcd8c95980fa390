"""What every group must have: k users, and enough different sensitive values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.diversity import Pairs, Sensitive, closeness, distinct_l, entropy_l
from llm_assets.privacy.anonymity.grouping import Ints

Marks = npt.NDArray[np.bool_]

# Shares are sums of fractions: a group that is just good enough must not fail by a rounding.
_SLACK = 1e-9


@dataclass(frozen=True)
class Criteria:
    """k: users; distinct, entropy: l of each sensitive column; t: its largest distance from all users."""

    k: int
    distinct: int = 1
    entropy: float = 1.0
    t: float = 1.0

    @property
    def of_values(self) -> bool:
        """Whether sensitive values count at all."""
        return self.distinct > 1 or self.entropy > 1 or self.t < 1

    def reachable(self, sizes: Ints, pairs: Sequence[Pairs]) -> tuple["Criteria", tuple[str, ...]]:
        """The criteria without those that all users together (one group) do not meet, and the names of these."""
        missed = []
        if any(distinct_l(each, len(sizes)).min() < self.distinct for each in pairs):
            missed.append("distinct_l")
        if any(entropy_l(each, len(sizes)).min() < self.entropy - _SLACK for each in pairs):
            missed.append("entropy_l")
        distinct, entropy = (1 if "distinct_l" in missed else self.distinct), (1.0 if "entropy_l" in missed else self.entropy)
        return Criteria(self.k, distinct, entropy, self.t), tuple(missed)

    def hopeless(self, sizes: Ints, pairs: Sequence[Pairs]) -> Marks:
        """Groups that fail by what only grows when groups join: so do all groups of finer levels that are in them."""
        failed: Marks = sizes < self.k
        if self.distinct > 1:
            for each in pairs:
                failed |= distinct_l(each, len(sizes)) < self.distinct
        return failed

    def failed(self, sizes: Ints, pairs: Sequence[Pairs], columns: Sequence[Sensitive]) -> Marks:
        """Groups that fail by any criterion. pairs: of each sensitive column."""
        failed = self.hopeless(sizes, pairs)
        for each, column in zip(pairs, columns, strict=True):
            if self.entropy > 1:
                failed |= entropy_l(each, len(sizes)) < self.entropy - _SLACK
            if self.t < 1:
                failed |= closeness(each, len(sizes), column) > self.t + _SLACK
        return failed
