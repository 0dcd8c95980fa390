"""ZIP: postal codes that a word announces, that stand after a state, or whose form is hardly anything else.

Validator: the word before or after; a state's code; for the United Kingdom and Canada the areas and letters that are in use.
Sources: USPS Publication 28; Royal Mail's PAF (postcode areas); Canada Post (letters D F I O Q U are not used).
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.postcodes import FORMS
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_WORDS = (
    r"zip(?:[ -]?code)?s?|post(?:al)?[ -]?codes?|pin[ -]?code|plz|postleitzahl|codigo postal|cod(?:\.|igo)? ?postal|"
    r"c\.?p\.?|cap|code postal|cep|"
    r"kod pocztowy|postnummer|postnr|postinumero|postcode|psc|iranyitoszam|eircode"
)
_ANNOUNCED = rf"(?i:\b(?:{_WORDS})\b)"
_US_STATES = (
    "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_US = rf"\b{_US_STATES},? [0-9]{{5}}(?:-[0-9]{{4}})?"
_GB_AREAS = (
    "(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|"
    "M[EKL]?|N[EGNPRW]?|"
    "O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_GB = rf"\b{_GB_AREAS}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{{2}}\b"
_CA = r"\b[ABCEGHJ-NPRSTVXY][0-9][A-CEGHJ-NPR-TV-Z] [0-9][A-CEGHJ-NPR-TV-Z][0-9]\b"
_CODE = rf"(?:(?i:{FORMS})|[0-9]{{3}} [0-9]{{2,3}}|[0-9]{{4,6}})(?![0-9A-Za-z]|[.,-][0-9])"
_FOLLOWS = re.compile(
    rf"(?: (?i:is|was|of|no|number|code|:|es|ist|est|e|here|again|for [a-z ]{{2,20}}))?[ :=#.,-]{{1,3}}(?:\n ?)?(?:(?i:is|"
    rf"it's|its) )?({_CODE})"
)
_BEFORE = r"[0-9]{4,6}(?:-[0-9]{3,4})?(?: is| as|,)?(?: my| the| our)? (?i:zip(?:[ -]?code)?|post(?:al)?[ -]?code)"
_LEADING = re.compile("[0-9]+(?:-[0-9]+)?")
_NEEDS_FIVE = frozenset(["cap", "cp", "c.p", "c.p.", "psc"])
_CITY = re.compile(r"[A-Za-z\xe0.](?:, ?| )$")
_ANSWER = re.compile(rf"(?<![0-9A-Za-z$#.]){_CODE}")
_WITHIN = 120


def _accept_announced(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.buffer[candidate.end : min(candidate.ceiling, candidate.end + 48)].decode("latin-1")
    match = _FOLLOWS.match(text)
    word = candidate.text.lower()
    if match is not None:
        digits = sum(char.isdigit() for char in match[1])
        if word in _NEEDS_FIVE and (digits < 5 - (word[0] == "p") or match.start(1) > 2):
            return
        yield Hit(candidate.end + match.start(1), candidate.end + match.end(1), "ZIP", "zip-announced", match[1].lower())
        return


def _accept_before(candidate: Candidate) -> Iterator[Hit]:
    code = _LEADING.match(candidate.text)
    if candidate.alone() and code is not None:
        yield Hit(candidate.start, candidate.start + code.end(), "ZIP", "zip-announced", code[0])


def _accept_us(candidate: Candidate) -> Iterator[Hit]:
    lead = candidate.buffer[max(candidate.floor, candidate.start - 4) : candidate.start].decode("latin-1")
    if candidate.alone() and _CITY.search(lead) and not re.match(r"[.,][0-9]", candidate.following(2)):
        yield Hit(candidate.start, candidate.end, "ZIP", "zip-state", candidate.text)


def _accept_form(candidate: Candidate) -> Iterator[Hit]:
    if candidate.alone():
        yield Hit(candidate.start, candidate.end, "ZIP", "zip-form", candidate.text)


def _accept_asked(candidate: Candidate) -> Iterator[Hit]:
    text = (
        candidate.buffer[candidate.floor : min(candidate.ceiling, candidate.floor + _WITHIN)]
        .decode("latin-1")
        .partition("\x01")[0]
    )
    match = _ANSWER.search(text)
    if match is not None:
        yield Hit(candidate.floor + match.start(), candidate.floor + match.end(), "ZIP", "zip-asked", match[0].lower())


_ANNOUNCED_RULE = Rule(
    "zip-announced", "ZIP", "a postal code after or before a word for it: zip code 62704, PLZ: 10115", "the word", level="high"
)
ZIPS = (
    Recogniser("zip-announced", _ANNOUNCED, _accept_announced, "high", rules=(_ANNOUNCED_RULE,)),
    Recogniser("zip-before", _BEFORE, _accept_before, "high", rules=(_ANNOUNCED_RULE,)),
    Recogniser("zip-state", _US, _accept_us, "high", rules=(
        Rule("zip-state", "ZIP", "a ZIP code after a city and the code of its state: Springfield, IL 62704", "the state",
            "US", level="high",
             source="USPS Publication 28"),)),
    Recogniser("zip-form", f"{_GB}|{_CA}", _accept_form, "high", rules=(
        Rule("zip-form", "ZIP", "a full postcode: SW1A 1AA, K1A 0B1", "areas and letters in use", "GB CA", level="high",
             source="Royal Mail PAF; Canada Post"),)),
    Recogniser("zip-asked", "", _accept_asked, "high", asked=frozenset({"zip"}), rules=(
        Rule("zip-asked", "ZIP", "the answer to a question for a postal code", "the message before", level="high"),)),
)  # fmt: skip
