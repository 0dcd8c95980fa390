"""Shifted times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.dates import shifted

SECONDS = st.integers(min_value=-30_000_000_000, max_value=100_000_000_000)
OFFSET = st.integers(min_value=-365 * 86_400, max_value=365 * 86_400)


@given(SECONDS, OFFSET)
def test_low_keeps_the_time(seconds: int, offset: int) -> None:
    text = shifted(seconds, offset, "low")
    assert text is not None
    assert datetime.fromisoformat(text).timestamp() == seconds


@given(SECONDS, SECONDS, OFFSET)
def test_medium_keeps_intervals_to_the_second(first: int, second: int, offset: int) -> None:
    texts = [shifted(each, offset, "medium") for each in (first, second)]
    times = [datetime.fromisoformat(text) for text in texts if text]
    assert (times[1] - times[0]).total_seconds() == second - first


@given(SECONDS, OFFSET)
def test_high_is_the_day_of_medium(seconds: int, offset: int) -> None:
    medium, high = shifted(seconds, offset, "medium"), shifted(seconds, offset, "high")
    assert medium is not None
    assert high == medium[:10]


@pytest.mark.parametrize(
    ("seconds", "offset", "why"),
    [
        (None, 0, "no time"),
        (253_402_300_799, 1, "leaves the year 9999"),
        (-62_135_596_800, -1, "leaves the year 1"),
    ],
)
def test_what_is_no_date_is_none(seconds: int | None, offset: int, why: str) -> None:
    assert shifted(seconds, offset, "medium") is None, why


def test_the_form_is_that_of_the_records() -> None:
    noon = int(datetime(2024, 5, 3, 12, tzinfo=UTC).timestamp())
    assert shifted(noon, 0, "medium") == "2024-05-03T12:00:00Z"
    assert shifted(noon, 86_400, "high") == "2024-05-04"
