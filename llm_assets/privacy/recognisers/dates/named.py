"""DATE with the name of its month: 21 May 2021, May 21st, 15. März 2020, el 5 de junio, Dec-5-1990, mayo de 2017, 3-5 May.

Validator: the name of a month (see `months`), the ranges of day and year. Source: Unicode CLDR.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.dates.months import ABBREVIATION_ONLY, AMBIGUOUS, MONTH
from llm_assets.privacy.recognisers.dates.numeric import TIME
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_DAY = "(?:[12][0-9]|3[01]|0?[1-9])"
_ORDINAL = r"(?:st|nd|rd|th|er|eme|[oae]\b|\.)?"
_YEAR = r"(?:1[6-9]|20)[0-9]{2}"
_JOINT = r"[ ./,-]{1,2}"
_OF = r"(?:(?:of|de|den|d'|di|do|the|del) ?)?"
_TO = r"(?: ?[-/&] ?| (?:to|and|al|y|bis|au|e|und|et|tot|till|until|a|i|og|och) (?:the |el |de |le )?)"
_SPELLED = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|"
    "eighth|ninth)|"
    "thirtieth|thirty[ -]first|premier|primero|uno|primo|erster|ersten)"
)
_END = r"\b"
_LATER_YEAR = rf"(?:{_JOINT}(?:(?:de|del|of) )?{_YEAR}\b|[ ./-]{{1,2}}'?[0-9]{{2}}\b)?"
_DAY_FIRST = rf"(?:{_DAY}{_ORDINAL}{_TO})?{_DAY}{_ORDINAL}(?: ?[-/.] ?| )?{_OF}{MONTH}\b\.?{_LATER_YEAR}{TIME}"
_SPELLED_FIRST = rf"{_SPELLED} (?:of |de |di )?{MONTH}\b(?:,? {_YEAR}\b)?"
_MONTH_FIRST = (
    rf"\b{MONTH}\b\.?(?: the)?[ /-]{{0,2}}{_DAY}\b(?:st\b|nd\b|rd\b|th\b)?(?:{_TO}{_DAY}\b(?:st|nd|rd|th)?)?"
    rf"(?:[ ,/-]{{1,3}}(?:of )?{_YEAR}\b|[,/-] ?'?[0-9]{{2}}\b)?{TIME}"
)
_MONTH_DAY = rf"\b{MONTH}\b\.?(?: the)?[ /-]{{0,2}}{_DAY}(?:st|nd|rd|th)\b(?:[ ,/-]{{1,3}}(?:of )?{_YEAR}\b)?"
_MONTH_YEAR = rf"\b{MONTH}\b\.?(?:[ ,/-]{{1,2}}(?:(?:de|del|of|do) )?{_YEAR}\b|[-/']{{1,2}}[0-9]{{2}}\b)"
_YEAR_FIRST = rf"{_YEAR}\.?[ /-]{MONTH}\b[ /.-]{{1,2}}{_DAY}\b"
PATTERN = f"(?i:{_DAY_FIRST}|{_YEAR_FIRST}|{_MONTH_YEAR}|{_MONTH_DAY}|{_MONTH_FIRST}|\\b{_SPELLED_FIRST})"

_MONTH = re.compile(rf"(?<![a-z\xe0]){MONTH}(?![a-z\xe0])")
_YEARS = re.compile(rf"(?<![0-9]){_YEAR}(?![0-9])")
_ORDINALS = re.compile("[0-9](?:st|nd|rd|th|er)(?![a-z])")
_SHORT_YEAR = re.compile(r"[a-z]\.?[ ][0-9]{2}$|[a-z]\.? ?[0-9]{1,2},? [0-9]{2}$")
_BEFORE = re.compile(
    r"(?:^|[^a-z])(?:on|in|since|by|until|till|from|of|before|after|between|to|el|del|al|desde|hasta|am|vom|bis|seit|le|du|"
    r"au|il|dal|op|"
    r"sinds|em|de|den|d|dated?|born|birthday|is)[ ,:(]{1,2}(?:the |is )?$"
)
_VERBS = frozenset(["may", "march", "mars", "dec"])
_COUNTED_AFTER = re.compile(
    r" (?:people|of|percent|%|times|hours?|minutes?|days?|weeks?|months?|years?|miles?|more|or|others?)\b"
)


def _written_small(name: str, text: str, place: int) -> bool:
    return text[place : place + len(name)].islower()


def _is_date(candidate: Candidate, text: str) -> bool:
    low = text.lower()
    found = _MONTH.search(low)
    if found is None:
        return False
    name, place = found[0], found.start()
    if name not in AMBIGUOUS:
        return True
    digit_first = low[0].isdigit()
    year = _YEARS.search(low) is not None
    spelled = " de " in low or " of " in low or _ORDINALS.search(low) is not None
    if name in ABBREVIATION_ONLY:
        # 15 set 2020, 15-ago-20, 3 de mar: only a day before the name, and more than that.
        return (digit_first and (year or " de " in low or "/" in low or "-" in low)) or (
            name == "mar" and text[place].isupper()
        )
    if digit_first and (name not in _VERBS or not _written_small(name, text, place)):
        return not _COUNTED_AFTER.match(candidate.following(10))
    if not _written_small(name, text, place):
        # "Mars 2020" went there.
        return name not in ("mars", "mart") and not (not year and _COUNTED_AFTER.match(candidate.following(10)))
    return spelled or year or _BEFORE.search(candidate.context(16)) is not None


def _accept(candidate: Candidate) -> Iterator[Hit]:
    text, start, end = candidate.text, candidate.start, candidate.end
    if not candidate.alone():
        return
    if (start > candidate.floor and candidate.buffer[start - 1] in b"$/_=") or (
        start - 1 > candidate.floor and candidate.buffer[start - 1] in b".,-:" and candidate.buffer[start - 2] in b"0123456789"
    ):
        return
    if end < candidate.ceiling and candidate.buffer[end] == ord("_"):
        return
    short = _SHORT_YEAR.search(text.lower())
    if short and candidate.following(1) not in ("", ".", ",", ";", ")", "\n", "\r") and text[0].isdigit():
        # "3 mars 20 personnes": two digits after a space are a year only where the clause ends.
        end -= 3
        text = text[:-3]
    text = text.rstrip(" ,-/")
    end = start + len(text)
    if _is_date(candidate, text):
        full = re.search("[0-9]", _YEARS.sub("", text)) is not None
        yield Hit(start, end, "DATE", "date-named" if full else "date-month", text.lower())


RULES = (
    Rule(
        "date-named", "DATE", "a day with the name of its month, with or without a year: 21 May 2021, March 3rd, 5 de junio,"
            " 3-5 May",
        "names of months in 18 languages, ranges of day and year", level="high", source="Unicode CLDR",
    ),
    Rule(
        "date-month", "DATE", "a month by name and its year: May 2021, mayo de 2017", "names of months, range of the year",
            level="high",
        source="Unicode CLDR",
    ),
)  # fmt: skip
NAMED = Recogniser("date-named", PATTERN, _accept, "high", rules=RULES)
