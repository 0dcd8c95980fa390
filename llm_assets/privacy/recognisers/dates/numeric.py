"""DATE in digits: 26/11/1932, 2021-05-21, 21.05.2021, 5/21/21, 05/2021, 2021年5月21日, with the time that stands after it.

Validator: the ranges of day, month and year, and what stands around: versions, fractions, scores and phone numbers are written
alike. Source: ISO 8601, and the orders of Unicode CLDR (dates/calendars/gregorian/dateFormats): year first, day first, month
first.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.dates.months import LETTER
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

TIME = (
    r"(?:,? ?[T ] ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?(?:Z\b| "
    r"?[+-][0-9]{2}:?[0-9]{2}\b)?)?"
)
_THREE = rf"[0-9]{{1,4}} ?[-/.] ?[0-9]{{1,2}} ?[-/.] ?[0-9]{{2,4}}{TIME}"
_TWO = r"[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{1,2}\.?)|\.[0-9]{1,2}\.)"
_YEAR_FIRST = r"(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])"
_COUNTED = rf"[0-9]{{4}} ?{LETTER} ?[0-9]{{1,2}} ?{LETTER}(?: ?[0-9]{{1,2}} ?{LETTER})?"
_WORDED = rf"[0-9]{{1,2}}\.? {LETTER}{{3,12}} (?:19|20)[0-9]{{2}}"
PATTERN = f"(?:{_COUNTED}|{_WORDED}|{_THREE}|{_YEAR_FIRST}|{_TWO})"

_SPLIT = re.compile(r"([0-9]{1,4})( ?[-/.] ?)([0-9]{1,2})( ?[-/.] ?)([0-9]{2,4})")
_GROUPS = re.compile("[0-9]+")
_versions = any_word(
    "version versions v ver release released rev build firmware python php node ubuntu kernel java ios android patch update "
    "upgrade package install tag section chapter article kapitel abschnitt capitulo clause paragraph".split()
)
_NO_DATE_AFTER = re.compile(
    r" ?(?:%|[x*=<>]|mm\b|cm\b|km\b|kg\b|usd\b|eur\b|mb\b|gb\b|mph\b|hours?\b|hrs?\b|inch|stars?\b|of\b)"
)
# What stands right before a day and a month without year: "on 5/21", "am 3.5.", "el 4/9".
_LEADS = re.compile(
    r"(?:^|[^a-z])(?:on|today(?: is)?|since|dated?|until|till|due|born|birthday|d\.?o\.?b\.?|el|dia|desde|hasta|fecha|am|"
    r"vom|seit|bis|zum|"
    r"ab|den|le|du|depuis|jusqu'au|il|dal|op|sinds|em|desde o|dia|data|date|exp(?:ires?|iry|iration)?(?: date)?|valid(?: "
    r"thru| until)?)"
    r"[ ,:(]{1,3}(?:the |is )?$"
)
_FAMOUS = frozenset(["24/7", "9/11", "7/7", "50/50", "20/20", "7/24"])
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and number[:2] in ("17", "18", "19", "20")


def is_day(day: int, month: int) -> bool:
    """Whether a month has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month]


def is_date(first: str, second: str, third: str) -> bool:
    """Whether three numbers are a day in one of the three orders; two-digit years are taken for any."""
    if is_year(first):
        return len(third) <= 2 and is_day(int(third), int(second))
    if len(first) > 2 or len(third) == 3 or (len(third) == 4 and not is_year(third)):
        return False
    one, two = int(first), int(second)
    if is_day(one, two) or is_day(two, one):
        return True
    # People mistype: 14/14/2014 can mean nothing else. With two digits the year may come first: 85-03-14.
    if len(third) == 4:
        return 1 <= one <= 31 and 1 <= two <= 31
    return len(first) == len(second) == 2 and is_day(int(third), two)


