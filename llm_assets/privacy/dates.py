"""Times of users: shifted by one secret offset each, so that intervals stay and dates do not; or cut to their year."""

from datetime import UTC, datetime

from llm_assets.privacy.policy.over_89 import shows_over_89

_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # the years 1 to 9999


def shifted(seconds: int | None, offset: int, level: str) -> str | None:
    """ISO 8601 of a time in seconds since the epoch: as it is at low, moved by `offset` seconds at medium, that day at high.

    None for no time, and for one that leaves the years 1 to 9999."""
    if seconds is None:
        return None
    moved = seconds if level == "low" else seconds + offset
    if not _FIRST <= moved <= _LAST:
        return None
    text = datetime.fromtimestamp(moved, UTC).isoformat().removesuffix("+00:00")
    return text[:10] if level == "high" else f"{text}Z"


def year_only(seconds: int | None, reference_year: int | None) -> str | None:
    """The true year of a time, in UTC. None for no time, and for a year that shows an age over 89."""
    if seconds is None or not _FIRST <= seconds <= _LAST:
        return None
    year = datetime.fromtimestamp(seconds, UTC).year
    return None if shows_over_89(year, reference_year) else f"{year:04d}"
