"""l and t, beside their definitions written out, and beside pycanon."""

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.anonymity.diversity import Sensitive, closeness, distinct_l, entropy_l, pairs_of, sensitive_column
from privacy.anonymity.test_search import coded

TEXT = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["flu", "gout", "mumps", "pox"])), min_size=1, max_size=40)
NUMBERS = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 30).map(str)), min_size=1, max_size=40)


def _measured(rows: list[Any]) -> tuple[Sensitive, Any, Any, Any]:
    """The column, and of each group distinct l, entropy l and t."""
    column = sensitive_column("s", "keep", coded([value for _, value in rows]))
    names, place = np.unique([group for group, _ in rows], return_inverse=True)
    pairs = pairs_of(place.astype(np.int64), column.codes, np.ones(len(rows), dtype=np.int64), len(column.share))
    groups = len(names)
    return column, distinct_l(pairs, groups), entropy_l(pairs, groups), closeness(pairs, groups, column)


def _shares(values: list[str], over: list[str]) -> list[float]:
    return [values.count(value) / len(values) for value in over]


@settings(max_examples=80, deadline=None)
@given(st.one_of(TEXT, NUMBERS))
def test_as_the_definitions_say(rows: list[Any]) -> None:
    column, distinct, entropy, t = _measured(rows)
    numeric = column.ordered
    every = sorted({value for _, value in rows}, key=(lambda v: (int(v), v)) if numeric else None)
    assert numeric == all(value.lstrip("-").isdigit() for value in every)
    whole = _shares([value for _, value in rows], every)
    for place, name in enumerate(sorted({group for group, _ in rows})):
        own = _shares([value for group, value in rows if group == name], every)
        assert distinct[place] == sum(part > 0 for part in own)
        assert entropy[place] == pytest.approx(math.exp(-sum(part * math.log(part) for part in own if part)))
        gaps = [a - b for a, b in zip(own, whole, strict=True)]
        if numeric:
            expected = sum(abs(sum(gaps[: i + 1])) for i in range(len(gaps))) / (len(gaps) - 1) if len(gaps) > 1 else 0
        else:
            expected = sum(map(abs, gaps)) / 2
        assert t[place] == pytest.approx(expected, abs=1e-9)


def test_the_example_of_the_paper() -> None:
    """Li, Li and Venkatasubramanian 2007: salaries 3k to 11k; {3, 4, 5} is 0.375 from all, {6, 8, 11} is 0.167."""
    rows = [(0, "3"), (0, "4"), (0, "5"), (1, "6"), (1, "8"), (1, "11"), (2, "7"), (2, "9"), (2, "10")]
    *_, t = _measured(rows)
    assert t[:2] == pytest.approx([0.375, 1 / 6])


@pytest.mark.parametrize(
    ("step", "labels", "ordered", "why"),
    [
        ("keep", ["10", "9"], True, "numbers"),
        ("band:10", ["0 to 9", "10 to 19", "100 to 109"], True, "bands"),
        ("year", ["1999", "2001"], True, "dates"),
        ("month", ["1999-01", "2001-02"], True, "dates"),
        ("keep", ["10", "nine"], False, "a word among numbers"),
        ("top:2", ["flu", "other"], False, "categories"),
        ("keep", ["1", "nan"], False, "no finite number"),
    ],
)
def test_what_has_an_order(step: str, labels: list[str], ordered: bool, why: str) -> None:
    assert sensitive_column("s", step, coded([*labels])).ordered == ordered, why


def test_numbers_are_ranked_as_numbers_and_the_missing_comes_last() -> None:
    column = sensitive_column("s", "band:10", coded(["100 to 109", "0 to 9", None, "10 to 19", "-10 to -1"]))
    assert column.codes.tolist() == [3, 1, 4, 2, 0]


@settings(max_examples=25, deadline=None)
@given(st.one_of(TEXT, NUMBERS))
def test_pycanon_agrees(rows: list[Any]) -> None:
    """A library of its own for these measures: https://github.com/IFCA-Advanced-Computing/pycanon."""
    import pandas as pd
    from pycanon import anonymity

    column, distinct, entropy, t = _measured(rows)
    values = [int(value) if column.ordered else value for _, value in rows]
    data = pd.DataFrame({"group": [str(group) for group, _ in rows], "value": pd.Series(values, dtype=object)})
    if column.ordered:
        data["value"] = data["value"].astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert anonymity.l_diversity(data, ["group"], ["value"]) == distinct.min()
        assert anonymity.entropy_l_diversity(data, ["group"], ["value"]) in (
            int(entropy.min() + 1e-9),
            int(entropy.min() - 1e-9),
        )
        if data["value"].nunique() > 1:
            assert anonymity.t_closeness(data, ["group"], ["value"]) == pytest.approx(t.max(), abs=1e-9)
        assert anonymity.k_anonymity(data, ["group"]) == min(data["group"].value_counts())