def _touched(candidate: Candidate, end: int) -> bool:
    """Whether the match is a piece of something longer: 1.2.3.4, 555-12-12-2020, $12/11, /2020/05/21/."""
    buffer, start = candidate.buffer, candidate.start
    if start > candidate.floor:
        before, earlier = buffer[start - 1], buffer[start - 2] if start - 1 > candidate.floor else 0
        if is_plain(before) or before in b"$#=_/\\" or (before in b"-+" and is_plain(earlier)):
            return True
        if before in b".,:" and earlier in b"0123456789":
            return True
    if end < candidate.ceiling:
        after = buffer[end]
        if is_plain(after) or after in b"_%\\":
            return True
        if after in b"-/.:" and end + 1 < candidate.ceiling and is_plain(buffer[end + 1]):
            return after != ord("-") or buffer[end + 1] in b"0123456789"
    return False


def _three(candidate: Candidate, text: str) -> str | None:
    """The rule by which three numbers are a date."""
    match = _SPLIT.match(text)
    if match is None:
        return None
    first, joint, second, other, third = match.groups()
    if joint.strip() != other.strip() or (" " in joint + other and not (is_year(first) or is_year(third))):
        return None
    if not is_date(first, second, third):
        return None
    lead = candidate.context(24)
    if "." in joint:
        if _versions(lead):
            return None
        if not is_year(third) and not is_year(first):
            # 3.11.12 is a version as often as a date.
            full = len(first) == len(second) == 2 or int(first) > 12
            return "date-numeric" if full or _LEADS.search(lead) else None
    elif "-" in joint and not is_year(first) and not is_year(third):
        # A score, a size or a British bank's sort code looks alike.
        return None if "sort" in lead or len(third) != 2 else "date-numeric"
    return "date-numeric" if len(third) != 3 else None


def _two(candidate: Candidate, text: str) -> bool:
    """Whether two numbers are a month and a year, or a day and a month that something announces."""
    first, second = (int(number) for number in _GROUPS.findall(text))
    if len(text) >= 6 and is_year(text[-4:]):
        # 3.2020 and 3-2020 are numbers as well: with a slash or with a zero they are not.
        return 1 <= first <= 12 and text[:-4][-1] == "/"
    if is_year(text[:4]):
        return (
            text[4] == "-" and not candidate.following(1).startswith("-") and _LEADS.search(candidate.context(24)) is not None
        )
    if text in _FAMOUS or _NO_DATE_AFTER.match(candidate.following(8)) or not (is_day(first, second) or is_day(second, first)):
        # 05/21 is a month and a year too: when a card expires, when someone joined.
        return False
    dotted = "." in text
    if dotted != text.endswith(".") or "-" in text:
        return False
    return _LEADS.search(candidate.context(24)) is not None


def _accept(candidate: Candidate) -> Iterator[Hit]:
    text, end = candidate.text, candidate.end
    if LETTER in text:
        groups = _GROUPS.findall(text)
        if len(groups[0]) == 4:
            month, day = int(groups[1]), int(groups[2]) if len(groups) > 2 else 1
            found = is_year(groups[0]) and is_day(day, month)
        else:
            found = 1 <= int(groups[0]) <= 31
        if found and candidate.alone():
            yield Hit(candidate.start, end, "DATE", "date-numeric", text)
        return
    if _touched(candidate, end):
        return
    numbers = _GROUPS.findall(text)
    few = len(numbers) < 3
    rule = ("date-partial" if _two(candidate, text) else None) if few else _three(candidate, text)
    if rule is not None:
        end -= text.endswith(".") and not few
        yield Hit(candidate.start, end, "DATE", rule, text)


RULES = (
    Rule(
        "date-numeric", "DATE", "three numbers in any order of day, month and year, with a time: 26/11/1932, "
            "2021-05-21T10:30Z, 21.5.21",
        "ranges of day, month and year; no version, path or longer number around", level="high",
        source="ISO 8601; Unicode CLDR",
    ),
    Rule(
        "date-partial", "DATE", "month and year with a slash (05/2021); day and month after a word that leads to a date (on "
            "5/21, am 3.5.)",
        "ranges, and the word before", level="high", source="Unicode CLDR",
    ),
)  # fmt: skip
NUMERIC = Recogniser("date-numeric", PATTERN, _accept, "high", rules=RULES)
