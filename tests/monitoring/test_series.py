"""A series of any length is a short line, and its extremes are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.monitoring.series import Series


@given(st.lists(st.floats(0, 1e12), max_size=700))
def test_extremes_and_mean_are_those_of_all_values(values: list[float]) -> None:
    series = Series()
    for value in values:
        series.add(value)
    if values:
        assert (series.least, series.greatest) == (min(values), max(values))
        assert series.mean == pytest.approx(sum(values) / len(values))
    assert len(series.bars()) <= 81
    assert bool(series.bars()) == bool(values)


def test_the_bars_follow_the_values() -> None:
    series = Series()
    for value in [0.0] * 500 + [10.0] * 500:
        series.add(value)
    bars = series.bars()
    assert (bars[0], bars[-1]) == ("▁", "█")
    assert list(bars) == sorted(bars)
    assert 40 <= len(bars) <= 80
