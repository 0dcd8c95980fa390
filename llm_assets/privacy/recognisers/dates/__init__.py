"""DATE: at level high all exact dates and years that date something; at level medium dates of birth, by the words before them.

Weekdays, times of day, relative dates ("tomorrow") and durations stay.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from llm_assets.privacy.recognisers.dates.months import BIRTH, alternatives
from llm_assets.privacy.recognisers.dates.numeric import NUMERIC, YEAR, numeric, year
from llm_assets.privacy.recognisers.dates.read import is_compact
from llm_assets.privacy.recognisers.dates.written import DAY_FIRST, MONTH_FIRST, RANGE_FIRST, day_first, month_first
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_birth = re.compile(rf"(?<![a-z])(?:{alternatives(map(re.escape, BIRTH))})(?![a-z])").search
_COMPACT = re.compile(r"(?<!\d)\d{2}(?:\d{2})?[ ./-]?\d{2}[ ./-]?(?:\d{2}){1,2}(?!\d)")
_NUMERIC_RULES = (
    Rule("date-numeric", "DATE", "26/11/1932, 2021-05-21T10:30Z, 5.21.21, 05/2021, 2021年5月21日", "the calendar", "", "high", "ISO 8601, CLDR"),
    Rule("date-announced", "DATE", "5/21 without a year", "a word of time before it", "", "high", "CLDR"),
)  # fmt: skip
_WRITTEN_RULES = (
    Rule("date-written", "DATE", "21 de mayo de 2017, May 21st, 15. März 2020, 05-Dec-1990, May 2021", "the name of a month", "", "high", "CLDR"),
)  # fmt: skip
_YEAR_RULES = (
    Rule(
        "date-year", "DATE", "a year that dates something: in 2015, seit 2010, hasta 2008", "the word before it", "", "high", ""
    ),
)
_BIRTH_RULES = (
    Rule("birth-date", "DATE", "a date in any of these forms, or a year", "words of birth before it", "", "medium", ""),
)
_ASKED_RULES = (
    Rule("date-asked", "DATE", "031485 as the answer to a question for a date", "the message before", "", "high", ""),
)

_Accept = Callable[[Candidate], Iterator[Hit]]


def _born(accept: _Accept) -> _Accept:
    """Only what the words before say to be of birth."""

    def accepted(candidate: Candidate) -> Iterator[Hit]:
        if _birth(candidate.context(32)):
            yield from (Hit(hit.start, hit.end, "DATE", "birth-date", hit.key) for hit in accept(candidate))

    return accepted


def _asked(candidate: Candidate) -> Iterator[Hit]:
    match = _COMPACT.search(candidate.text) if candidate.end - candidate.start <= 60 else None
    if match and is_compact(re.sub(r"\D", "", match[0])):
        yield Hit(candidate.start + match.start(), candidate.start + match.end(), "DATE", "date-asked", match[0])


def _all() -> Iterable[tuple[str, str, _Accept, tuple[Rule, ...]]]:
    yield "date-digits", NUMERIC, numeric, _NUMERIC_RULES
    yield "date-day", f"{DAY_FIRST}|{RANGE_FIRST}", day_first, _WRITTEN_RULES
    yield "date-month", MONTH_FIRST, month_first, _WRITTEN_RULES
    yield "date-year", YEAR, year, _YEAR_RULES


def dates(level: str) -> tuple[Recogniser, ...]:
    """The recognisers for a privacy level."""
    if level == "high":
        found = tuple(
            Recogniser(name, pattern, accept, "high", rules=(*rules, *_BIRTH_RULES)) for name, pattern, accept, rules in _all()
        )
        return (*found, Recogniser("date-asked", "", _asked, "high", asked=frozenset({"date"}), rules=_ASKED_RULES))
    return tuple(Recogniser(name, pattern, _born(accept), "medium", rules=_BIRTH_RULES) for name, pattern, accept, _ in _all())
