"""IBAN: ISO 13616, validated by python-stdnum (length by country, mod-97).

A country's own check digits are left out: people mistype, and test systems invent.
"""

import re
from collections.abc import Iterator

from stdnum import iban

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

PATTERN = r"[A-Za-z]{2}[0-9]{2}(?:[ -]?[0-9A-Za-z]){11,36}"
_SHORTEST, _LONGEST = 15, 34
_JOINTS = re.compile(r"[ -]")


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


_RULES = (
    Rule("iban", "IBAN", "of all countries, with spaces or without", "length by country, mod 97", "", "low", "ISO 13616"),
)
IBAN = Recogniser("iban", PATTERN, _accept, "low", rules=_RULES)
