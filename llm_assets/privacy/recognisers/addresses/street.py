"""ADDRESS by its own words: a number with a street, a street with its number, a unit, a post office box, a military address.

Validator: a street word of one of the languages (`tables`) beside a number and a name; what belongs to it is found by `grow`.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.grow import to_the_left, to_the_right
from llm_assets.privacy.recognisers.addresses.tables import (
    COMPOUND,
    PLAIN_SUFFIXES,
    PREFIXES,
    SPACED,
    STOP_BEFORE,
    SUFFIXES,
    TELLING,
    UNITS,
)
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, is_plain

_NAME = r"[A-Z\xe00-9][A-Za-z\xe0'.-]*"
_LOWER = r"[a-z][a-z'.-]+"
NUMBERED = (
    rf"[0-9]+[A-Za-z]?(?:[-/][0-9]+)?,? (?:[NSEWnsew]\.? )?(?:{_NAME} )(?:{_NAME} )?(?:{_NAME} )?(?:{_NAME} )?(?i:{SUFFIXES})"
    rf"|[0-9]+[A-Za-z]?,? (?:{_LOWER} )(?:{_LOWER} )?(?:{_LOWER} )?(?:{PLAIN_SUFFIXES})"
)
PREFIXED = rf"\b(?i:(?:{PREFIXES}) ?(?:(?:de|du|des|la|las|los|el|del|della|dei|do|da|dos|l'|d') ?)*)[A-Za-z\xe00-9]"
COMPOUNDED = rf"(?i:{COMPOUND})[ ,]+[0-9]"
SPACED_OUT = rf" (?:{SPACED}) [0-9]+"
UNITED = rf"\b(?i:{UNITS}\.? ?(?:#|no\.?|n[o\xba]\.?)? ?[0-9][0-9A-Za-z]*)"
BOXED = (
    r"(?i:p\.? ?o\.? ?box|post office box|postfach|apartado(?: de correos)?|caixa postal|casella postale|boite postale|postbus|"
    r"psc [0-9]+,? box|unit [0-9]+,? box|cmr [0-9]+,? box) ?(?:n[o\xba]\.? ?)?[0-9]+"
    r"|(?i:[afd]po)[, ]+(?i:a[aep]) [0-9]{5}"
)
_HOUSE = re.compile(
    r"(?:[ ,]*(?:(?:n[o\xba\x80]\.?|num\.?|nr\.?|km\.?) ?)?)(?P<number>[0-9]{1,5}(?: ?[A-Za-z](?![A-Za-z]))?(?:[-/][0-9A-Za-z]{1,4})?(?![0-9])|(?i:s/n)(?![A-Za-z]))"
    r"(?P<more>(?:[, -]{1,2}(?:[0-9]{1,3}(?: ?[o\xba\x80])?(?:[ -]?[A-Za-z](?![A-Za-z]))?(?![0-9])|[A-Z](?![A-Za-z])|(?i:bajo|izq|dcha|dch|bis|ter)\b\.?))*)"
)
_NAMES = re.compile(
    r"(?:[A-Z\xe0][A-Za-z\xe0'.\x80-]*|[0-9]{1,2}|(?:de|la|las|los|el|del|des|du|da|do|dos|das|di|della|dei|y|e|van|der|d'|l')(?= ?[A-Z\xe0]))(?:[ -](?=\S)|(?='))?"
)
_TELLING = re.compile(rf"(?:{TELLING})(?![a-z])", re.IGNORECASE)
_WORD_LEFT = re.compile(r"[A-Za-z\xe0'-]*$")


def numbered(candidate: Candidate) -> Iterator[Hit]:
    """12 Main Street, 44 oak avenue."""
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    if (start > candidate.floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"$.-/#")) or _goes_on(candidate, end):
        return
    words = candidate.text.split()
    lower = words[1].islower() if len(words) > 1 else False
    if lower and any(word.strip(",.'") in STOP_BEFORE for word in words[1:-1]):
        return
    if not re.match(r"[0-9]{1,6}(?![0-9])", words[0]):
        return
    yield _hit(candidate, _numbers_left(candidate, start), to_the_right(candidate, end), "address-street")


def prefixed(candidate: Candidate) -> Iterator[Hit]:
    """Calle Mayor 5, 2º B; 12 rue de la Paix; Via Roma 10: with a number on one side, or words that announce an address."""
    buffer, start = candidate.buffer, candidate.start
    if start > candidate.floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"@./-_"):
        return
    text = buffer[candidate.end - 1 : min(candidate.ceiling, candidate.end + 90)].decode("latin-1")
    left = _numbers_left(candidate, start)
    if text[0].islower():
        yield from _lower(candidate, text, left)
        return
    place, names = 0, 0
    while names < 8 and (name := _NAMES.match(text, place)) and name.end() > place:
        if name[0].strip().isdigit() and names:
            break
        place, names = name.end(), names + 1
    street = text[:place].rstrip(" -")
    house = _HOUSE.match(text, len(street))
    telling = _TELLING.match(candidate.text) is not None and street[:1].isupper()
    if not street or not (house or left < start or telling):
        return
    end = candidate.end - 1 + (house.end() if house else len(street))
    yield _hit(candidate, left, to_the_right(candidate, end), "address-street")


_LOWER_NAMES = re.compile(r"[a-z\xe0'-]+(?: [a-z\xe0'-]+){0,3}(?=,? [0-9])")


def _lower(candidate: Candidate, text: str, left: int) -> Iterator[Hit]:
    """65 via lagrange 3, Av. del puerto 177: names in lower case count with numbers around, or after a telling word."""
    names = _LOWER_NAMES.match(text)
    house = _HOUSE.match(text, names.end()) if names else None
    if names is None or house is None or set(names[0].split()) & STOP_BEFORE:
        return
    if left < candidate.start or _TELLING.match(candidate.text):
        yield _hit(candidate, left, to_the_right(candidate, candidate.end - 1 + house.end()), "address-street")


_SPACED_NAME = re.compile(r"(?:[A-Z\xe0][A-Za-z\xe0'.-]*(?: [a-z\xe0]+)? ){0,3}[A-Za-z\xe0][A-Za-z\xe0'.-]+$")


def spaced(candidate: Candidate) -> Iterator[Hit]:
    """Veres Pálné u. 91.: the match begins after the name."""
    start = candidate.start
    lead = candidate.buffer[max(candidate.floor, start - 50) : start].decode("latin-1")
    name = _SPACED_NAME.search(lead)
    left = _numbers_left(candidate, start - len(name[0])) if name else start
    if name is None or not (name[0][0].isupper() or name[0][0] == "\xe0" or left < start - len(name[0])):
        return
    yield _hit(candidate, left, to_the_right(candidate, candidate.end), "address-street")


def compounded(candidate: Candidate) -> Iterator[Hit]:
    """Hauptstraße 5, Kerkstraat 25-2: the match begins within the name."""
    buffer, start = candidate.buffer, candidate.start
    lead = buffer[max(candidate.floor, start - 40) : start].decode("latin-1")
    word = _WORD_LEFT.search(lead)
    name = word[0] if word else ""
    house = _HOUSE.match(buffer[candidate.end - 1 : candidate.end + 30].decode("latin-1"))
    if len(name) < 2 or house is None or not name.strip("-'"):
        return
    begin = start - len(name)
    # "der Weg 5" is a way; a street's name has its capital, or a number before it too.
    left = _numbers_left(candidate, begin)
    if not (name[0].isupper() or name[0] == "\xe0" or left < begin):
        return
    first = re.search(r"(?:[A-Z\xe0][A-Za-z\xe0'.-]* ){0,3}$", lead[: len(lead) - len(name)])
    if left == begin and first and first[0] and re.match(r"[A-Z]\. ", first[0]):
        left = begin - len(first[0])
    yield _hit(candidate, left, to_the_right(candidate, candidate.end - 1 + house.end()), "address-street")


def united(candidate: Candidate) -> Iterator[Hit]:
    """Apt. 289, Suite 12: with what stands beside it, when that holds a number too."""
    if not candidate.alone() or not any(char.isdigit() for char in candidate.text):
        return
    left, right = to_the_left(candidate, candidate.start), to_the_right(candidate, candidate.end)
    taken = candidate.buffer[candidate.end : right].decode("latin-1")
    if left < candidate.start or re.search(r"[0-9]", taken):
        yield _hit(candidate, left, right, "address-unit")


def boxed(candidate: Candidate) -> Iterator[Hit]:
    """P.O. Box 12, PSC 3, Box 4, FPO AE 51332."""
    if not candidate.alone():
        return
    left = _numbers_left(candidate, candidate.start)
    if candidate.text[-5:].isdigit() and candidate.text[1:3].lower() == "po":
        left = _ship(candidate)
    yield _hit(candidate, left, to_the_right(candidate, candidate.end), "address-box")


_SHIP = re.compile(r"(?i:us[a-z]{1,2}|unit|psc|cmr) [A-Za-z\xe0'., 0-9-]{1,40}[, ]*\r?\n?[ \t>?]*$")


def _ship(candidate: Candidate) -> int:
    """Where a military address begins: at its ship or unit, if that stands before it."""
    lead = candidate.buffer[max(candidate.floor, candidate.start - 60) : candidate.start].decode("latin-1")
    ship = _SHIP.search(lead)
    return candidate.start - len(lead) + ship.start() if ship else candidate.start


_LEFT_NUMBERS = re.compile(rb"(?:(?<![0-9A-Za-z.,$/-])[0-9]{1,6}[A-Za-z]?(?:[-/][0-9]{1,4})?(?: ?(?:bis|ter|quater))?,? )+$")


def _numbers_left(candidate: Candidate, start: int) -> int:
    """Where the house numbers that stand right before a street begin."""
    lead = candidate.buffer[max(candidate.floor, start - 24) : start]
    numbers = _LEFT_NUMBERS.search(lead)
    return start - len(lead) + numbers.start() if numbers else start


def _goes_on(candidate: Candidate, end: int) -> bool:
    return end < candidate.ceiling and is_plain(candidate.buffer[end])


def _hit(candidate: Candidate, start: int, end: int, rule: str) -> Hit:
    return Hit(start, end, "ADDRESS", rule, " ".join(candidate.buffer[start:end].decode("latin-1").lower().split()))
