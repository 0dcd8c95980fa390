"""ADDRESS that begins with a name: Calle Mayor 5, 2º B; Hauptstraße 12a, 10115 Berlin; Via Roma 10, 00184 Roma; Rákóczi út 66.

Validator: a word that makes a name a street, before it, after it or in it, and a number (or s/n). Sources: the addressing
guides of Correos, Deutsche Post (DIN 5008), Poste Italiane, PostNL, Correios, PostNord, Posti, Poczta Polska, Magyar Posta.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.lines import street
from llm_assets.privacy.recognisers.addresses.numbered import WINDOW, led
from llm_assets.privacy.recognisers.addresses.postcodes import tail, units
from llm_assets.privacy.recognisers.addresses.streets import (
    CAPITAL_COMPOUNDS,
    COMPOUNDS,
    DOUBTFUL,
    PREFIXES,
    SEPARATE,
    WEAK_PREFIXES,
)
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain


def _either(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))  # type: ignore[call-overload]


_PREFIXED = (
    rf"\b(?:(?i:{_either(PREFIXES - WEAK_PREFIXES)})\.?(?: |[A-Z])|(?i:{_either(WEAK_PREFIXES)})\.? (?:[a-z]+ )?[A-Z\xe0])"
)
_ENDED = (
    rf"(?:(?i:{_either(COMPOUNDS)})\.?|(?:{_either(CAPITAL_COMPOUNDS)})|(?: (?i:{'|'.join(SEPARATE)}))),? (?:nr\.? ?)?[0-9]"
)
_NUMBER = re.compile(r"[0-9]|(?<![a-z])s ?/ ?n", re.I)
_WITHOUT = re.compile(r"[ ,]{1,3}s ?/ ?n(?![a-z])", re.I)
_NAME = re.compile(
    r"(?:[A-Z\xe0\x80][A-Za-z\xe0\x80'.-]* (?:(?:[A-Z\xe0\x80][A-Za-z\xe0\x80'.-]*|de|van|der|den|von|zum|zur|im|am|la|du|"
    r"des|af|och) ){0,4})?(?:[A-Za-z\xe0'.-]*)$"
)
_HOUSE = re.compile(
    r"[A-Za-z\xe0.]+,? (?:nr\.? ?)?[0-9]{1,4}(?: ?[A-Za-z](?![A-Za-z0-9]))?(?:[/-][0-9]{1,4}[A-Za-z]?)?\.?(?![0-9])"
)
_LED_BY_NUMBER = re.compile(r"(?<![0-9A-Za-z.,$-])[0-9]{1,6} $")
_NOT_STREETS = frozenset(
    "necktie cookie wedding boring during spring string bring offering offset wolfsburg newberg iceberg gate ring park "
    "subway speedway "
    "halfway highway anyway railway bundesstrasse landesstrasse kreisstrasse bundesstra\xe0e landesstra\xe0e kreisstra\xe0e "
    "hauptstadt".split()
)


def _accept_prefixed(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, floor = candidate.buffer, candidate.start, candidate.floor
    if start > floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"@/_-."):
        return
    text = buffer[start : min(candidate.ceiling, start + WINDOW)].decode("latin-1").partition("\x01")[0]
    line = street(text, 0)
    if line is None:
        return
    end, house = line.end, line.house
    if not house and (match := _WITHOUT.match(text, end)):
        end, house = match.end(), True
    unit = units(text, end, loose=house)
    end, strong = tail(text, unit, line.small)
    weak = re.split(r"[ .]", text, maxsplit=1)[0].lower() in WEAK_PREFIXES
    if weak and text[0].islower() and end == unit and not led(candidate.context(80)) and not _opens(buffer, start, floor):
        return  # "via Area 51", "avenue X 4"
    if (house and not (weak and line.small)) or (strong and not line.small):
        earlier = _LED_BY_NUMBER.search(buffer[max(floor, start - 8) : start].decode("latin-1"))
        first = start - len(earlier[0]) if earlier else start
        yield Hit(first, start + end, "ADDRESS", "address-named", text[:end].lower())


def _opens(buffer: bytes, start: int, floor: int) -> bool:
    """Whether a line or a clause begins at a place."""
    lead = buffer[max(floor, start - 3) : start].rstrip(b" ")
    return not lead or lead[-1:] in b"\n\r,;:(>."


def _accept_ended(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, floor = candidate.buffer, candidate.start, candidate.floor
    text = buffer[start : min(candidate.ceiling, start + WINDOW)].decode("latin-1").partition("\x01")[0]
    separate = text[0] == " " or (start > floor and buffer[start - 1] == ord(" "))
    lead_text = candidate.context(80)
    house = _HOUSE.match(text, text[0] == " ")
    lead = buffer[max(floor, start - 60) : start].decode("latin-1")
    lead = re.split("[\x01\n\r,:;(]", lead)[-1].lstrip(" >|*-?\x80\xe0" if separate else " >|*-?\x80")
    name = _NAME.search(lead)
    if house is None or name is None or not name[0].strip(" .'-"):
        return
    words = name[0].split()
    stem = words[-1] if words else ""
    suffix = re.split(r"[ ,.]", text.strip(), maxsplit=1)[0].lower()
    if separate:
        if not (words and words[-1][0] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ\xe0" and len(stem) > 2):
            return
    elif (stem + suffix).lower() in _NOT_STREETS or len(stem) < 3 or (suffix in CAPITAL_COMPOUNDS and not stem[0].isupper()):
        return
    unit = units(text, house.end(), loose=True)
    end, _ = tail(text, unit, words[-1][0].islower())
    if suffix in DOUBTFUL and end == unit and not led(lead_text):
        return
    # Only the words that belong to the name: the last one, and those before it that have capitals too where the type stands
    # apart.
    whole = separate or (name[0] == lead and end > unit and all(word[0].isupper() or word[0] == "\xe0" for word in words))
    first = start - len(name[0].lstrip(" ") if whole else stem)
    earlier = _LED_BY_NUMBER.search(buffer[max(floor, first - 8) : first].decode("latin-1"))
    first -= len(earlier[0]) if earlier else 0
    yield Hit(first, start + end, "ADDRESS", "address-named", text[:end].lower())


_RULE = Rule(
    "address-named", "ADDRESS", "street and number, with flat, postal code and city: Calle Mayor 5, 2º B; Hauptstraße 12a, "
        "10115 Berlin",
    "a word of streets before, in or after the name, and a number", level="high",
    source="Correos; Deutsche Post (DIN 5008); Poste Italiane; PostNL; Correios; PostNord; Posti; Poczta Polska; Magyar Posta",
)  # fmt: skip
PREFIXED = Recogniser("address-prefixed", _PREFIXED, _accept_prefixed, "high", rules=(_RULE,))
ENDED = Recogniser("address-ended", _ENDED, _accept_ended, "high", rules=(_RULE,))
