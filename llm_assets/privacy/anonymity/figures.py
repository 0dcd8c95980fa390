"""Figures of groups, for people: sizes, l and t, before and after; plain and JSON-able, without a value of the data."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from llm_assets.privacy.anonymity.diversity import Pairs, Sensitive, closeness, distinct_l, entropy_l, pairs_of
from llm_assets.privacy.anonymity.grouping import Ints

_EDGES = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000)
_DIGITS = 6


def sizes_of(sizes: Ints, k: int) -> dict[str, Any]:
    """Of groups: how many, the smallest, users alone in theirs, users in groups under k, and a histogram.

    sizes (of the result): [least size, number of groups] of each range; a range goes to before the next, and one begins at k.
    """
    edges = sorted({*_EDGES, k})
    counts = np.bincount(np.searchsorted(edges, sizes, side="right") - 1, minlength=len(edges))
    return {
        "groups": len(sizes),
        "smallest": int(sizes.min(initial=sizes.max(initial=0))),
        "singled_out": int((sizes == 1).sum()),
        "below_k": int(sizes[sizes < k].sum()),
        "sizes": [[edge, int(count)] for edge, count in zip(edges, counts, strict=True) if count],
    }


def pairs_by_group(place: Ints, sensitive: Sequence[Sensitive], kept: Any = slice(None)) -> list[Pairs]:
    """place: group of each user that is kept."""
    ones = np.ones(len(place), dtype=np.int64)
    return [pairs_of(place, each.codes[kept], ones, len(each.share)) for each in sensitive]


def diversity_of(pairs: Sequence[Pairs], groups: int, sensitive: Sequence[Sensitive]) -> list[dict[str, Any]]:
    """The worst group's distinct l, entropy l and t, of each sensitive column; all users are what t compares with."""
    if not groups:
        return [{"column": each.column, "distinct_l": 0, "entropy_l": 0.0, "t": 0.0} for each in sensitive]
    return [
        {
            "column": column.column,
            "distinct_l": int(distinct_l(each, groups).min()),
            "entropy_l": round(float(entropy_l(each, groups).min()), _DIGITS),
            "t": round(float(closeness(each, groups, column).max()), _DIGITS),
        }
        for each, column in zip(pairs, sensitive, strict=True)
    ]


def before_and_after(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry a sensitive column, with what it was and what it is."""
    return [
        {"column": new["column"], "before": _without_name(old), "after": _without_name(new)}
        for old, new in zip(before, after, strict=True)
    ]


def _without_name(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name != "column"}
