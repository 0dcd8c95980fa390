"""Declared generalisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.generalize import generalized


@pytest.mark.parametrize(
    ("value", "step", "expected", "why"),
    [
        ("1984-03-05", "year", "1984", "ISO"),
        ("1984-03-05T10:00:00Z", "month", "1984-03", "ISO with a time"),
        ("1984-3-5", "day", "1984-03-05", "unpadded"),
        ("05/03/1984", "year", "1984", "the year is certain"),
        ("05/03/1984", "month", None, "March or May: nothing is guessed"),
        ("1984", "year", "1984", "a year alone"),
        ("1984", "month", None, "a year has no month"),
        ("1984-02-30", "day", None, "no such day"),
        ("soon", "year", None, "no date"),
        ("34", "band:10", "30 to 39", "inside a band"),
        ("-1", "band:10", "-10 to -1", "below zero, bands go on"),
        ("34.9", "band:5", "30 to 34", "a fraction lies in the band of its whole"),
        ("34", "band:1", "34", "a band of one number is that number"),
        ("1249", "round:500", "1000", "to the nearest multiple"),
        ("1251", "round:500", "1500", "to the nearest multiple"),
        ("n/a", "band:10", None, "no number"),
        ("1e999999", "round:10", None, "a number nobody means, and that would take all memory"),
        ("nan", "band:10", None, "no finite number"),
        ("01013", "prefix:3", "010", "exact text, leading zero kept"),
        ("01", "prefix:3", "01", "shorter than the prefix"),
        ("DE", "top:2", "DE", "among the kept"),
        ("LI", "top:2", "other", "not among the kept"),
        ("as it is", "keep", "as it is", ""),
        (None, "top:2", None, "unknown stays unknown"),
    ],
)
def test_steps(value: str | None, step: str, expected: str | None, why: str) -> None:
    assert generalized(value, step, frozenset({"DE", "FR"})) == expected, why


@given(st.text(), st.sampled_from(["year", "month", "day", "band:10", "round:100", "prefix:2", "top:3"]))
def test_any_text_gives_a_coarser_text_or_nothing(value: str, step: str) -> None:
    result = generalized(value, step, frozenset())
    assert result is None or len(result) <= max(len(value), 48)
    if step == "top:3":
        assert result == "other"


@given(st.integers(-(10**9), 10**9), st.integers(1, 1000))
def test_a_number_lies_in_its_band(number: int, width: int) -> None:
    low, _, high = str(generalized(str(number), f"band:{width}")).partition(" to ")
    assert int(low) <= number <= int(high or low)
    assert int(low) % width == 0
