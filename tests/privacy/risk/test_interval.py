"""Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.risk.interval import wilson


# Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
@pytest.mark.parametrize(
    ("right", "people", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_the_literature(right: int, people: int, low: float, high: float) -> None:
    assert wilson(right / people, people) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(counts: tuple[int, int]) -> None:
    right, people = counts
    low, high = wilson(right / people, people)
    assert 0 <= low <= right / people + 1e-12
    assert right / people - 1e-12 <= high <= 1
