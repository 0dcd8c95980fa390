"""Every row of the tables says why it is there."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.dataset.timestamps import read_timestamps, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-05-03T12:00:00Z", 1714737600),
        ("2024-05-03T12:00:00", 1714737600),  # no zone: UTC
        ("2024-05-03 12:00:00", 1714737600),
        ("2024-05-03T14:00:00+02:00", 1714737600),
        ("2024-05-03 14:00:00 +0200", 1714737600),  # Ruby
        ("2024-05-03 12:00:00+00", 1714737600),  # PostgreSQL
        ("2024-05-03 12:00:00 UTC", 1714737600),
        ("2024-05-03T12:00:00.999999999Z", 1714737600),  # cut, not rounded
        (" 2024-05-03 ", 1714694400),
        ("20240503", 1714694400),  # a date, not August 1970
        ("20240503T120000Z", 1714737600),
        ("1714737600", 1714737600),
        ("1714737600.9", 1714737600),
        ("1714737600999", 1714737600),  # milliseconds
        ("1.7147376e9", 1714737600),
        ("99999999999", 99999999999),  # the last seconds before milliseconds begin
        ("100000000000", 100000000),
        ("-1", -1),
        ("-0.5", -1),
        ("0", 0),
        ("1969-12-31T23:59:59.5Z", -1),
        ("0001-01-01T00:00:00Z", -62135596800),
        ("9999-12-31T23:59:59Z", 253402300799),
    ],
)
def test_is_read(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2024-02-30",
        "20240230",
        "03/05/2024",  # day or month first: never guessed
        "0001-01-01T00:00:00+05:00",  # year 0 in UTC
        "99999999999999999999",
        "9" * 5000,
        "1e99",
        "nan",
        "٢٠٢٤",  # digits, but not ASCII
        "UTC",
        " ",
        "-",
        "2024-05-03 12:00:00 UTC UTC UTC",
    ],
)
def test_is_not_read(text):
    assert seconds_of(text) is None


def test_only_what_is_there_and_unreadable_is_counted():
    assert read_timestamps(["0", None, "x", "y"]) == ([0, None, None, None], 2)


@given(st.datetimes())
def test_every_iso_time_is_its_second(moment):
    assert seconds_of(moment.isoformat()) == int(moment.replace(tzinfo=UTC, microsecond=0).timestamp())


@given(st.integers(-62135596800, 99_999_999_999))
def test_every_epoch_second_is_itself(seconds):
    text = str(seconds)
    expected = seconds
    if abs(seconds) >= 100_000_000_000:
        expected = seconds // 1000
    elif len(text) == 8 and text[:2] in ("19", "20"):
        return
    assert seconds_of(text) == expected


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    seconds = seconds_of(text)
    assert seconds is None or datetime.fromtimestamp(0, UTC).year == 1970
