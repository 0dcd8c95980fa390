"""The steps of a column: what follows what, and that each is made of whole values of the one before."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.anonymity.hierarchy import build_hierarchy
from llm_assets.privacy.anonymity.ladder import Ladder, following
from llm_assets.settings.steps import coarser, first_finer
from privacy.anonymity.test_search import coded


@pytest.mark.parametrize(
    ("declared", "expected", "why"),
    [
        (["day"], ["month", "year", "band:10", "band:20"], "dates, then decades"),
        (["year"], ["band:10", "band:20", "band:40", "band:80"], "a year is a number"),
        (["band:5"], ["band:10", "band:20", "band:40", "band:80"], "bands twice as wide"),
        (["prefix:3"], ["prefix:2", "prefix:1"], "one character less"),
        (["top:9"], ["top:4", "top:2", "top:1"], "half as many"),
        (["round:10"], ["round:50", "round:250", "round:1250", "round:6250"], "an odd factor: no value lies between two"),
        (["keep"], ["top:32", "top:16", "top:8", "top:4"], "the most frequent, ever fewer"),
        (["keep", "top:5"], ["top:5"], "a list is taken as it is"),
    ],
)
def test_what_follows(declared: list[str], expected: list[str], why: str) -> None:
    assert list(islice(following(declared), 4)) == expected, why
    assert first_finer([declared[0], *following(declared)]) is None


@pytest.mark.parametrize(
    ("step", "after", "allowed", "why"),
    [
        ("month", "day", True, ""),
        ("day", "month", False, "finer"),
        ("band:10", "year", True, "a decade"),
        ("band:10", "month", False, "a month is no number"),
        ("band:15", "band:10", False, "cuts a band in two"),
        ("band:20", "band:10", True, "two bands"),
        ("prefix:2", "prefix:3", True, ""),
        ("prefix:3", "prefix:3", False, "not coarser"),
        ("top:5", "band:10", True, "of any values the most frequent"),
        ("keep", "band:10", False, "finer"),
        ("band:10", "round:10", False, "a rounded number may lie in another band than its own"),
        ("year", "keep", True, ""),
    ],
)
def test_which_step_may_follow(step: str, after: str, allowed: bool, why: str) -> None:
    assert coarser(step, after) == allowed, why


DECLARED = [
    ["day"], ["band:3"], ["round:4"], ["prefix:4"], ["top:3"], ["keep", "top:4", "top:1"], ["keep", "month", "year", "band:5"],
    ["keep", "band:7", "top:2"], ["round:2", "round:6", "round:60"],
]  # fmt: skip
VALUES = st.lists(
    st.one_of(
        st.none(), st.integers(-40, 400).map(str), st.dates().map(str), st.text("ab01", max_size=5), st.just("other"),
        st.sampled_from(["05/03/1984", "1984", "1.5", "n/a"]),
    ),
    min_size=1,
    max_size=30,
)  # fmt: skip


@given(VALUES, st.sampled_from(DECLARED))
def test_every_level_is_made_of_whole_values_of_the_one_before(values: list[str | None], declared: list[str]) -> None:
    from llm_assets.privacy.anonymity.hierarchy import first_step
    from llm_assets.privacy.generalize import generalized

    read = coded([generalized(value, first_step(declared)) for value in values])
    rungs = build_hierarchy("c", declared, read).rungs
    before = None
    for rung in rungs:
        told = [rung.ladder.value(value) for value in values]
        # What workers publish with the ladder is what was counted here.
        assert told == [(None, *rung.labels)[code] for code in rung.of[read.codes]]
        if before is not None:
            assert len(set(zip(before, told, strict=True))) == len(set(before))
        before = told
    assert rungs[-1].ladder.name == "*"
    assert {rungs[-1].ladder.value(value) for value in values} == {None}


def test_a_band_of_a_band_counts_from_its_first_number() -> None:
    assert Ladder(("band:10", "band:20"), (frozenset(), frozenset())).value("-3") == "-20 to -1"
