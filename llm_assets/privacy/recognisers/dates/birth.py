"""Birth dates and years after the words that announce them, and the answer to a question for a date.

Where something says what the numbers are, forms count that elsewhere would be anything: 031485, 03 14 85, 1984.
Validator: the word before (or the message before), and the ranges of day, month and year.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.dates.months import MONTH
from llm_assets.privacy.recognisers.dates.numeric import TIME, is_date, is_day, is_year
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_WORDS = (
    r"born|d\.?o\.?b|date of birth|birth[ -]?dates?|birth[ -]?days?|b-?day|year of birth|birth[ -]?year|"
    r"geboren|geb\.|geburtsdatum|geburtstag|geburtsjahr|jahrgang|n[e]e? le|nee? en|naissance|anniversaire|"
    r"nacimiento|nacid[oa]|naci|f\. ?nac|fec(?:ha)? ?nac|cumpleanos|nat[oa] (?:il|nel|a)|nascita|compleanno|"
    r"geboortedatum|geboortejaar|verjaardag|nascimento|nascid[oa]|nasci|nasc\.|aniversario|"
    r"urodzon[ya]|urodzenia|fodd|fodelsedatum|f\xe0dt|f\xe0dselsdato|syntynyt|syntymaaika|narozen[ai]?|narozeni|szuletett|"
    r"doguml?u"
)
PATTERN = rf"(?i:\b(?:{_WORDS}))"
_YEAR = r"(?:19|20)[0-9]{2}"
_FULL_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9])"
_FORMS = re.compile(
    rf"(?P<digits>[0-9]{{1,4}}(?: ?[-/.] ?|[-/.]{{2}}| )[0-9]{{1,3}}(?: ?[-/.] ?|[-/.]{{2}}| )[0-9]{{2,4}}){TIME}(?![0-9])"
    rf"|{_DAY}(?:st|nd|rd|th|er|\.|o)?[ ./-]{{0,2}}(?:(?:of|de|di|den|del) )?{MONTH}\b\.?(?:[ ,./-]{{1,3}}(?:(?:de|del|of) "
    rf")?(?:{_FULL_YEAR}|'?[0-9]{{2}}))?(?![0-9])"
    rf"|{MONTH}\b\.?(?: the)?[ /-]{{0,2}}{_DAY}(?:st|nd|rd|th)?(?:[ ,./-]{{1,3}}(?:{_FULL_YEAR}|'?[0-9]{{2}}))?(?![0-9])"
    rf"|{MONTH}[ ,/-]{{1,2}}(?:(?:de|del|of) )?{_YEAR}(?![0-9])"
    rf"|(?P<solid>[0-9]{{8}}|[0-9]{{6}})(?![0-9])"
    rf"|(?P<pair>[0-9]{{1,2}}[/.-][0-9]{{1,2}})(?![0-9])"
    rf"|(?P<year>{_YEAR})(?![0-9])",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(?<![0-9a-z\xe0$#])(?:[0-9]|{MONTH}\b[ ./-]*[0-9])", re.IGNORECASE)
# Between the word and a bare year stand only words that lead to it: "born in London in 1984", not "born, as 2000 others".
_LEADS_TO_YEAR = re.compile(
    r"^[^a-z]{0,6}$|(?:^|[^a-z])(?:in|en|nel|em|im|on|is|was|it's|year|ano|jahre?|anno|annee|l'annee|roku|ca|c|circa|around|"
    r"about)[ :=.,()-]{1,3}$"
)
_DIGITS = re.compile("[0-9]+")
_GAP = 40
_ASKED_WITHIN = 160
_birth = re.compile(PATTERN.replace("\\b", r"(?<![a-z])", 1))


def _is_written(match: re.Match[str]) -> bool:
    """Whether a form holds a day, a month or a year that exist."""
    if match["digits"]:
        first, second, third = _DIGITS.findall(match["digits"])
        # A zero too much, a slash too much: what is announced as a date and looks like one is one.
        return is_date(first, str(int(second)), third) or (is_year(third) and int(first) <= 31)
    if solid := match["solid"]:
        cuts = ((2, 4), (4, 6)) if len(solid) == 8 else ((2, 4),)
        return any(is_date(solid[:one], solid[one:two], solid[two:]) for one, two in cuts)
    if match["pair"]:
        one, two = (int(number) for number in _DIGITS.findall(match["pair"]))
        return is_day(one, two) or is_day(two, one)
    return True


def _first(text: str) -> re.Match[str] | None:
    """The first date in a text that is known to hold one."""
    for place in _FIRST.finditer(text):
        match = _FORMS.match(text, place.start())
        if match is not None and _is_written(match):
            return match
    return None


def _accept(candidate: Candidate) -> Iterator[Hit]:
    start, buffer = candidate.end, candidate.buffer
    if start < candidate.ceiling and buffer[start : start + 1].isalpha():
        return
    text = buffer[start : min(candidate.ceiling, start + _GAP + 32)].decode("latin-1")
    text = text.partition("\x01")[0]
    match = _first(text[: _GAP + 32])
    if match is None or match.start() > _GAP or "\n" in text[: match.start()].strip() or "?" in text[: match.start()]:
        return
    gap = text[: match.start()].lower()
    if (match["year"] or match["pair"] or match["solid"]) and not _LEADS_TO_YEAR.search(gap):
        return
    yield Hit(start + match.start(), start + match.end(), "DATE", "date-birth", match[0].lower())


def _answer(candidate: Candidate, rule: str) -> Iterator[Hit]:
    text = candidate.buffer[candidate.floor : min(candidate.ceiling, candidate.floor + _ASKED_WITHIN)].decode("latin-1")
    match = _first(text)
    if match is not None and "\x01" not in text[: match.end()]:
        start = candidate.floor + match.start()
        yield Hit(start, candidate.floor + match.end(), "DATE", rule, match[0].lower())


def _accept_asked(candidate: Candidate) -> Iterator[Hit]:
    yield from _answer(candidate, "date-asked")


def _accept_birth_asked(candidate: Candidate) -> Iterator[Hit]:
    if _birth.search(candidate.before[-300:].lower()):
        yield from _answer(candidate, "date-birth")


BIRTH = Recogniser(
    "date-birth", PATTERN, _accept, "medium",
    rules=(
        Rule(
            "date-birth", "DATE", "a birth date or year in any form, after words like born, DOB, geboren, né le, nacido, "
                "nato il",
            "the word before, or the question in the message before; ranges of day, month and year", level="medium",
        ),
    ),
)  # fmt: skip
BIRTH_ASKED = Recogniser("date-birth-asked", "", _accept_birth_asked, "medium", asked=frozenset({"date"}), rules=BIRTH.rules)
ASKED = Recogniser(
    "date-asked", "", _accept_asked, "high", asked=frozenset({"date"}),
    rules=(Rule("date-asked", "DATE", "the answer to a question for a date, in any form: 031485", "the message before",
        level="high"),),
)  # fmt: skip
