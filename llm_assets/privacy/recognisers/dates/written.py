"""DATE with the name of its month: May 21, 2021; 21 de mayo de 2017; 15. März 2020; 3rd of June; 05-Dec-1990; Mayo del 2003.

Validator: a month's name (`months`) beside a day of 1 to 31 or a year; the name is a word of its own.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.dates.months import MONTH, WORDS_TOO
from llm_assets.privacy.recognisers.dates.read import is_day, is_year
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, is_plain

_TH = r"(?:st|nd|rd|th|er|e|o|a|ro|do)?"
_OF = r"(?: ?(?:of|de|do|di|del|den|d') ?)?"
_JOIN = r" ?(?:-|to|and|al|a|y|e|bis|und|au|et|tot|en) ?(?:the |el |le |il |den )?"
DAY_FIRST = rf"(?i:[0-9]{{1,2}}{_TH}[.]?[ /-]?{_OF}{MONTH})"
RANGE_FIRST = rf"(?i:[0-9]{{1,2}}{_TH}[.]?{_JOIN}[0-9]{{1,2}}{_TH}[.]? ?{_OF}{MONTH})"
MONTH_FIRST = rf"(?i:{MONTH}(?: ?(?:-|to|and|y|e|und|et|a) ?{MONTH})?[.]?,?[ /'-]{{0,2}}(?:the |of |de |del |year |ano |of the |dia )*[0-9])"
_HEAD = re.compile(
    rf"(?i)({MONTH})(?: ?(?:-|to|and|y|e|und|et|a) ?({MONTH}))?[.]?,?[ /'-]{{0,2}}((?:the |of |de |del |year |ano |of the |dia )*)"
)
_NUMBER = re.compile(rb"([0-9]{1,4})(?:st|nd|rd|th|er|ro)?(?![0-9A-Za-z])")
_YEAR_AFTER = re.compile(
    rb"(?i)[.]?(?:,| |-|/|'){0,3}(?:de |del |of |the year |ano |do ano |de l'annee |dell'anno )*'?([0-9]{4}|[0-9]{2})(?![0-9A-Za-z:]|[.,][0-9])"
)
_RANGE_END = re.compile(rb"(?i) ?(?:-|to|al|bis|au|tot) ?([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9A-Za-z:])")
_GLUED = re.compile(rb"[0-9A-Za-z$][./,-]?$")


def day_first(candidate: Candidate) -> Iterator[Hit]:
    """21 May, 3-5 May 2021: begins with the day."""
    text = candidate.text
    day = re.match(r"\d+", text)
    if day is None or not is_day(day[0]) or not _whole(candidate) or _glued(candidate):
        return
    yield _hit(candidate, _with_year(candidate, candidate.end), "date-written")


def month_first(candidate: Candidate) -> Iterator[Hit]:
    """May 21, 2021; May 2021; marzo-09: begins with the month."""
    buffer, start = candidate.buffer, candidate.start
    if (start > candidate.floor and is_plain(buffer[start - 1])) or _glued(candidate):
        return
    head = _HEAD.match(candidate.text)
    number = _NUMBER.match(buffer, start + head.end(), candidate.ceiling) if head else None
    if head is None or number is None:
        return
    digits, word = number[1].decode("latin-1"), head[1].lower()
    if len(digits) == 4:
        if is_year(digits):
            yield _hit(candidate, number.end(), "date-written")
        return
    if not (is_day(digits) or "-" in head[0] or "'" in head[0]) or len(digits) > 2:
        return
    end = number.end()
    closing = _RANGE_END.match(buffer, end, candidate.ceiling)
    end = _with_year(candidate, closing.end() if closing else end)
    # "may 3" may be a date or not ("you may 3 times ..."): a word that is also a month needs a capital or a year.
    if word in WORDS_TOO and end == number.end() and not candidate.text[0].isupper():
        return
    yield _hit(candidate, end, "date-written")


def _with_year(candidate: Candidate, end: int) -> int:
    year = _YEAR_AFTER.match(candidate.buffer, end, candidate.ceiling)
    if year is None or not is_year(year[1].decode("latin-1")):
        return end
    # Two digits belong to the date after a sign or an apostrophe only: "on 3 May 20 people came".
    return year.end() if len(year[1]) == 4 or year[0][:1] in b"-/'," or b"'" in year[0] else end


def _whole(candidate: Candidate) -> bool:
    return candidate.end == candidate.ceiling or not is_plain(candidate.buffer[candidate.end])


def _glued(candidate: Candidate) -> bool:
    lead = candidate.buffer[max(candidate.floor, candidate.start - 2) : candidate.start]
    return _GLUED.search(lead) is not None and not lead.endswith(b" ")


def _hit(candidate: Candidate, end: int, rule: str) -> Hit:
    return Hit(candidate.start, end, "DATE", rule, candidate.buffer[candidate.start : end].decode("latin-1").lower())
