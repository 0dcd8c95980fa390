"""The section `anonymity` of the evidence: groups before and after, the levels, the loss, and what was blanked."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from llm_assets.privacy.anonymity.diversity import Sensitive
from llm_assets.privacy.anonymity.figures import before_and_after, diversity_of, pairs_by_group, sizes_of
from llm_assets.privacy.anonymity.grouping import Ints
from llm_assets.privacy.anonymity.lattice import Lattice
from llm_assets.privacy.anonymity.published import Published
from llm_assets.privacy.anonymity.released import Numbers
from llm_assets.privacy.anonymity.search import Found, Searched
from llm_assets.settings.model import Privacy

MEASURE = "non-uniform entropy"
_DIGITS = 6


def section(
    lattice: Lattice,
    found: Found,
    made: Published,
    raw: Numbers,
    privacy: Privacy,
    sensitive: Sequence[Sensitive],
    *,
    searched: Searched | None,
    kept: bool,
    missed: Sequence[str],
) -> dict[str, Any]:
    """raw: one number a user, equal where all quasi-identifiers of the source are. searched: how, if there was a search.

    kept: whether the levels are those of the last release. missed: thresholds that no levels can meet.
    """
    k = privacy.min_group_size
    _, place, sizes = np.unique(raw, return_inverse=True, return_counts=True)
    before = _told(place, sizes, sensitive)
    stay = ~made.left_out
    after_sizes = np.bincount(made.place[stay], minlength=len(made.first))
    present = after_sizes > 0
    after = _told((np.cumsum(present) - 1)[made.place[stay]], after_sizes[present], sensitive, stay)
    blank_group = stay & ~made.codes.any(axis=0)
    lost = made.blanks.sum(axis=1).tolist()
    hierarchies = lattice.hierarchies
    return {
        "k": k,
        "users": lattice.users,
        "quasi": [hierarchy.column for hierarchy in hierarchies],
        "before": sizes_of(sizes.astype(np.int64), k),
        "after": sizes_of(after_sizes[present], k),
        "levels": [
            {
                "column": hierarchy.column,
                "declared": hierarchy.declared[0],
                "chosen": hierarchy.rungs[level].ladder.name,
                "loss": round(hierarchy.loss(level), _DIGITS),
            }
            for hierarchy, level in zip(hierarchies, found.node, strict=True)
        ],
        "loss": {
            "measure": MEASURE,
            "value": round(found.loss, _DIGITS),
            "of_levels": round(found.coarse, _DIGITS),
            "discernibility": int((after_sizes.astype(np.int64) ** 2).sum()),
        },
        "suppressed": {
            "users": int(made.blanks.any(axis=0).sum() + made.left_out.sum()),
            "left_out": int(made.left_out.sum()),
            "cells": {hierarchy.column: count for hierarchy, count in zip(hierarchies, lost, strict=True)},
            "fully": int(blank_group.sum()),
            "limit": privacy.max_suppressed,
        },
        "sensitive": before_and_after(before, after),
        "thresholds": {"distinct_l": privacy.min_distinct_l, "entropy_l": privacy.min_entropy_l, "t": privacy.max_t},
        "missed": list(missed),
        "kept_levels": kept,
        "search": {"nodes": searched.nodes, "looked": searched.looked, "exact": searched.exact} if searched else None,
    }


def empty_section(users: int, quasi: Sequence[str], privacy: Privacy) -> dict[str, Any]:
    """The section when there are no groups: no quasi-identifier is declared, or there is no user."""
    none = sizes_of(np.zeros(0, dtype=np.int64), privacy.min_group_size)
    return {
        "k": privacy.min_group_size,
        "users": users,
        "quasi": list(quasi),
        "before": none,
        "after": none,
        "levels": [],
        "loss": {"measure": MEASURE, "value": 0.0, "of_levels": 0.0, "discernibility": 0},
        "suppressed": {
            "users": 0,
            "left_out": 0,
            "cells": dict.fromkeys(quasi, 0),
            "fully": 0,
            "limit": privacy.max_suppressed,
        },
        "sensitive": [],
        "thresholds": {"distinct_l": privacy.min_distinct_l, "entropy_l": privacy.min_entropy_l, "t": privacy.max_t},
        "missed": [],
        "kept_levels": False,
        "search": None,
    }


def _told(place: Ints, sizes: Ints, sensitive: Sequence[Sensitive], kept: Any = slice(None)) -> list[dict[str, Any]]:
    pairs = pairs_by_group(place.astype(np.int64, copy=False), sensitive, kept)
    return diversity_of(pairs, len(sizes), sensitive)
