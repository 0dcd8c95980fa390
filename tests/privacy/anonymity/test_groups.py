"""k-anonymity, l and t as promised, whatever the data; the same groups however the shards are cut."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Column
from privacy.anonymity.people import formed, published, sizes

COLUMNS = {
    "age": Column.model_validate({"role": "quasi", "generalize": "band:5"}),
    "city": Column.model_validate({"role": "quasi", "generalize": ["keep", "top:2"]}),
    "born": Column.model_validate({"role": "quasi", "generalize": "month"}),
    "ill": Column.model_validate({"role": "sensitive"}),
    "plan": Column(role="attribute"),
}
QUASI = ("age", "city", "born")
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(18, 60).map(str)),
        st.one_of(st.none(), st.sampled_from(["Rome", "Bonn", "Lyon", "Riga", "other"])),
        st.one_of(st.none(), st.sampled_from(["1990-01-05", "1990-01-09", "1991-07-01", "05/03/1984", "1984"])),
        st.one_of(st.none(), st.sampled_from(["flu", "gout", "mumps"])),
        st.just("free"),
    ),
    max_size=40,
)


def _kept(coarser: str) -> Column:
    return Column.model_validate({"role": "quasi", "generalize": ["keep", coarser]})


def _t(seen: list[dict[str, str | None]], group: list[dict[str, str | None]]) -> float:
    values = {row["ill"] for row in seen}
    return (
        sum(abs(sum(r["ill"] == v for r in group) / len(group) - sum(r["ill"] == v for r in seen) / len(seen)) for v in values)
        / 2
    )


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(1, 6), st.sampled_from([0.0, 0.05, 0.3, 1.0]))
def test_no_group_is_under_k_unless_all_values_are_blank(rows: list[Any], k: int, share: float) -> None:
    groups = formed(COLUMNS, rows, min_group_size=k, max_suppressed=share)
    seen = published(COLUMNS, rows, groups)
    found = sizes(seen, QUASI)
    assert len(seen) == len(rows)
    assert all(size >= k for size in found.values()) or set(found) == {(None, None, None)}
    after, suppressed = groups.evidence["after"], groups.evidence["suppressed"]
    assert after["groups"] == len(found)
    assert after["smallest"] == min(found.values(), default=0)
    assert after["singled_out"] == sum(size == 1 for size in found.values())
    assert sum(count for _, count in after["sizes"]) == len(found)
    assert suppressed["users"] == int(groups.blanks.any(axis=1).sum())
    assert suppressed["fully"] == found[(None, None, None)]
    assert list(suppressed["cells"].values()) == groups.blanks.sum(axis=0).tolist()
    assert 0 <= groups.evidence["loss"]["value"] <= 1 + 1e-9


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(1, 4), st.integers(1, 3), st.sampled_from([1.0, 1.5, 2.5]), st.sampled_from([1.0, 0.6, 0.2]))
def test_l_and_t_are_as_asked_for_or_the_section_says_what_cannot_be(
    rows: list[Any], k: int, distinct: int, entropy: float, t: float
) -> None:
    import math

    groups = formed(COLUMNS, rows, min_group_size=k, min_distinct_l=distinct, min_entropy_l=entropy, max_t=t)
    seen = published(COLUMNS, rows, groups)
    missed = groups.evidence["missed"]
    for values in sizes(seen, QUASI):
        group = [row for row in seen if tuple(row[name] for name in QUASI) == values]
        parts = [sum(r["ill"] == v for r in group) / len(group) for v in {r["ill"] for r in group}]
        if len(rows) >= k:
            assert len(parts) >= distinct or "distinct_l" in missed
            assert math.exp(-sum(p * math.log(p) for p in parts)) >= entropy - 1e-6 or "entropy_l" in missed
            assert _t(seen, group) <= t + 1e-6
    if "distinct_l" in missed:
        assert len({row["ill"] for row in seen}) < distinct


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(1, 5), st.integers(1, 7))
def test_how_the_shards_are_cut_changes_nothing(rows: list[Any], k: int, cut: int) -> None:
    whole, parts = formed(COLUMNS, rows, min_group_size=k), formed(COLUMNS, rows, min_group_size=k, cut=cut)
    assert whole.blanks.tolist() == parts.blanks.tolist()
    assert (whole.ladders, whole.evidence) == (parts.ladders, parts.evidence)
    assert whole.numbers.tolist() == parts.numbers.tolist()


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(1, 5))
def test_users_are_left_out_instead_when_the_settings_say_so(rows: list[Any], k: int) -> None:
    groups = formed(COLUMNS, rows, min_group_size=k, suppress="user", max_suppressed=0.3)
    seen = published(COLUMNS, rows, groups)
    assert not groups.blanks.any()
    assert all(size >= k for size in sizes(seen, QUASI).values())
    assert groups.evidence["suppressed"]["left_out"] == len(rows) - len(seen)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_equal_numbers_mean_equal_published_values(rows: list[Any]) -> None:
    groups = formed(COLUMNS, rows, min_group_size=2)
    seen = [tuple(row[name] for name in QUASI) for row in published(COLUMNS, rows, groups)]
    numbers = groups.numbers.tolist()
    assert len(set(numbers)) == len(set(seen)) == len(set(zip(numbers, seen, strict=True)))
    assert all((number == 0) == (values == (None, None, None)) for number, values in zip(numbers, seen, strict=True))
    other = formed(COLUMNS, rows, min_group_size=2, key=Key(b"x" * 40)).numbers.tolist()
    assert {*numbers} & {*other} <= {0}


@pytest.mark.parametrize("level", ["low", "medium"])
def test_below_high_nothing_is_blanked_and_sizes_are_told(level: str) -> None:
    rows = [("20", "Rome", None, None, "")] * 5 + [("40", "Bonn", None, None, "")]
    groups = formed(COLUMNS, rows, level, min_group_size=3)
    assert not groups.blanks.any()
    assert (groups.evidence["after"]["smallest"], groups.evidence["after"]["below_k"]) == (1, 1)
    assert groups.ladders["age"].value("23") == ("23" if level == "low" else "20 to 24")


def test_only_the_values_that_single_out_are_blanked() -> None:
    """Two people alone with their cities: without the cities they are like each other; the ages of nobody need go."""
    columns = {name: COLUMNS[name] for name in ("age", "plan")} | {"city": _kept("top:1")}
    rows = [("20", "", "Rome")] * 60 + [("40", "", "Bonn")] * 60 + [("20", "", "Lyon"), ("20", "", "Riga")]
    groups = formed(columns, rows, min_group_size=2)
    assert groups.evidence["suppressed"]["cells"] == {"age": 0, "city": 2}
    assert groups.blanks[-2:].tolist() == [[False, True], [False, True]]
    assert groups.ladders["age"].name == "band:5"


def test_a_value_that_is_missing_anyway_makes_a_group_to_join() -> None:
    """Blank and missing read alike: who loses a city joins those who never gave one, and nobody else must lose anything."""
    columns = {"age": COLUMNS["age"], "city": Column(role="quasi")}
    rows = [("20", "Rome")] * 60 + [("20", None)] * 60 + [("20", "Riga")]
    groups = formed(columns, rows, min_group_size=5)
    assert groups.evidence["suppressed"] == {
        "users": 1, "left_out": 0, "cells": {"age": 0, "city": 1}, "fully": 0, "limit": 0.05,
    }  # fmt: skip


def test_one_lonely_user_takes_as_many_others_along_as_it_needs() -> None:
    """A single blanked user would be singled out by being blank: k - 1 others of a large group lose their values too."""
    columns = {"city": _kept("top:9")}
    rows = [("Rome",)] * 700 + [("Bonn",)] * 5 + [("Riga",)]
    groups = formed(columns, rows, min_group_size=5)
    assert groups.evidence["suppressed"]["users"] == 5
    assert groups.blanks[:, 0].tolist() == [True] * 4 + [False] * 701 + [True]


def test_a_declared_step_is_the_finest_that_is_published() -> None:
    columns = {"born": Column.model_validate({"role": "quasi", "generalize": ["month", "year"]})}
    rows = [("1990-01-05",)] * 9 + [("1990-02-05",)]
    fine, coarse = formed(columns, rows, min_group_size=1), formed(columns, rows, min_group_size=2)
    assert fine.ladders["born"].value("1990-01-05") == "1990-01"
    assert coarse.ladders["born"].value("1990-01-05") == "1990"


def test_the_section_holds_no_value_of_the_data() -> None:
    import json

    rows = [("20", city, "1990-01-05", "gout", "") for city in ("Rome", "Bonn") for _ in range(9)]
    text = json.dumps(formed(COLUMNS, rows).evidence)
    assert not any(value in text for value in ("Rome", "Bonn", "1990", "gout"))
