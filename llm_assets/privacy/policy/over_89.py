"""Ages over 89 and years that show one: 45 CFR 164.514(b)(2)(i)(C) aggregates them into one category, `90+`.

An age in a text is found by the words beside it, in digits or in English words. A year shows an age over 89 when it lies 90
years or more before the year of publication: who lived then is over 89 now, or would be.
"""

import re
import unicodedata

from llm_assets.settings.privacy_model import Pattern

OVER_89 = "over-89"  # the action
ENTITY = "AGE"
CATEGORY = "90+"
_OLDEST = 90

_NUMBER = r"(?:9[0-9]|1[0-4][0-9])"
_SPOKEN = (
    r"(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:one|a) hundred(?: (?:and )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)"
)
_UNITS = r"(?:years?|yrs?|y/?o|jahren?|jährige[rns]?|jährig|ans|años|anni|anos|jaar|lat|år)"
_ANY = rf"(?:{_NUMBER}|{_SPOKEN})"
_FIRST = r"(?:aged?|ages|turned|turns|turning|alter|âge|edad|età|idade|leeftijd)"
PATTERNS = (
    Pattern(name="age-over-89", entity=ENTITY, pattern=rf"(?i)\b{_ANY}[ -]?{_UNITS}\b"),
    Pattern(
        name="age-over-89-after",
        entity=ENTITY,
        pattern=rf"(?i)\b{_FIRST}(?: of|:| is| =)? ?(?:{_NUMBER}\+|{_ANY}\b)",
    ),
)
# What was written before is found again, and written as it stands.
_WRITTEN = re.compile(rf"(?<![0-9]){_NUMBER}(?:\+|(?![0-9]))|{_SPOKEN}", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:1[6-9]|2[01])[0-9]{2}(?![0-9])")


def over_89(original: str) -> str:
    """What is written for an age over 89 and the words around it: `93 years old` is `90+ years old`."""
    plain = unicodedata.normalize("NFKC", original)
    written, count = _WRITTEN.subn(CATEGORY, plain)
    return written if count == 1 else f"[{ENTITY}]"


def aggregated(age: int) -> str:
    """An age as it may be published."""
    return CATEGORY if age >= _OLDEST else str(age)


def shows_over_89(year: int, reference: int | None) -> bool:
    """Whether a year of somebody's life shows an age over 89. reference: year of publication; None: nobody asks."""
    return reference is not None and reference - year >= _OLDEST


def year_of(original: str, reference: int | None) -> str:
    """The year that stays of a date in a text; empty when it is not written with four digits, or shows an age over 89."""
    found = {match[0] for match in _YEAR.finditer(unicodedata.normalize("NFKC", original))}
    year = found.pop() if len(found) == 1 else ""
    return "" if not year or shows_over_89(int(year), reference) else year
