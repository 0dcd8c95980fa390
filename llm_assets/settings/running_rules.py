"""What the values of `[schedule]` must be and agree on, beyond their types."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from llm_assets.settings.databases import is_database
from llm_assets.settings.problems import Problem, found, nearest, value_at

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
# Name, least and most number, names from the least on, whether L (the last) is known there.
_FIELDS: tuple[tuple[str, int, int, Sequence[str], bool], ...] = (
    ("minute", 0, 59, (), False),
    ("hour", 0, 23, (), False),
    ("day of month", 1, 31, (), True),
    ("month", 1, 12, _MONTHS, False),
    ("day of week", 0, 7, _DAYS, False),
)
_ORDER = "minute, hour, day of month, month, day of week"
_PART = re.compile(r"(?P<first>\*|[0-9]{1,2}|[A-Za-z]{3}|L)(-(?P<last>[0-9]{1,2}|[A-Za-z]{3}))?(/(?P<step>[0-9]{1,2}))?")


def problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of the cron expression, the time zone, the sensor's queries and the limits of freshness."""
    cron, zone = value_at(values, ("schedule", "cron")), value_at(values, ("schedule", "timezone"))
    if isinstance(cron, str) and (wrong := _wrong(cron)):
        yield Problem(("schedule", "cron"), found(cron), wrong)
    if isinstance(zone, str) and zone != "UTC" and not _is_zone(zone):
        allowed = "an IANA time zone, such as UTC or Europe/Madrid"
        yield Problem(("schedule", "timezone"), found(zone), allowed, nearest(zone, available_timezones()))
    for table in ("users", "interactions"):
        query, source = (
            value_at(values, ("schedule", "sensor", f"{table}_query")),
            value_at(values, ("dataset", table, "source")),
        )
        if query is not None and not (isinstance(source, str) and is_database(source)):
            what = "found beside a source that is no database"
            yield Problem(("schedule", "sensor", f"{table}_query"), what, "nothing: what changes in files is seen without it")
    fail, warn = (value_at(values, ("schedule", "freshness", f"{name}_hours")) for name in ("fail", "warn"))
    if isinstance(fail, int | float) and isinstance(warn, int | float) and warn >= fail:
        yield Problem(("schedule", "freshness", "warn_hours"), found(warn), f"less than fail_hours = {fail:g}")


def _wrong(cron: str) -> str:
    """What a cron expression must be and is not; "" when all is well."""
    written = cron.split()
    if len(written) != len(_FIELDS):
        return f"five fields: {_ORDER}"
    for text, (name, least, most, names, last) in zip(written, _FIELDS, strict=True):
        if not all(_fits(part, least, most, names, last) for part in text.split(",")):
            known = f", or {names[0]} to {names[-1]}" if names else ""
            return f"for the {name}: *, {least} to {most}{known}, ranges and steps such as 1-5 or */2; the fields are {_ORDER}"
    return ""


def _fits(part: str, least: int, most: int, names: Sequence[str], last: bool) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    if match["first"] == "L":
        return last and part == "L"
    numbers = []
    for text in (match["first"], match["last"]):
        if text is None or text == "*":
            continue
        if not text.isdigit():
            if text.lower() not in names:
                return False
            text = str(names.index(text.lower()) + least)
        numbers.append(int(text))
    if match["first"] == "*" and match["last"] is not None:
        return False
    inside = all(least <= number <= most for number in numbers) and numbers == sorted(numbers)
    return inside and (match["step"] is None or 1 <= int(match["step"]) <= most)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path out of the data base; one of its folders
        return False
    return True
