"""The search for the levels that lose least, and with which every group meets the criteria once few values are blanked.

Nodes are looked at on paths up the lattice, by bisection; a node where too many users are in groups that only get better by
joining tells the same of all finer nodes (predictive tagging: K. El Emam et al., A Globally Optimal k-Anonymity Method, JAMIA
16, 2009; the paths: F. Kohlmayer et al., Flash, PASSAT 2012). Generalisation alone loses more with every level: nodes that lose
more than the best one found need no look. The result is the least loss there is as long as `exact` says so.
The work is bounded by rows that are grouped, not by the clock: the same data give the same levels on any machine.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.blanking import Plan, plan_blanks
from llm_assets.privacy.anonymity.criteria import Criteria, Marks
from llm_assets.privacy.anonymity.lattice import Groups, Lattice, Node

BUDGET = 150_000_000  # rows grouped; about a minute
LARGEST = 10_000_000  # nodes; of more, a path and its surroundings are looked at


@dataclass(frozen=True)
class Found:
    """The levels of a release. failed: groups that do not meet the criteria before values are blanked; plan: what is blanked.

    loss: share of the information of the declared values that is lost, mean over columns; coarse: of it by the levels alone.
    """

    node: Node
    groups: Groups
    failed: Marks
    plan: Plan
    loss: float
    coarse: float
    within: bool


@dataclass(frozen=True)
class Searched:
    """nodes: of the lattice; looked: of them grouped; exact: no other node loses less."""

    found: Found
    nodes: int
    looked: int
    exact: bool


class Search:
    """The nodes of one lattice under criteria. limit: users that may be in groups that fail; whole: these lose all values."""

    def __init__(self, lattice: Lattice, criteria: Criteria, limit: float, *, whole: bool, budget: int = BUDGET) -> None:
        self._lattice, self._criteria, self._limit, self._whole = lattice, criteria, limit, whole
        self._budget = budget
        self._best: Found | None = None
        self._looked: set[Node] = set()

    def run(self) -> Searched:
        """The node of the least loss; where the lattice is too large, a good one."""
        nodes = 1
        for levels in self._lattice.shape:
            nodes *= levels
        exact = self._all() if nodes <= LARGEST else self._some()
        best = self._best or self.look(tuple(levels - 1 for levels in self._lattice.shape))
        return Searched(best, nodes, len(self._looked), exact)

    def look(self, node: Node) -> Found:
        """A node with what has to be blanked there."""
        groups = self._lattice.at(node)
        failed = self._criteria.failed(groups.sizes, groups.pairs, self._lattice.sensitive)
        return self._planned(groups, failed)

    def _all(self) -> bool:
        hierarchies = self._lattice.hierarchies
        losses = np.zeros(self._lattice.shape)
        for axis, hierarchy in enumerate(hierarchies):
            own = np.array([hierarchy.loss(level) for level in range(len(hierarchy.rungs))]) / len(hierarchies)
            losses += own.reshape([-1 if index == axis else 1 for index in range(len(hierarchies))])
        waiting = np.where(np.ones_like(losses, dtype=bool), losses, np.inf)
        while True:
            start = np.unravel_index(int(np.argmin(waiting)), waiting.shape)
            if waiting[start] >= (self._best.loss if self._best else np.inf):
                return True
            if self._best is not None and self._lattice.work > self._budget:
                return False
            self._bisect(self._path(tuple(int(step) for step in start), waiting), waiting)

    def _path(self, start: Node, waiting: npt.NDArray[np.float64]) -> list[Node]:
        """From a node up, each step the one that loses least, over nodes that still may be the best."""
        path = [start]
        bound = self._best.loss if self._best else np.inf
        while True:
            above = [node for node in _above(path[-1], waiting.shape) if waiting[node] < bound]
            if not above:
                return path
            path.append(min(above, key=lambda node: (waiting[node], node)))

    def _bisect(self, path: list[Node], waiting: npt.NDArray[np.float64]) -> None:
        low, high = 0, len(path) - 1
        while low <= high:
            middle = (low + high) // 2
            node = path[middle]
            waiting[node] = np.inf
            if self._hopeless(node):
                waiting[tuple(slice(0, level + 1) for level in node)] = np.inf
                low = middle + 1
            else:
                high = middle - 1

    def _hopeless(self, node: Node) -> bool:
        """Looks at a node; True when it and all finer ones have too many users in groups that fail."""
        self._looked.add(node)
        groups = self._lattice.at(node)
        hopeless = self._criteria.hopeless(groups.sizes, groups.pairs)
        if groups.sizes[hopeless].sum() > self._limit:
            return True
        failed = hopeless
        if self._criteria.of_values:
            failed = self._criteria.failed(groups.sizes, groups.pairs, self._lattice.sensitive)
        if groups.sizes[failed].sum() <= self._limit:
            least = self._coarse(node) + self._least(groups, failed)
            if self._best is None or least < self._best.loss:
                found = self._planned(groups, failed)
                if found.plan.met and (self._best is None or (found.loss, node) < (self._best.loss, self._best.node)):
                    self._best = found
        return False

    def _coarse(self, node: Node) -> float:
        hierarchies = self._lattice.hierarchies
        return sum(each.loss(level) for each, level in zip(hierarchies, node, strict=True)) / len(hierarchies)

    def _costs(self, groups: Groups) -> npt.NDArray[np.float64]:
        """(columns, groups): the loss when a user's value is blanked. Nothing is lost where nothing is."""
        costs = np.zeros(groups.codes.shape)
        for row, hierarchy, level, codes in zip(costs, self._lattice.hierarchies, groups.node, groups.codes, strict=True):
            whole = hierarchy.rungs[0].entropy * self._lattice.users * len(costs)
            if whole:
                row[:] = np.where(codes > 0, hierarchy.rungs[level].bits[codes] / whole, 0)
        return costs

    def _least(self, groups: Groups, failed: Marks) -> float:
        """No blanking of the failed groups loses less than this."""
        costs, sizes = self._costs(groups)[:, failed], groups.sizes[failed]
        if self._whole:
            return float((costs.sum(axis=0) * sizes).sum())
        least = np.where(groups.codes[:, failed] > 0, costs, np.inf).min(axis=0, initial=np.inf)
        return float((np.where(np.isfinite(least), least, 0) * sizes).sum())

    def _planned(self, groups: Groups, failed: Marks) -> Found:
        costs = self._costs(groups)
        if self._whole:
            plan = Plan(np.broadcast_to(failed, groups.codes.shape), (), True)
        else:
            classes = [h.rungs[level].classes for h, level in zip(self._lattice.hierarchies, groups.node, strict=True)]
            plan = plan_blanks(groups, failed, costs, self._criteria, classes, self._lattice.sensitive)
        blanked = float(((costs * plan.masks) @ groups.sizes).sum())
        blanked += sum(float(costs[:, group].sum()) * users for group, users in plan.donors)
        self._lattice.work += plan.work
        coarse = self._coarse(groups.node)
        within = bool(groups.sizes[failed].sum() <= self._limit)
        return Found(groups.node, groups, failed, plan, coarse + blanked, coarse, within)

    def _some(self) -> bool:
        """A path up from the finest node, each step the one that helps most users for what it loses; then down again while that
        loses less."""
        node: Node = (0,) * len(self._lattice.shape)
        while self._hopeless(node) and self._lattice.work <= self._budget:
            if not _above(node, self._lattice.shape):
                break  # all users together fail
            node = self._helpful(node)
        if self._best is None:
            path = self._path_of_least(node)
            low, high = 0, len(path) - 1
            while low <= high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if self._hopeless(path[middle]) else (low, middle - 1)
        reached = None
        while self._best is not None and reached != self._best.node and self._lattice.work <= self._budget:
            reached = self._best.node
            for axis, level in enumerate(reached):
                lower = (*reached[:axis], level - 1, *reached[axis + 1 :])
                if level and lower not in self._looked:
                    self._hopeless(lower)
        return False

    def _helpful(self, node: Node) -> Node:
        above = _above(node, self._lattice.shape)
        now, loss = self._failing(node), self._coarse(node)

        def worth(other: Node) -> tuple[float, Node]:
            helped, lost = now - self._failing(other), self._coarse(other) - loss
            return (helped / max(lost, 1e-9), other)

        return max(above, key=worth)

    def _failing(self, node: Node) -> int:
        groups = self._lattice.at(node)
        return int(groups.sizes[self._criteria.hopeless(groups.sizes, groups.pairs)].sum())

    def _path_of_least(self, node: Node) -> list[Node]:
        path = [node]
        while above := _above(path[-1], self._lattice.shape):
            path.append(min(above, key=lambda other: (self._coarse(other), other)))
        return path


def _above(node: Node, shape: tuple[int, ...]) -> list[Node]:
    """The nodes one level up in one column."""
    return [
        (*node[:axis], level + 1, *node[axis + 1 :])
        for axis, (level, levels) in enumerate(zip(node, shape, strict=True))
        if level + 1 < levels
    ]
