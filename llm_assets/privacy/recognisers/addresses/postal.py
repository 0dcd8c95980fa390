"""ADDRESS told by its second line: any name and number, and a postal code with its city: Snopkova 82, 401 89 Kostelec.

Validator: the order of number, line break or comma, postal code and a city with a capital. Source: the Universal Postal Union's
addressing systems (S42), for the countries that write the code before the city.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.numbered import WINDOW
from llm_assets.privacy.recognisers.addresses.postcodes import tail
from llm_assets.privacy.recognisers.dates.months import NAMES
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_CODE = (
    r"(?:[A-Z]{1,3}-)?(?:[0-9]{5}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2}|[0-9]{4} ?[A-Z]{2}|"
    r"[0-9]{8}|[0-9]{4,6})"
)
_NUMBER = r"[0-9]{1,4}[A-Za-z]?(?:[/-][0-9]{1,4}[A-Za-z]?)?\.?"
PATTERN = rf"{_NUMBER}(?:(?:,? ?\n[^0-9\n\x00\x01]*)?,? ?\n[ >]*|, ?){_CODE},?[ \n][A-Z\xe0]"
_SPLIT = re.compile(rf"({_NUMBER})(,? ?(?:\n[^0-9]*?)?\s*[ >]*)({_CODE})[, \n]")
_NAME = re.compile(
    r"(?:^|(?<=[\s,:;(>]))(?:[A-Z\xe0][A-Za-z\xe0\x80.'-]*|(?:ul|al|os|pl|nam|r|av|c|str|bd|ulica|de|na|pod|za)\.?(?= "
    r"[A-Z\xe0]))(?:(?: |-)(?:\([A-Za-z\xe0 ]{2,20}\)|[A-Z\xe0][A-Za-z\xe0\x80.'-]*|"
    r"(?:de|del|la|las|los|da|do|das|dos|di|van|der|den|von|zum|zur|na|nad|pod|u|v|ul)|[0-9]{1,2}\.)){0,6}(?: [a-z\xe0]{2,"
    r"12}){0,2},? (?:n[ro\x80.]{1,2} ?)?$"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}$")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, floor = candidate.buffer, candidate.start, candidate.floor
    if start == floor or is_plain(buffer[start - 1]) or buffer[start - 1] != ord(" "):
        return
    text = buffer[start : min(candidate.ceiling, start + WINDOW)].decode("latin-1").partition("\x01")[0]
    match = _SPLIT.match(text)
    if match is None:
        return
    lead = re.split("[\n\r\x01;:]", buffer[max(floor, start - 64) : start].decode("latin-1"))[-1]
    name = _NAME.search(lead)
    words = name[0].lower().replace(",", " ").split() if name else []
    lined = "\n" in match[2]
    if name is None or NAMES.intersection(word.rstrip(".") for word in words) or (_YEAR.match(match[3]) and not lined):
        return
    if not lined and len(words) > (4 if len(match[3]) > 4 else 3):
        return
    end, _ = tail(text, match.start(2))
    end = max(end, match.end(3))
    first = start - len(name[0].lstrip(" "))
    yield Hit(first, start + end, "ADDRESS", "address-postal", text[:end].lower())


POSTAL = Recogniser(
    "address-postal", PATTERN, _accept, "high",
    rules=(
        Rule(
            "address-postal", "ADDRESS", "any name and number with postal code and city on the next line: Snopkova 82, 401 "
                "89 Kostelec",
            "a postal code and a city after the number", level="high", source="UPU S42",
        ),
    ),
)  # fmt: skip
