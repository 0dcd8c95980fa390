"""PASSPORT, DRIVER_LICENSE, NATIONAL_ID and ID_OTHER (health and medical registers) without a checksum: by the words before them
("passport number: X1234567"), right after them, or in the question that came before.

Shapes of passports and cards (ICAO 9303: up to nine letters and digits) count as well where they are all that a message says,
and in a sentence of a script without Latin letters, whose words the byte view does not show.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.recognisers.national.checked import compact, in_other_script, is_whole, windows
from llm_assets.privacy.recognisers.national.cues import CUES, FILLERS
from llm_assets.privacy.recognisers.national.form import skeleton
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

PATTERN = r"\b(?i:" + "|".join(cue for cues in CUES.values() for cue in cues) + r")\b|N[o\xba]? ?Col\b"

_ENTITY = [(entity, re.compile(f"(?i:{'|'.join(cues)})")) for entity, cues in CUES.items()]
_FILLER = re.compile(rf"(?:[\s:#=.,()*\-/\x80']|(?i:{'|'.join(FILLERS)})(?![A-Za-z0-9]))*")
_GROUP = r"(?=[A-Za-z]{0,6}[0-9])[0-9A-Za-z]{1,20}"
_NEXT = r"(?=[0-9A-Za-z]{0,4}[0-9])[0-9A-Za-z]{1,12}"
# A short first group is only a part; after a long one, a space ends the number.
_VALUE = re.compile(
    rf"(?:[A-Z]{{1,3}}[ \-/])?(?:(?=[0-9A-Za-z]{{1,4}}[^0-9A-Za-z]){_GROUP}(?:[ \-./]{_NEXT}){{0,5}}|{_GROUP}(?:[\-./]{_NEXT}){{0,5}})"
)
_ALSO = re.compile(r"\s*(?:,|&|and|und|et|y|en|or)\s+")
_LEFT = re.compile(
    r"([0-9A-Za-z][0-9A-Za-z\-]{4,19})\s+(?:is|es|est|ist|e|sono|was)(?:\s+(?:my|mi|mon|ma|mein|meine|the|il|o|mio|meu|su|his|her|number|"
    r"numero|nummer|de|del|di|of|a|our|your|passport|tax|national))*\s+$",
    re.IGNORECASE,
)
_DATE = re.compile(r"9{1,2}([\-./ ])9{1,2}\1(?:99|9999)|9999([\-./ ])9{1,2}\2 ?9{1,2}|9999")
_REACH = 90


def _is_number(text: str) -> bool:
    """Whether a piece of text looks like an identity number: 5 to 20 characters, with digits, and no date."""
    number = compact(text)
    digits = sum(map(str.isdigit, number))
    least = 5 if digits == len(number) else 3
    return 5 <= len(number) <= 20 and digits >= least and not _DATE.fullmatch(skeleton(text))


def _entity(cue: str) -> str:
    return next((entity for entity, cues in _ENTITY if cues.fullmatch(cue)), "ID_OTHER")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, end = candidate.buffer, candidate.end
    text = buffer[end : min(candidate.ceiling, end + _REACH)].decode("latin-1")
    entity, found, position = _entity(candidate.text), False, 0
    filled = _FILLER.match(text)
    position = filled.end() if filled else 0
    shape = ""
    while (value := _VALUE.match(text, position)) is not None:
        word = value.group()
        after = text[value.end() : value.end() + 1]
        if not _is_number(word) or (after and (is_plain(ord(after)) or after in "@%")) or (shape and skeleton(word) != shape):
            break
        yield Hit(end + value.start(), end + value.end(), entity, f"announced-{entity.lower()}", compact(word))
        found, shape = True, skeleton(word)
        also = _ALSO.match(text, value.end())
        if also is None:
            break
        position = also.end()
    if not found:
        yield from _accept_left(candidate, entity)


def _accept_left(candidate: Candidate, entity: str) -> Iterator[Hit]:
    start = max(candidate.floor, candidate.start - _REACH)
    lead = candidate.buffer[start : candidate.start].decode("latin-1")
    for value in _LEFT.finditer(lead):
        if _is_number(value.group(1)) and (value.start() > 0 or start == candidate.floor):
            first, last = start + value.start(1), start + value.end(1)
            if first == candidate.floor or not is_plain(candidate.buffer[first - 1]):
                yield Hit(first, last, entity, f"announced-{entity.lower()}", compact(value.group(1)))


_ASKED = {"passport": "PASSPORT", "licence": "DRIVER_LICENSE", "ssn": "SSN", "id": "NATIONAL_ID"}


def _accept_answer(candidate: Candidate) -> Iterator[Hit]:
    if candidate.end - candidate.start > _REACH:
        return
    kinds = asks_for(candidate.before)
    entity = next((_ASKED[kind] for kind in _ASKED if kind in kinds), "NATIONAL_ID")
    text = candidate.text
    for value in _VALUE.finditer(text):
        first, last = value.span()
        touched = (first > 0 and is_plain(ord(text[first - 1]))) or (
            last < len(text) and (is_plain(ord(text[last])) or text[last] in "@%")
        )
        if not touched and _is_number(value.group()):
            yield Hit(candidate.start + first, candidate.start + last, entity, "answer-id", compact(value.group()))
            return


_SHAPES = re.compile(
    r"A{1,3}9{6,8}|A999A9999|AA99999AA|9999999AA|AA9999999A|A9A99A999A|A9A999A99A|A{5}9999A|A9999A{5}|AAA9999999|99AAAAA9999A9A9|99 99 999999 99"
)
_SHAPED = r"[A-Za-z]{1,3}[0-9]{6}|[A-Za-z][0-9]{1,4}[A-Za-z]|[0-9]{7}[A-Za-z]{2}|[A-Za-z]{2}[0-9]{5}"


def _accept_shape(candidate: Candidate) -> Iterator[Hit]:
    for start, end, text in windows(candidate):
        if 8 <= end - start <= 16 and _SHAPES.fullmatch(skeleton(text)):
            if is_whole(candidate, start, end) or in_other_script(candidate, start, end):
                yield Hit(start, end, "PASSPORT", "document-shape", compact(text))
            return


_AUTHORITY = "ICAO 9303; the issuing states"
DOCUMENTS = (
    Recogniser(
        "document", PATTERN, _accept, "high",
        rules=tuple(
            Rule(f"announced-{entity.lower()}", entity, finds, "words right before or after it (en de fr es it nl pt)", "", "high", source)
            for entity, finds, source in (
                ("PASSPORT", "passport number", _AUTHORITY),
                ("DRIVER_LICENSE", "driving licence number", _AUTHORITY),
                ("NATIONAL_ID", "identity, tax, social security and patient's number", _AUTHORITY),
                ("ID_OTHER", "number of a health insurance, an episode, a doctor's registration", "hospitals, chambers of doctors"),
            )
        ),
    ),
    Recogniser(
        "document-answer", "", _accept_answer, "high", asked=frozenset(_ASKED),
        rules=(Rule("answer-id", "NATIONAL_ID", "an identity number in the answer to a question for it", "the question", "", "high"),),
    ),
    Recogniser(
        "document-shape", _SHAPED, _accept_shape, "high",
        rules=(
            Rule("document-shape", "PASSPORT", "letters and digits as on passports, as the whole message", "the shape", "", "high", _AUTHORITY),
        ),
    ),
)  # fmt: skip
