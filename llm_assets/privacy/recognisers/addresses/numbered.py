"""ADDRESS that begins with a number: 123 Main St Apt 4B, Springfield, IL 62704; 12 bis rue de la Paix, 75002 Paris; 44 oak
avenue.

Validator: a word that makes a name a street (see `streets`), or what comes after the name: a flat, a postal code with its
city; or a word that leads to an address. Sources: USPS Publication 28, Royal Mail's and Canada Post's addressing guides, La
Poste (NF Z10-011).
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.lines import Line, street
from llm_assets.privacy.recognisers.addresses.postcodes import KEYED_UNIT, place, tail, units
from llm_assets.privacy.recognisers.addresses.streets import STRONG
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_SMALL_TYPES = "|".join(
    sorted(STRONG | {"st", "dr", "drive", "court", "ct", "place", "pl", "way", "square", "close", "circle", "cir", "trail"})
)
_SMALL_PREFIXES = "rue|avenue|bd|boulevard|chemin|impasse|allee|alle|place|quai|route|rang|montee|via|viale|calle|rua"
_NUMBER = r"[0-9]{1,6}[A-Za-z]?(?:[/-][0-9]{1,5}[A-Za-z]?)?(?: (?:bis|ter|quater|1/2))?,? "
PATTERN = (
    rf"{_NUMBER}(?: ?[A-Z]|(?:{_SMALL_PREFIXES}) [A-Za-z]|(?:[0-9]{{1,3}}(?:st|nd|rd|th)|[a-z'.]+) (?:[a-z'.]+ "
    rf")?(?:[a-z'.]+ )?(?i:{_SMALL_TYPES})\b|[0-9]{{1,3}}(?:st|nd|rd|th) (?i:{_SMALL_TYPES})\b)"
)
WINDOW = 240
_LENGTH = re.compile(_NUMBER)
_CUE = re.compile(
    r"(?<![a-z])(?:address(?:es)?|addr|lives?|living|lived|resid(?:es?|ed|ing)|located|location|moved?|house|home|office|"
    r"meet|deliver(?:ed|y)?|"
    r"ship(?:ped|ping)?|sent|send|mail(?:ed|ing)?|return|arrived|drops? you|drop|pick|property|stay(?:ing)?|domicilio|"
    r"direccion|vivo|vive|wohn[et]|"
    r"wohnhaft|adresse|anschrift|habite|demeurant|indirizzo|abito|residente|endereco|moro|mora|adres|woont?|mieszkam?|"
    r"bor)(?![a-z])"
    r"[^\n]{0,36}$"
)
_AT = re.compile(
    r"(?:(?<![a-z])(?:at|to|on|in|is|en|as|am|a|in der|nel|em|na|no|w|pa|i|with|off at|into)|[:=>])[\s]{1,6}$|[:=]$"
)
_LEAD_REFUSED = re.compile(
    r"(?:(?<![a-z])(?:chapter|section|windows|page|pages|level|version|grade|top|part|season|episode|vol|volume|act|article|"
    r"step|"
    r"figure|fig|table|phase|round|area|exit|channel|ios|model|type|class|category|league|division|group|game|match|week|"
    r"day|over|about|nearly|"
    r"of|than|these|those|all|last|next|first|past|other) |[$\x80#~]|[0-9][.,:])$"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}$")
_BEFORE_YEAR = re.compile(
    r"(?<![a-z])(?:in|since|by|of|during|until|till|from|before|after|the|early|late|summer|spring|fall|winter|and|to|on|"
    r"for|\() ?$"
)
_BEFORE = re.compile(
    r"(?:(?i:(?<![A-Za-z])(?:unit|flat|lot|villa|no\.?|h\.? ?no\.?) ?#?$)|(?i:(?<![A-Za-z])(?:unit|apt|apartment|flat|suite|"
    r"ste|lot|level|shop|room|office|villa|studio)\.? ?#?[0-9]{1,5}[A-Za-z]?(?:[,/ \n]|, )))?(?:(?<![0-9A-Za-z.,$-])[0-9]{1,"
    r"6} )?$"
)
# The groups of a parcel's number: "1Z 501 45 4192 says …".
_PARCEL = re.compile(rb"(?<![0-9A-Za-z])1Z (?:[0-9]{1,8} ){0,3}$")
_ENDS = re.compile(r"\s*(?:[,\n\r.;)]|$)")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, floor = candidate.buffer, candidate.start, candidate.floor
    if start > floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"-_@/'"):
        return
    text = buffer[start : min(candidate.ceiling, start + WINDOW)].decode("latin-1").partition("\x01")[0]
    number = _LENGTH.match(text)
    if number is None:
        return
    if _PARCEL.search(buffer[max(floor, start - 16) : start]) is not None:
        return
    line = street(text, number.end())
    if line is None:
        return
    lead = candidate.context(64)
    if _LEAD_REFUSED.search(lead):
        return
    unit = units(text, line.end, loose=line.certainty >= 2)
    end, strong = tail(text, unit, line.small)
    if not _is_address(text, number[0].strip(" ,"), line, lead, unit, end, strong):
        return
    end = place(text, end) if end == unit > line.end and KEYED_UNIT.match(text, line.end) else end
    earlier = _BEFORE.search(buffer[max(floor, start - 32) : start].decode("latin-1"))
    first = start - len(earlier[0]) if earlier else start
    yield Hit(first, start + end, "ADDRESS", "address-numbered", text[:end].lower())


def _is_address(text: str, number: str, line: Line, lead: str, unit: int, end: int, strong: bool) -> bool:
    flat = unit > line.end and KEYED_UNIT.match(text, line.end) is not None
    if strong or flat:
        return True
    if _YEAR.match(number) and _BEFORE_YEAR.search(lead) and end == line.end and not led(lead):
        return False
    if line.certainty == 3 and (not line.small or len(number) > 1 or end > unit or led(lead)):
        return True
    if end > unit and line.certainty:
        return True
    leads = led(lead)
    if line.certainty == 2 and not line.small:
        return len(number) > 1 or leads
    whole = (not lead or lead.endswith("\n")) and _ENDS.match(text, end) is not None
    if line.certainty and (leads or whole):
        return True
    if line.house and not line.small and leads:
        return True
    return leads and not line.small and end > unit


def led(lead: str) -> bool:
    """Whether words lead to an address: "lives at", "our office is in"."""
    return _AT.search(lead) is not None and _CUE.search(lead) is not None


_RULE = Rule(
    "address-numbered", "ADDRESS", "number and street, with flat, city and postal code: 123 Main St Apt 4B, Springfield, IL "
        "62704",
    "a word of streets, or a flat, a postal code or a leading word beside a name", level="high",
    source="USPS Publication 28; Royal Mail; Canada Post; La Poste NF Z10-011",
)  # fmt: skip
NUMBERED = Recogniser("address-numbered", PATTERN, _accept, "high", rules=(_RULE,))
