"""PASSPORT, DRIVER_LICENSE, NATIONAL_ID and ID_OTHER (health and medical registers) without a checksum.

They are found by the words before them ("passport number: X1234567"), right after them, or in the question that came before.

Shapes of passports and cards (ICAO 9303: up to nine letters and digits) count as well where they are all that a message says,
and in a sentence of a script without Latin letters, whose words the byte view does not show.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.recognisers.national.checked import PATTERN as NUMBERS
from llm_assets.privacy.recognisers.national.checked import checked_end, compact, in_other_script, is_whole, windows
from llm_assets.privacy.recognisers.national.cues import CUES, FILLERS
from llm_assets.privacy.recognisers.national.form import skeleton
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

PATTERN = r"\b(?i:" + "|".join(cue for cues in CUES.values() for cue in cues) + r")\b|No? ?Col\b|\b(?i:dl|licen[cs]e) ?#"

_ENTITY = [(entity, re.compile(f"(?i:{'|'.join(cues)})")) for entity, cues in CUES.items()]
_FILLER = re.compile(rf"(?:[\s:#=.,()*\-/\x80']|(?i:{'|'.join(FILLERS)})(?![A-Za-z0-9]))*")
_GROUP = r"(?=[A-Za-z]{0,6}[0-9])[0-9A-Za-z]{1,20}"
_NEXT = r"(?=[0-9A-Za-z]{0,4}[0-9])[0-9A-Za-z]{1,12}"
# A short first group is only a part; after a long one, a space ends the number.
_LETTER = r"[A-Za-z](?![0-9A-Za-z])"
_SHORT = (
    rf"(?=[0-9A-Za-z]{{1,4}}[^0-9A-Za-z]){_GROUP}(?:[ \-./](?:{_NEXT}|[A-Z](?= [0-9]))){{0,7}}(?:[ \-][A-Z](?![0-9A-Za-z]))?"
)
_VALUE = re.compile(rf"(?:[A-Z]{{1,3}}[ \-/])?(?:{_SHORT}|{_GROUP}(?:[\-./](?:{_NEXT}|{_LETTER})){{0,5}})")
_ALSO = re.compile(r"\s*(?:,|&|and|und|et|y|en|or)\s+")
_AFTER = re.compile(
    r"\s+(?:is|es|est|ist|e|sono|was)\s+(?:(?:my|mi|mon|ma|mein|meine|the|il|o|mio|meu|su|his|her|numero|nummer|de|del|di|of|a|our|your)\s+)*"
    rf"({'|'.join(cue for cues in CUES.values() for cue in cues)})(?![a-z])",
    re.IGNORECASE,
)
_DATE = re.compile(r"9{1,2}([\-./ ])9{1,2}\1(?:99|9999)|9999([\-./ ])9{1,2}\2 ?9{1,2}|9999")
_REACH = 90


def _is_number(text: str, shortest: int = 5) -> bool:
    """Whether a piece of text looks like an identity number: 5 to 20 characters, with digits, and no date."""
    number = compact(text)
    digits = sum(map(str.isdigit, number))
    least = shortest if digits == len(number) else 3
    return shortest <= len(number) <= 20 and digits >= least and not _DATE.fullmatch(skeleton(text))


def _goes_on(after: str) -> bool:
    return bool(after) and (is_plain(ord(after)) or after in "@%")


def _entity(cue: str) -> str:
    if cue.endswith("#"):
        return "DRIVER_LICENSE"
    return next((entity for entity, cues in _ENTITY if cues.fullmatch(cue)), "ID_OTHER")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, end = candidate.buffer, candidate.end
    text = buffer[end : min(candidate.ceiling, end + _REACH)].decode("latin-1")
    entity, filled = _entity(candidate.text), _FILLER.match(text)
    position, shape = filled.end() if filled else 0, ""
    while (value := _VALUE.match(text, position)) is not None:
        word = value.group()
        after = text[value.end() : value.end() + 1]
        # Registers of doctors begin with the number of the province, twice; often that is all.
        last = max(end + value.end(), checked_end(candidate, end + value.start()))
        shortest = 4 if " " in word and entity == "ID_OTHER" else 5
        if not _is_number(word, shortest) or _goes_on(after) or (shape and skeleton(word) != shape):
            break
        number = compact(buffer[end + value.start() : last].decode("latin-1"))
        yield Hit(end + value.start(), last, entity, f"announced-{entity.lower()}", number)
        shape = skeleton(word)
        also = _ALSO.match(text, last - end)
        if also is None:
            break
        position = also.end()


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


# Passports; identity cards of Italy and India; driving licences of Italy and Korea; tax cards of India.
_SHAPES = re.compile(
    "A{1,3}9{6,8}|A999A9999|AA99999AA|9999999AA|AA9999999A|A9A99A999A|A9A999A99A|A{5}9999A|A9999A{5}|AAA9999999|99AAAAA9999A9A9"
    "|99 99 999999 99"
)


def _accept_shape(candidate: Candidate) -> Iterator[Hit]:
    for start, end, text in windows(candidate):
        said = None
        if " " not in text and _is_number(text):
            said = _AFTER.match(candidate.buffer[end : min(candidate.ceiling, end + _REACH)].decode("latin-1"))
        if said is not None:
            entity = _entity(said.group(1))
            yield Hit(start, end, entity, f"announced-{entity.lower()}", compact(text))
            return
        if 8 <= end - start <= 16 and _SHAPES.fullmatch(skeleton(text)):
            if is_whole(candidate, start, end) or in_other_script(candidate, start, end):
                yield Hit(start, end, "PASSPORT", "document-shape", compact(text))
            return


_AUTHORITY = "ICAO 9303; the issuing states"
DOCUMENTS = (
    Recogniser(
        "document",
        PATTERN,
        _accept,
        "high",
        rules=tuple(
            Rule(f"announced-{entity.lower()}", entity, finds, "words beside it (en de fr es it nl pt)", "", "high", source)
            for entity, finds, source in (
                ("PASSPORT", "passport number", _AUTHORITY),
                ("DRIVER_LICENSE", "driving licence number", _AUTHORITY),
                ("SSN", "social security number of the United States", "SSA"),
                ("NATIONAL_ID", "identity, tax, social security and patient's number", _AUTHORITY),
                (
                    "ID_OTHER",
                    "number of a health insurance, an episode, a doctor's registration",
                    "hospitals, chambers of doctors",
                ),
            )
        ),
    ),
    Recogniser(
        "document-answer",
        "",
        _accept_answer,
        "high",
        asked=frozenset(_ASKED),
        rules=(
            Rule(
                "answer-id", "NATIONAL_ID", "an identity number in the answer to a question for it", "the question", "", "high"
            ),
        ),
    ),
    Recogniser(
        "document-shape",
        NUMBERS,
        _accept_shape,
        "high",
        rules=(
            Rule(
                "document-shape",
                "PASSPORT",
                "letters and digits as on passports, as the whole message",
                "the shape",
                "",
                "high",
                _AUTHORITY,
            ),
        ),
    ),
)
