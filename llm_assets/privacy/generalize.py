"""Declared generalisation of one value: `year`, `month`, `day`, `band:N`, `prefix:N`, `round:N`, `top:N`, `keep`."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation

OTHER = "other"

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:$|[T\s].*)")
_YEAR_LAST = re.compile(r"\s*\d{1,2}[./-]\d{1,2}[./-](\d{4})\s*")
_YEAR = re.compile(r"\s*(\d{4})\s*")
_BAND = re.compile(r"(-?\d+) to -?\d+")


def generalized(value: str | None, step: str, top: Collection[str] = ()) -> str | None:
    """The generalised value; None when it is unknown or cannot be read as what the step needs (a date, a number).

    top: the values that `top:N` keeps.
    """
    if value is None or step == "keep":
        return value
    name, _, size = step.partition(":")
    if name in ("year", "month", "day"):
        return _date(value, name)
    if name == "prefix":
        return value[: int(size)]
    if name == "top":
        return value if value in top else OTHER
    return _number(value, name, int(size))


def coarsened(value: str | None, step: str, top: Collection[str] = ()) -> str | None:
    """What a step makes of a value that was generalised before: of a band its first number counts."""
    if step.startswith("band:") and value is not None and (band := _BAND.fullmatch(value)):
        value = band[1]
    return generalized(value, step, top)


def _date(value: str, name: str) -> str | None:
    match = _ISO.fullmatch(value)
    if match is None:
        # 03/04/2001 may be March or April: only the year is certain, and nothing is guessed.
        year = _YEAR_LAST.fullmatch(value) or _YEAR.fullmatch(value)
        return year[1] if year is not None and name == "year" else None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
    if name == "day" and match[3] is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[name]]


def _number(value: str, name: str, size: int) -> str | None:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        return None
    if name == "round":
        return str(int((number / size).to_integral_value()) * size)
    low = int((number / size).to_integral_value(rounding="ROUND_FLOOR")) * size
    return str(low) if size == 1 else f"{low} to {low + size - 1}"
