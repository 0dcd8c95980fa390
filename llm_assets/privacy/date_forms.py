"""Known dates (of birth): read in a text in any order, in figures and with the month's name, and looked up as ISO 8601.

Names of months: Unicode CLDR, in the languages of most texts. Where day and month cannot be told apart, both are looked up, and
so are both centuries of a year of two figures.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from llm_assets.linear import compiled

_MONTHS = """
january february march april may june july august september october november december
januar februar maerz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
"""
_PARTS = re.compile(r"\d+|[a-z]+")
_GAP = r"[ ,./\-]{1,3}"


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    rows = [line.split() for line in _MONTHS.split("\n") if line]
    names = {name: number for row in rows for number, name in enumerate(row, 1)}
    short = {row[number][:3]: number + 1 for row in rows for number in range(12) if row[number][:3] not in ("mar", "jui")}
    return {**short, **names, "marz": 3, "mar": 3, "sept": 9}


@lru_cache(maxsize=1)
def _pattern() -> Any:
    name = f"(?:{'|'.join(sorted(_months(), key=len, reverse=True))})"
    middle = r"(?:st|nd|rd|th|er)?(?:" + _GAP + r"(?:of |de )?)"
    last = r"(?:" + _GAP + r"(?:of |de )?)"
    forms = (
        rf"[0-9]{{1,4}}{_GAP}[0-9]{{1,2}}{_GAP}[0-9]{{1,4}}",
        rf"[0-9]{{1,2}}{middle}(?i:{name}){last}[0-9]{{2,4}}",
        rf"[0-9]{{4}}{_GAP}(?i:{name}){_GAP}[0-9]{{1,2}}",
        rf"(?i:{name}){_GAP}[0-9]{{1,2}}(?:st|nd|rd|th)?{_GAP}[0-9]{{4}}",
    )
    return compiled("|".join(forms).encode("latin-1"))


def dates_in(buffer: bytes) -> Iterator[tuple[int, int, str]]:
    """(start, end, ISO 8601) of all that may be a date in the pattern bytes of a view."""
    for match in _pattern().finditer(buffer):
        start, end = match.span()
        if _inside(buffer, start, end):
            continue
        for day in dates_of(match[0].decode("latin-1")):
            yield start, end, day


def _inside(buffer: bytes, start: int, end: int) -> bool:
    """Whether a number or a word goes on before or behind (10.21.1962.3)."""
    before, after = buffer[max(start - 2, 0) : start].decode("latin-1"), buffer[end : end + 2].decode("latin-1")
    return (
        before[-1:].isalnum()
        or after[:1].isalnum()
        or (before[-1:] in (".", "-", "/") and before[:1].isdigit())
        or (after[:1] in (".", "-", "/") and after[1:].isdigit())
    )


def dates_of(text: str) -> list[str]:
    """The dates that a text may mean, as ISO 8601."""
    parts = [part for part in _PARTS.findall(text.lower()) if part[0].isdigit() or part in _months()]
    if len(parts) != 3:
        return []
    named = [place for place, part in enumerate(parts) if part in _months()]
    if named:
        numbers = [part for part in parts if part[0].isdigit()]
        orders = [(numbers[-1], parts[named[0]], numbers[0]), (numbers[0], parts[named[0]], numbers[-1])]
    else:
        one, two, three = parts
        orders = [(one, two, three)] if len(one) == 4 else [(three, two, one), (three, one, two)]
        orders += [(one, two, three)] if len(one) == 2 == len(three) else []
    found = (_iso(year, month, day) for years, month, day in orders for year in _years(years))
    return list(dict.fromkeys(filter(None, found)))


def _years(text: str) -> tuple[str, ...]:
    return (f"19{text}", f"20{text}") if len(text) == 2 else (text,) if len(text) == 4 else ()


def _iso(year: str, month: str, day: str) -> str | None:
    number = _months().get(month) or int(month)
    try:
        return date(int(year), number, int(day)).isoformat() if len(day) < 3 and number < 13 else None
    except ValueError:
        return None
