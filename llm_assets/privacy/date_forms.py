"""In which forms a known date (of birth) is hunted: in figures in any order, and with the month's name.

Names of months: Unicode CLDR, in the seven languages of most texts. A year of two figures counts with both others only.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from llm_assets.privacy.form import Form

_ISO = re.compile(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?\s*", re.DOTALL)
_EUROPEAN = re.compile(r"\s*(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})\s*")
_MONTHS = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
"""
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def date_forms(value: str) -> Iterator[Form]:
    """The forms of a date; nothing when the value names none."""
    for day in _dates(value):
        for text in _written(day):
            yield Form(text, "conversation")


def _dates(value: str) -> Iterator[date]:
    iso, european = _ISO.fullmatch(value), _EUROPEAN.fullmatch(value)
    groups = [tuple(map(int, iso.groups()))] if iso else []
    if european:
        # Which of the two is the day, the value does not say.
        one, two, year = map(int, european.groups())
        groups += [(year, two, one), (year, one, two)]
    for year, month, day in dict.fromkeys(groups):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _written(day: date) -> Iterator[str]:
    short = f"{day.year % 100:02d}"
    days = dict.fromkeys((str(day.day), f"{day.day:02d}"))
    months = dict.fromkeys((str(day.month), f"{day.month:02d}"))
    for d in days:
        for m in months:
            for y in (str(day.year), short):
                yield from (f"{d} {m} {y}", f"{m} {d} {y}", f"{y} {m} {d}")
    for name in _names(day.month):
        yield f"{day.day}{_ORDINALS.get(day.day, 'th')} {name} {day.year}"
        yield f"{name} {day.day}{_ORDINALS.get(day.day, 'th')} {day.year}"
        yield f"{day.day}{_ORDINALS.get(day.day, 'th')} of {name} {day.year}"
        yield f"{day.day} de {name} de {day.year}"
        for d in days:
            yield from (f"{d} {name} {day.year}", f"{name} {d} {day.year}", f"{day.year} {name} {d}", f"{d} {name} {short}")
    yield f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=12)
def _names(month: int) -> tuple[str, ...]:
    """The names of a month, and what they are cut to."""
    rows = [line.split() for line in _MONTHS.split("\n") if line]
    full = [row[month - 1] for row in rows]
    return tuple(dict.fromkeys((*full, *(name[:3] for name in full), *(["sept"] if month == 9 else []))))
