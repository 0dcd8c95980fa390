"""The lattice of levels: a node is a level for each column, and its groups are those of the users at these levels.

The groups of a node are rolled up from those of a finer node that was looked at before (F. Kohlmayer et al., Flash: Efficient,
Stable and Optimal k-Anonymity, PASSAT 2012), so that most nodes cost a fraction of a pass over the users.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.coding import Codes
from llm_assets.privacy.anonymity.diversity import Pairs, Sensitive, pairs_of
from llm_assets.privacy.anonymity.grouping import Ints, group_rows, summed
from llm_assets.privacy.anonymity.hierarchy import Hierarchy

Node = tuple[int, ...]

_KEPT_ROWS = 4_000_000


@dataclass(frozen=True)
class Groups:
    """Groups at a node. codes: classes, (columns, groups); sizes: users; pairs: of each sensitive column."""

    node: Node
    codes: npt.NDArray[np.int32]
    sizes: Ints
    pairs: tuple[Pairs, ...]


@dataclass
class Lattice:
    """All nodes over some users. place: group of each user at the finest node. work: rows that were grouped so far."""

    hierarchies: Sequence[Hierarchy]
    sensitive: Sequence[Sensitive]
    finest: Groups
    place: Ints
    work: int = 0
    _kept: dict[Node, Groups] = field(default_factory=dict)

    @property
    def users(self) -> int:
        """Number of users."""
        return len(self.place)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of levels of each column."""
        return tuple(len(hierarchy.rungs) for hierarchy in self.hierarchies)

    def at(self, node: Node) -> Groups:
        """The groups of a node."""
        source = min(
            (kept for kept in self._kept.values() if all(low <= high for low, high in zip(kept.node, node, strict=True))),
            key=lambda kept: len(kept.sizes),
            default=self.finest,
        )
        if source.node == node:
            return source
        groups, _ = self.rolled(source, node)
        if sum(len(kept.sizes) for kept in self._kept.values()) + len(groups.sizes) > _KEPT_ROWS:
            self._kept.clear()
        self._kept[node] = groups
        return groups

    def rolled(self, source: Groups, node: Node) -> tuple[Groups, Ints]:
        """The groups of a coarser node, and which of them each group of the source is in."""
        self.work += len(source.sizes)
        codes = np.stack([
            hierarchy.up(low, high)[column]
            for hierarchy, low, high, column in zip(self.hierarchies, source.node, node, source.codes, strict=True)
        ])  # fmt: skip
        classes = [hierarchy.rungs[level].classes for hierarchy, level in zip(self.hierarchies, node, strict=True)]
        grouped = group_rows(list(codes), classes, len(source.sizes))
        pairs = tuple(joined(each, grouped.place, len(s.share)) for each, s in zip(source.pairs, self.sensitive, strict=True))
        sizes = summed(grouped.place, source.sizes, grouped.groups)
        return Groups(node, codes[:, grouped.first], sizes, pairs), grouped.place


def joined(pairs: Pairs, place: Ints, width: int) -> Pairs:
    """Pairs of groups that were put together. place: the new group of each."""
    return pairs_of(place[pairs.group], pairs.value, pairs.users, width)


def build_lattice(hierarchies: Sequence[Hierarchy], codes: Sequence[Codes], sensitive: Sequence[Sensitive]) -> Lattice:
    """codes: of each column by ordinal, as they were read."""
    classes = [hierarchy.rungs[0].classes for hierarchy in hierarchies]
    columns = [hierarchy.rungs[0].of[column] for hierarchy, column in zip(hierarchies, codes, strict=True)]
    grouped = group_rows(columns, classes, len(codes[0]))
    ones = np.ones(len(codes[0]), dtype=np.int64)
    finest = Groups(
        node=(0,) * len(hierarchies),
        codes=np.stack([column[grouped.first] for column in columns]),
        sizes=np.bincount(grouped.place, minlength=grouped.groups),
        pairs=tuple(pairs_of(grouped.place, each.codes, ones, len(each.share)) for each in sensitive),
    )
    return Lattice(hierarchies, sensitive, finest, grouped.place)
