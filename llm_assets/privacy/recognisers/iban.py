"""IBAN: international bank account numbers.

Validators: ISO 13616 by python-stdnum (length by country, mod-97). A country's own check digits are left out: people mistype,
and test systems invent. One with a wrong check digit counts where the word IBAN stands before it."""

import re
from collections.abc import Iterator

from stdnum import iban

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

PATTERN = r"[A-Za-z]{2}[0-9]{2}(?:[ -]?[0-9A-Za-z]){11,36}"
_SHORTEST, _LONGEST = 15, 34
_JOINTS = re.compile(r"[ -]")
_announced = re.compile(r"(?<![a-z])iban[^0-9\x00\x01]{0,24}$")
# A mistyped number ends before the first word: its groups hold digits, or are the four letters of a bank.
_MISTYPED = re.compile(r"[A-Za-z]{2}\d\d(?:[ -]?(?:[A-Z]{4}(?![A-Za-z])|[0-9A-Za-z]*\d[0-9A-Za-z]*))+")
RULES = (
    Rule("iban", "IBAN", "with and without spaces or dashes, in any case", "length by country, mod-97", "", "low", "ISO 13616"),
    Rule("iban-context", "IBAN", "with a wrong check digit", "the word IBAN before", "", "low", "ISO 13616"),
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start = candidate.buffer, candidate.start
    if start > candidate.floor and is_plain(buffer[start - 1]):
        return
    text = candidate.text
    # The pattern cannot know where the number ends and the next words begin: the longest valid piece counts.
    for end in range(len(text), _SHORTEST - 1, -1):
        following = buffer[start + end] if start + end < candidate.ceiling else 0
        if is_plain(following) and text[end - 1].isalnum():
            continue
        number = _JOINTS.sub("", text[:end]).upper()
        if _SHORTEST <= len(number) <= _LONGEST and text[end - 1].isalnum() and iban.is_valid(number, check_country=False):
            yield Hit(start, start + end, "IBAN", "iban", number)
            return
    mistyped = _MISTYPED.match(text) if _announced.search(candidate.context(32)) else None
    if mistyped and _SHORTEST <= len(number := _JOINTS.sub("", mistyped[0])) <= _LONGEST:
        yield Hit(start, start + mistyped.end(), "IBAN", "iban-context", number.upper())


IBAN = Recogniser("iban", PATTERN, _accept, "low", rules=RULES, apart=True)
