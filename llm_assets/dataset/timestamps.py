"""Reads points in time from text: whole seconds since 1970-01-01T00:00:00Z.

Understood are ISO 8601 (a `T` or a blank between date and time, `Z` or an offset, a date alone) and epoch numbers.
- Without a zone the time is UTC. Fractions of a second are cut off.
- An epoch number of 100,000,000,000 (1e11) or more, either side of zero, is milliseconds: as seconds it would lie after the
  year 5138, as milliseconds it is March 1973. Smaller ones are seconds.
- Eight digits that form a date of the years 1900 to 2099 are that date (`20240503`): as epoch seconds they would all lie in
  the 1970s.
- Outside the years 0001 to 9999 nothing is read.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

MILLISECONDS_FROM = 100_000_000_000
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)
_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{0,30})?([eE][+-]?\d{1,2})?", re.ASCII)
_DAY = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
_ZONE = re.compile(r" (UTC|GMT|Z|[+-]\d\d(:?\d\d)?)$", re.ASCII)


def read_timestamps(texts: Iterable[str | None]) -> tuple[list[int | None], int]:
    """Seconds of each text (None where there is none), and how many texts could not be read."""
    unreadable = 0
    seconds: list[int | None] = []
    for text in texts:
        moment = None
        if text is not None:
            moment = seconds_of(text)
            unreadable += moment is None
        seconds.append(moment)
    return seconds, unreadable


def seconds_of(text: str) -> int | None:
    """Seconds since the epoch, or None when the text names no point in time."""
    try:
        seconds = _elapsed(datetime.fromisoformat(text)) if "-" in text[4:8] else _other(text.strip())
    except (ValueError, OverflowError):
        seconds = None
        if (shorter := _ZONE.sub(_joined_zone, text.strip())) != text:
            return seconds_of(shorter)
    return seconds if seconds is not None and _FIRST <= seconds <= _LAST else None


def _elapsed(moment: datetime) -> int:
    return (moment - (_EPOCH if moment.tzinfo else _NAIVE_EPOCH)) // _SECOND


def _other(text: str) -> int | None:
    if _NUMBER.fullmatch(text) and not _DAY.fullmatch(text):
        number = Decimal(text)
        return int((number / 1000 if abs(number) >= MILLISECONDS_FROM else number).__floor__())
    return _elapsed(datetime.fromisoformat(text))


def _joined_zone(match: re.Match[str]) -> str:
    zone = match[1]
    return "Z" if zone[0] not in "+-" else zone
