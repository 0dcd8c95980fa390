"""Declared generalisation of one value: `year`, `month`, `day`, `zip3`, `age`, `band:N`, `prefix:N`, `round:N`, `top:N`,
`keep`.

`year:N` is a year in view of N, the year of publication: one that shows an age over 89 becomes `90+`.
"""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation

from llm_assets.privacy.policy.over_89 import CATEGORY, aggregated, shows_over_89
from llm_assets.privacy.zips import zip3
from llm_assets.settings.model import Dataset

OTHER = "other"

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:$|[T\s].*)")
_YEAR_LAST = re.compile(r"\s*\d{1,2}[./-]\d{1,2}[./-](\d{4})\s*")
_AGE = re.compile(r"\s*([0-9]{1,3})(?:\.[0-9]*)?\s*", re.ASCII)
_YEAR = re.compile(r"\s*(\d{4})\s*")
_BAND = re.compile(r"(-?\d+) to -?\d+")


def generalized(value: str | None, step: str, top: Collection[str] = ()) -> str | None:
    """The generalised value; None when it is unknown or cannot be read as what the step needs (a date, a number).

    top: the values that `top:N` keeps.
    """
    if value is None or step == "keep":
        return value
    name, _, size = step.partition(":")
    if name == "year" and size:
        year = _date(value, name)
        return CATEGORY if year is not None and shows_over_89(int(year), int(size)) else year
    if name == "zip3":
        return zip3(value)
    if name == "age":
        return _age(value)
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


def in_view_of(dataset: Dataset, reference_year: int | None) -> Dataset:
    """The dataset with `year` in view of the year of publication, in all columns."""
    if reference_year is None:
        return dataset
    changes = {}
    for table in ("users", "interactions"):
        part = getattr(dataset, table)
        columns = {
            name: column.model_copy(
                update={"generalize": [f"year:{reference_year}" if s == "year" else s for s in column.generalize]}
            )
            for name, column in part.columns.items()
        }
        changes[table] = part.model_copy(update={"columns": columns})
    return dataset.model_copy(update=changes)


def _age(value: str) -> str | None:
    match = _AGE.fullmatch(value)
    return aggregated(int(match[1])) if match else None


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
