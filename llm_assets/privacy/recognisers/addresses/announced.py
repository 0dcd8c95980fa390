"""ADDRESS by the words before it: "my address is …", "lives at …", "Domicilio: …", and the answer to a question for it.

Validator: what follows holds a number; it reaches to the end of the clause, and over the lines that look like parts of an address.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.grow import to_the_right
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, is_plain

CUES = (
    r"(?i:(?:address|adress|addr|addresse|adresse|anschrift|wohnhaft|domicilio|direccion|indirizzo|residenza|endereco|morada|adres|domicile)"
    r"(?: (?:is|are|to|line 1|of [a-z0-9' &.-]{1,30} is|linked to my credit card to|with|at|es|ist|lautet|e|est))?(?:[:,]| it'?s| it is)?[ \t]*[:\n]?\s"
    r"|(?:live|lives|living|lived|reside|resides|residing|located|wohne|wohnt|vivo|vive|vivimos|abito|abita|moro|mora|habite|woon|woont|ship(?:ped)?|deliver(?:ed)?|"
    r"send|sent|return|moved|taxi|office is|stop|meet me|offices are located)"
    r" (?:it )?(?:at|in der|in|en|to|on|in via|na|no|au|aan de|op) (?:the )?|the corner of )[0-9A-Z\xe0a-z]"
)
_CLAUSE = re.compile(
    r"[^\n\r.;?!]*(?:\.(?=[0-9A-Za-z]|[ ]?(?:,|[0-9]|(?:apt|suite|unit|box|o\.)))[^\n\r.;?!]*)*", re.IGNORECASE
)
_OVER = re.compile(
    r"(?: |, ?)(?:please|for|because|but|if|when|so|in case|last night|next|and (?:my|i|the|we|it|his|her)|thanks|thank|which|where|that|who|it|is|was|i|we|you|as|"
    r"bitte|und (?:meine|ich)|por favor|y (?:mi|yo)|s'il|merci|per favore)(?![a-z])",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"(?<![0-9.,$])[0-9]{1,6}(?![0-9%:])")
_LONGEST = 110


def announced(candidate: Candidate) -> Iterator[Hit]:
    """What an announcing word is followed by, when it holds a number or is a corner."""
    buffer = candidate.buffer
    if candidate.start > candidate.floor and is_plain(buffer[candidate.start - 1]):
        return
    begin = (
        candidate.start if candidate.text.lower().endswith("corner of " + candidate.text[-1:].lower()) else candidate.end - 1
    )
    text = buffer[begin : min(candidate.ceiling, begin + _LONGEST)].decode("latin-1")
    clause = _CLAUSE.match(text)
    piece = clause[0] if clause else ""
    over = _OVER.search(piece)
    piece = (piece[: over.start()] if over else piece).rstrip(" ,.")
    if not _is_address(piece):
        return
    end = max(begin + len(piece), to_the_right(candidate, begin + len(piece)))
    yield Hit(begin, end, "ADDRESS", "address-announced", " ".join(buffer[begin:end].decode("latin-1").lower().split()))


def answered(candidate: Candidate) -> Iterator[Hit]:
    """The whole of a short answer to a question for an address."""
    text = candidate.text.strip()
    if len(text) <= _LONGEST and _is_address(text):
        yield Hit(candidate.start, candidate.end, "ADDRESS", "address-asked", " ".join(text.lower().split()))


def _is_address(piece: str) -> bool:
    """Whether a clause holds a house number and a name, and is not itself a sentence."""
    words = re.findall(r"[A-Za-z\xe0]{2,}", piece)
    if not words or len(words) > 14:
        return False
    if not _HOUSE.search(piece) and not (re.match(r"(?:the corner of|corner of)", piece, re.IGNORECASE) and " and " in piece):
        return False
    lowered = {word.lower() for word in words}
    return not lowered & _VERBS and sum(word in _LITTLE for word in lowered) <= 3


_VERBS = frozenset(
    "am are be been being can cannot could did do does had has have how must need needs should tell want was were what when will would wrong "
    "update change changed changing years months minutes hours days am pm percent".split()
)
_LITTLE = frozenset(
    "a an and as at by for from in into it its my no not of off on or our the their this to up with your".split()
)
