"""ADDRESS after the words that announce it, and the answer to a question for an address.

Validator: the word before (or the message before), and a number with a word in what follows, to the end of the line or clause.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.lines import COUNTED
from llm_assets.privacy.recognisers.addresses.postcodes import tail
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_WORDS = (
    r"address|domicilio|adresse|anschrift|wohnhaft|indirizzo|endereco|morada|direccion|adres|adress|osoite|adresa|lakcim|"
    r"shipping to|ship to|"
    r"deliver to|live at|lives at|living at|reside at|resides at|residing at|vivo en|vive en|wohne in der|habite au|abito "
    r"in|moro na|woon op"
)
PATTERN = rf"(?i:\b(?:{_WORDS})\b)"
_NOT_HOMES = re.compile(r"(?:e-?mail|mail|ip|mac|web|url|memory|wallet|bitcoin|btc|site|internet|http|email id|contract)[ -]$")
_GAP = re.compile(
    r"(?: (?:is|was|es|ist|est|e|to|has changed to|now|line(?: [12])?|[12](?![0-9])|at|completa|postal|postale|:))?(?: "
    r"(?:is|to))?(?:[ \t]*[:=-])?[\s>|]{0,12}",
    re.I,
)
_COLON = re.compile(r"[:=]")
_CLAUSE = re.compile(
    r"[\n\r\x01;?!]|(?<=[a-z0-9]{3})\.(?=\s+[A-Z])|\.(?=\s*$|\.|\n)|,? (?i:address|adresse|direccion|domicilio|live at|"
    r"lives at|and|but|my|phone|tel|email|e-mail|please|thanks|thank|so|for|in case|because|when|since|until|y mi|"
    r"und|tel\.|telefon|telefono|near|now)(?=[ :,.!]|$)|,? (?:-|\() "
)
_PLACE = re.compile(r"(?i:[a-z\xe0]{3})")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z@.:/_])[0-9]{1,6}[A-Za-z]?(?:[/-][0-9]{1,5}[A-Za-z]?)?(?![0-9]|[.:/][0-9]|[A-Za-z]{2})|(?<![a-z])[sS] "
    r"?/ ?[nN](?![a-z])"
)
_NO_STREET = re.compile(r"@|https?:|www\.|0x[0-9a-f]|(?<![0-9])[0-9]{1,2}:[0-9]{2}|%|\$|[0-9]{7}", re.I)
_COUNTED = re.compile("[0-9]{1,6} ?([a-z.]+)")
_TOO_MANY_WORDS = 16
_POLITE = re.compile(
    r"(?i:(?:(?:yes|yeah|sure|ok|okay|hi|hello|of course|no problem|it is|it's|its|that is|that's|this is|the address is|my "
    r"address is|address is|"
    r"address|i live at|i live in|i'm at|please send it to|send it to|ship it to|si|ja|oui|claro|es|c'est|e)[ ,.:!-]{1,3})*)"
)
_THANKS = re.compile(r"[ ,.]*(?:thanks|thank you|please|gracias|danke|merci)?[ .!]*$", re.I)


def _value(text: str) -> int:
    """The length of the clause that a text begins with, if it may be an address; or nothing."""
    clause = _CLAUSE.search(text)
    size = clause.start() if clause else len(text)
    value = text[:size].rstrip(" ,.-")
    if len(value) > 110 or len(value.split()) > _TOO_MANY_WORDS or _NO_STREET.search(value):
        return 0
    if not _NUMBER.search(value) or not _PLACE.search(value):
        return 0
    return len(value)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    if _NOT_HOMES.search(candidate.context(16)):
        return
    text, opaque, _ = (
        candidate.buffer[candidate.end : min(candidate.ceiling, candidate.end + 260)].decode("latin-1").partition("\x01")
    )
    gap = _GAP.match(text)
    if gap is None or not gap[0]:
        return
    size = _value(text[gap.end() :])
    value = text[gap.end() : gap.end() + size]
    if not size or (opaque and gap.end() + size == len(text.rstrip(" ,.-"))):
        # What goes on to a tag was looked at when the tag was none: else words would go step by step.
        return
    if not _COLON.search(gap[0]):
        # Without a colon the number stands near the front: "my address is 12 Oak", not "the address is wrong in 3 of them".
        number = _NUMBER.search(value)
        if number is None or not (number.start() == 0 or (value[0].isupper() and number.start() < 40)):
            return
        counted = _COUNTED.match(value)
        if counted is not None and counted[1] in COUNTED:
            return
    end, _ = tail(text, gap.end() + size, value.islower())
    yield Hit(candidate.end + gap.end(), candidate.end + end, "ADDRESS", "address-announced", value.lower())


def _accept_asked(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.buffer[candidate.floor : min(candidate.ceiling, candidate.floor + 200)].decode("latin-1")
    first = _POLITE.match(text).end()  # type: ignore[union-attr]
    rest = text[first:]
    rest = rest[: _THANKS.search(rest).start()]  # type: ignore[union-attr]
    size = _value(rest)
    if size:
        end, _ = tail(text, first + size)
        yield Hit(candidate.floor + first, candidate.floor + end, "ADDRESS", "address-asked", rest[:size].lower())


ANNOUNCED = Recogniser(
    "address-announced", PATTERN, _accept, "high",
    rules=(
        Rule(
            "address-announced", "ADDRESS", "what follows a word for addresses and holds a number: address: 12 Elm, ship to "
                "4 oak ave",
            "the word before", level="high",
        ),
    ),
)  # fmt: skip
ASKED = Recogniser(
    "address-asked", "", _accept_asked, "high", asked=frozenset({"address"}),
    rules=(Rule("address-asked", "ADDRESS", "the answer to a question for an address", "the message before", level="high"),),
)  # fmt: skip
