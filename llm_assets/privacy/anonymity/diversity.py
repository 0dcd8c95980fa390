"""What a group tells of the sensitive values of its users: distinct and entropy l-diversity, t-closeness.

A. Machanavajjhala et al., l-Diversity: Privacy beyond k-Anonymity, ACM TKDD 1 (2007). N. Li et al., t-Closeness: Privacy beyond
k-Anonymity and l-Diversity, ICDE 2007: the distance is the earth mover's, with equal distances between categories, and with
ranks as distances between numbers and dates. A missing value is a value; among numbers it is the last.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.coding import Coded
from llm_assets.privacy.anonymity.grouping import Ints, group_keys, summed
from llm_assets.settings.steps import parsed

Floats = npt.NDArray[np.float64]

_BANDED = " to "


@dataclass(frozen=True)
class Sensitive:
    """A sensitive column. codes: rank of each user's published value. share: of all users, by rank."""

    column: str
    codes: Ints
    share: Floats
    ordered: bool


@dataclass(frozen=True)
class Pairs:
    """How many users of a group have a value: sorted by group, then value, each pair once."""

    group: Ints
    value: Ints
    users: Ints


def sensitive_column(column: str, step: str, coded: Coded) -> Sensitive:
    """coded: of the published values, missing ones as code 0."""
    numbers = [_number(label) for label in coded.labels]
    dated = parsed(step)[0] in ("year", "month", "day")
    ordered = dated or (bool(numbers) and None not in numbers)
    ranks = np.arange(-1, len(coded.labels), dtype=np.int64)
    if ordered and not dated:
        order = sorted(range(len(numbers)), key=lambda index: (numbers[index], coded.labels[index]))
        ranks[np.array(order) + 1] = np.arange(len(order))
    ranks[0] = len(coded.labels)
    codes = ranks[coded.codes]
    counts = np.bincount(codes, minlength=len(coded.labels))
    return Sensitive(column, codes, counts / max(len(codes), 1), ordered)


def pairs_of(place: Ints, values: Ints, users: Ints, width: int) -> Pairs:
    """place, values, users: of rows; rows of the same group and value are added up. width: values are below it."""
    keys = place * width + values
    grouped = group_keys(keys, int(keys.max(initial=0)) + 1)
    kept = keys[grouped.first]
    return Pairs(kept // width, kept % width, summed(grouped.place, users, grouped.groups))


def distinct_l(pairs: Pairs, groups: int) -> Ints:
    """Number of distinct values in each group."""
    return np.bincount(pairs.group, minlength=groups)


def entropy_l(pairs: Pairs, groups: int) -> Floats:
    """e to the entropy of the values in each group: l values that are equally frequent give l."""
    parts = _parts(pairs, groups)
    return np.exp(-np.bincount(pairs.group, weights=parts * np.log(parts), minlength=groups))


def closeness(pairs: Pairs, groups: int, sensitive: Sensitive) -> Floats:
    """The distance of each group's values from those of all users, from 0 (the same) to 1."""
    parts = _parts(pairs, groups)
    if not sensitive.ordered:
        more = np.maximum(parts - sensitive.share[pairs.value], 0)
        return np.bincount(pairs.group, weights=more, minlength=groups).astype(np.float64)
    return _ordered(pairs, parts, groups, sensitive.share)


def _parts(pairs: Pairs, groups: int) -> Floats:
    sizes = summed(pairs.group, pairs.users, groups)
    return np.asarray(pairs.users / sizes[pairs.group], dtype=np.float64)


def _ordered(pairs: Pairs, parts: Floats, groups: int, share: Floats) -> Floats:
    """The sum of |F(i) - Q(i)| over ranks i, divided by their number less one; F and Q: of the group and of all, cumulated.

    F is constant between two values of the group: there the sum follows from running sums of Q, cut where Q passes F.
    """
    width = len(share)
    if width < 2:
        return np.zeros(groups)
    whole = np.cumsum(share)
    running = np.concatenate(([0.0], np.cumsum(whole)))
    heads = np.flatnonzero(np.diff(pairs.group, prepend=-1))
    totals = np.cumsum(parts)
    base = np.repeat(totals[heads] - parts[heads], np.diff(np.append(heads, len(parts))))
    level = totals - base
    end = np.append(pairs.value[1:], width)
    end[heads[1:] - 1] = width
    begin = pairs.value
    cut = np.clip(np.searchsorted(whole, level), begin, end)
    below = level * (cut - begin) - (running[cut] - running[begin])
    above = (running[end] - running[cut]) - level * (end - cut)
    sums = np.bincount(pairs.group, weights=below + above, minlength=groups)
    # Before its first value F is 0.
    sums[pairs.group[heads]] += running[pairs.value[heads]]
    return np.asarray(sums / (width - 1), dtype=np.float64)


def _number(label: str) -> Decimal | None:
    try:
        number = Decimal(label.partition(_BANDED)[0].strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
