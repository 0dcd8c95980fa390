"""The search finds the least loss there is: beside it every node of small lattices is looked at."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.anonymity import search as searching
from llm_assets.privacy.anonymity.coding import Coded
from llm_assets.privacy.anonymity.criteria import Criteria
from llm_assets.privacy.anonymity.diversity import sensitive_column
from llm_assets.privacy.anonymity.hierarchy import build_hierarchy
from llm_assets.privacy.anonymity.lattice import Lattice, build_lattice
from llm_assets.privacy.anonymity.search import Search

DECLARED = (["band:1"], ["prefix:3"], ["keep", "top:2"])
ROWS = st.lists(
    st.tuples(
        st.integers(0, 12).map(str),
        st.sampled_from(["abc", "abd", "acd", "xyz", "xya"]),
        st.one_of(st.none(), st.sampled_from(["p", "q", "r", "s"])),
        st.sampled_from(["flu", "gout", "mumps"]),
    ),
    min_size=1,
    max_size=40,
)


def coded(values: list[str | None]) -> Coded:
    labels = sorted({value for value in values if value is not None})
    codes = {value: place for place, value in enumerate(labels, 1)} | {None: 0}
    return Coded(labels, np.array([codes[value] for value in values], dtype=np.int32))


def lattice(rows: list[Any]) -> Lattice:
    columns = [coded([row[index] for row in rows]) for index in range(len(DECLARED))]
    hierarchies = [build_hierarchy(f"c{i}", steps, c) for i, (steps, c) in enumerate(zip(DECLARED, columns, strict=True))]
    sensitive = sensitive_column("ill", "keep", coded([row[3] for row in rows]))
    return build_lattice(hierarchies, [column.codes for column in columns], [sensitive])


CRITERIA = st.builds(
    Criteria,
    k=st.integers(1, 6),
    distinct=st.integers(1, 2),
    entropy=st.sampled_from([1.0, 1.5]),
    t=st.sampled_from([1.0, 0.4]),
)


@settings(max_examples=80, deadline=None)
@given(ROWS, CRITERIA, st.sampled_from([0.0, 0.1, 0.4, 1.0]), st.booleans())
def test_no_node_loses_less(rows: list[Any], criteria: Criteria, share: float, whole: bool) -> None:
    nodes = lattice(rows)
    limit = share * len(rows)
    search = Search(nodes, criteria, limit, whole=whole)
    every = [Search(lattice(rows), criteria, limit, whole=whole).look(node) for node in product(*map(range, nodes.shape))]
    possible = [found.loss for found in every if found.within and found.plan.met]
    searched = search.run()
    assert searched.exact
    assert searched.looked <= searched.nodes == len(every)
    if possible:
        assert searched.found.loss == pytest.approx(min(possible))
        assert searched.found.within
    else:
        assert searched.found.node == tuple(levels - 1 for levels in nodes.shape)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_groups_of_a_node_are_those_of_the_users_themselves(rows: list[Any]) -> None:
    """Rolled up from whatever was looked at before, the groups must be what counting users at the node's levels gives."""
    nodes = lattice(rows)
    for node in product(*map(range, nodes.shape)):
        groups = nodes.at(node)
        ladders = [h.rungs[level].ladder for h, level in zip(nodes.hierarchies, node, strict=True)]
        seen = [tuple(ladder.value(value) for ladder, value in zip(ladders, row, strict=False)) for row in rows]
        assert sorted(groups.sizes.tolist()) == sorted(seen.count(values) for values in set(seen))
        assert groups.pairs[0].users.sum() == len(rows)
        assert len(groups.pairs[0].users) == len({(values, row[3]) for values, row in zip(seen, rows, strict=True)})


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(1, 6))
def test_a_lattice_that_is_too_large_still_gives_levels_that_do(rows: list[Any], k: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "LARGEST", 1)
        searched = Search(lattice(rows), Criteria(k), 0.1 * len(rows), whole=False).run()
    assert not searched.exact
    assert searched.found.plan.met or len(rows) < k
    assert searched.found.within or len(rows) < k


def test_the_budget_ends_the_search_with_the_best_so_far_and_says_so() -> None:
    rows = [(str(n % 12), "abc" if n % 3 else "xyz", "pqrs"[n % 4], "flu") for n in range(200)] + [("12", "abd", "p", "flu")]
    # One look at a path is always taken, so that there is a result.
    short = Search(lattice(rows), Criteria(5), 0, whole=False, budget=0).run()
    full = Search(lattice(rows), Criteria(5), 0, whole=False).run()
    assert short.looked <= full.looked
    assert full.exact
    assert short.found.plan.met
    assert short.exact == (short.looked == full.looked)
