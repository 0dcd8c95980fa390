"""DATE in digits: 26/11/1932, 2021-05-21T10:30Z, 21.5.21, 5/21 after a word of time, 2021年5月21日, and years that date something.

Validator: the calendar (`read`), one separator throughout, and that the digits are no part of something longer (a version, an
IP address, a phone number). Source: ISO 8601 and the numeric forms of Unicode CLDR.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.dates.months import TIME_WORDS, YEAR_WORDS, alternatives
from llm_assets.privacy.recognisers.dates.read import is_date, is_day, is_month, is_year
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, is_plain

NUMERIC = (
    r"[0-9]{1,4} ?[./-]{1,2} ?[0-9]{1,3} ?[./-]{1,2} ?[0-9]{2,4}"
    r"|[0-9]{1,2}[/][0-9]{1,4}"
    r"|[0-9]{4}\xe0 ?[0-9]{1,2}\xe0 ?[0-9]{1,2}\xe0?"
)
YEAR = rf"(?i:(?:{alternatives(YEAR_WORDS)}) (?:1[89]|20|21)[0-9][0-9])"
_FULL = re.compile(r"(\d{1,4}) ?([./-]{1,2}) ?(\d{1,3}) ?([./-]{1,2}) ?(\d{2,4})")
_CJK = re.compile("(\\d{4})\xe0 ?(\\d{1,2})\xe0 ?(\\d{1,2})\xe0?")
_TIME = re.compile(
    rb"(?:[ T]|, ?| at | a las | um )?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    rb"(?: ?Z| ?[+-][0-2][0-9]:?[0-5][0-9]| ?(?i:[ap]\.?m\b\.?))?"
)
_VERSION = re.compile(
    r"(?:version|release|python|ver|rev|v|build|firmware|section|chapter|figure|table|kapitel|abschnitt|§)\.? ?$"
)
_announced = re.compile(rf"(?:^|[^a-z])(?:{alternatives(TIME_WORDS)})[ ,:(]{{1,3}}$").search
_PRICE = re.compile(rb"[$]$|[0-9A-Za-z][./-]?$|[./-]$")
_GOES_ON = re.compile(rb"[./-]?[0-9A-Za-z]|%")


def numeric(candidate: Candidate) -> Iterator[Hit]:
    """The date that a row of digits and separators is."""
    text = candidate.text
    if _PRICE.search(candidate.buffer, max(candidate.floor, candidate.start - 2), candidate.start):
        return
    if match := _CJK.fullmatch(text):
        if is_date(*match.groups()):
            yield Hit(candidate.start, candidate.end, "DATE", "date-numeric", text)
        return
    match = _FULL.fullmatch(text)
    if match:
        first, one, second, other, third = match.groups()
        # One typing slip (24/08//1979) is a date still; two different separators are none.
        if one[0] != other[0] or not is_date(first, second, third):
            return
        if "." in one and len(third) == 2 and _VERSION.search(candidate.context(24)):
            return
        end = _ended(candidate, candidate.end)
        if end is None:
            return
        yield Hit(candidate.start, end, "DATE", "date-numeric", text)
        return
    yield from _short(candidate, text)


def _short(candidate: Candidate, text: str) -> Iterator[Hit]:
    """5/21 and 05/2021: the first only after a word of time, for it may be a fraction."""
    first, _, second = text.partition("/")
    end = _ended(candidate, candidate.end)
    if end is None or text in ("24/7", "9/11", "50/50"):
        return
    if len(second) == 4 and is_month(first) and is_year(second):
        yield Hit(candidate.start, end, "DATE", "date-numeric", text)
    elif ((is_day(first) and is_month(second)) or (is_month(first) and is_day(second))) and _announced(candidate.context(24)):
        yield Hit(candidate.start, end, "DATE", "date-announced", text)


def _ended(candidate: Candidate, end: int) -> int | None:
    """Where a date with the time that follows it ends; None when it goes on as something else."""
    time = _TIME.match(candidate.buffer, end, candidate.ceiling)
    if time:
        after = time.end()
        return after if after == candidate.ceiling or not is_plain(candidate.buffer[after]) else end
    return None if _GOES_ON.match(candidate.buffer, end, candidate.ceiling) else end


_SOMETHING = re.compile(rb"-?[0-9A-Za-z]|[.,:/][0-9]| ?%| ?(?:[a-z]{3,}s|mm|cm|kg|km|mg|ml|px|gb|mb|usd|eur)\b")


def year(candidate: Candidate) -> Iterator[Hit]:
    """A year after a word that dates something. Dates in texts are not shifted, and so would give the secret offset away."""
    start = candidate.end - 4
    if not candidate.alone() or _SOMETHING.match(candidate.buffer, candidate.end, candidate.ceiling):
        return
    yield Hit(start, candidate.end, "DATE", "date-year", candidate.text[-4:])
