"""DATE: a year that dates something, by the word before it: in 2015, seit 2010, hasta 2008.

Times in the data are shifted and dates in texts are not: a year that a text gives for an event would narrow the secret offset.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_WORDS = (
    "in|since|until|till|by|from|before|after|during|around|circa|early|late|mid|year|class of"
    "|seit|bis|ab|im jahre?|jahr|anfang|ende|jahrgang"
    "|en|desde|hasta|ano|el ano|del ano|durante|a principios de|a finales de"
    "|depuis|jusqu'en|annee|l'annee|des|nel|dal|fino al|anno|sinds|vanaf|tot|jaar|em|ate|no ano de|ano de"
)
_PATTERN = rf"\b(?i:(?:{_WORDS}) (?:1[89]|20|21)[0-9][0-9])"
_SOMETHING = re.compile(rb"-?[0-9A-Za-z]|[.,:/][0-9]| ?%| ?(?:[a-z]{3,30}s|mm|cm|kg|km|mg|ml|px|gb|mb|usd|eur)(?![a-z])")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    # "in 2000 cases", "by 1950 mm": a number that counts something is no year.
    if candidate.alone() and not _SOMETHING.match(candidate.buffer, candidate.end, candidate.ceiling):
        yield Hit(candidate.end - 4, candidate.end, "DATE", "date-year", candidate.text[-4:])


_RULES = (Rule("date-year", "DATE", "a year that dates something: in 2015, seit 2010", "the word before it", "", "high"),)
YEARS = Recogniser("date-year", _PATTERN, _accept, "high", rules=_RULES)
