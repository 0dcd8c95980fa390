"""What the checks say: a sentence for people, and figures for plots."""

from typing import Any

import pytest

from llm_assets.privacy.anonymity.told import group_sizes_told, released_groups_told
from llm_assets.settings.model import Column
from privacy.anonymity.people import formed

COLUMNS = {
    "age": Column.model_validate({"role": "quasi", "generalize": ["band:10", "band:1000"]}),
    "ill": Column.model_validate({"role": "sensitive"}),
}
ROWS = [("31", "flu")] * 30 + [("41", "gout")] * 29 + [("55", "flu")]


def _section(rows: list[Any], level: str = "high", **privacy: Any) -> dict[str, Any]:
    return {**formed(COLUMNS, rows, level, **privacy).evidence, "new_search": False, "difference": None}


def test_a_good_release_reads_like_a_sentence() -> None:
    told = group_sizes_told(_section(ROWS), "high", "values")
    assert told.passed
    assert told.summary.startswith("every user shares all quasi-identifiers with 4 others or more (3 groups, k = 5 asked for)")
    assert "5 users lost 5 values" in told.summary
    assert told.figures["k"] == 5
    assert told.figures["suppressed_age"] == 5
    assert all(isinstance(value, int | float | str) for value in told.figures.values())


@pytest.mark.parametrize(
    ("rows", "level", "privacy", "expected"),
    [
        (ROWS[:3], "high", {}, "3 of 3 users are in groups of fewer than 5: there are too few users for groups of that size"),
        (ROWS, "medium", {}, "1 of 60 users are in groups of fewer than 5: level medium only counts them"),
        (
            ROWS,
            "high",
            {"min_distinct_l": 3},
            "but [privacy] min_distinct_l = 3 cannot be had: all users together have too few",
        ),
        (ROWS, "high", {"min_entropy_l": 2.5}, "but [privacy] min_entropy_l = 2.5 cannot be had"),
    ],
)
def test_what_fails_says_what_to_do(rows: list[Any], level: str, privacy: dict[str, Any], expected: str) -> None:
    told = group_sizes_told(_section(rows, level, **privacy), level, "values")
    assert not told.passed
    assert expected in told.summary


def test_without_quasi_identifiers_or_users_there_is_nothing_to_fail() -> None:
    none = {**formed({"ill": COLUMNS["ill"]}, [("flu",)]).evidence, "new_search": False}
    assert group_sizes_told(none, "high", "values").passed
    assert group_sizes_told(_section([]), "high", "values").passed


def test_a_first_release_has_nothing_to_be_compared_with() -> None:
    assert released_groups_told(_section(ROWS)).passed
