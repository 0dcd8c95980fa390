"""Numbers of several groups of digits: CREDIT_CARD, SSN and PHONE share one pattern, and are told apart by their validators.

- CREDIT_CARD: ISO/IEC 7812, 13 to 19 digits, a known issuer's prefix, and Luhn's check digit (python-stdnum).
- SSN: United States social security number, by its grouping and the ranges that were never issued (python-stdnum); without
  grouping, where the words before it say so (level high: there is no checksum).
- PHONE: see `phone`.
"""

import re
from collections.abc import Iterator, Sequence

from stdnum import luhn
from stdnum.us import ssn

from llm_assets.privacy.recognisers.phone import phones
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

PATTERN = r"(?:\+ ?)?\(?[0-9](?:[ ().\-/]{0,3}[0-9]){5,40}"

_GROUPS = re.compile(r"\d+")
_EXTENSION = re.compile(rb"(?i:x|ext)[. ]?[0-9]{1,6}(?![0-9A-Za-z])")
_ISSUERS = re.compile(
    r"4\d{12,18}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12,15}|(?:5018|5020|5038|58\d\d|6304|67\d\d)\d{8,15}"
)
_card_words = any_word(
    "card cards cc creditcard credit debit visa mastercard amex maestro discover diners tarjeta tarjetas karte kreditkarte kartennummer "
    "carte carta cartao kaart kreditkort kort karta".split()
)
_ssn_words = any_word(["ssn", "social security", "social-security", "soc sec", "social security number"])


_RULES = (
    Rule(
        "card-luhn",
        "CREDIT_CARD",
        "13 to 19 digits in any grouping",
        "issuer's prefix and Luhn's check digit",
        "",
        "low",
        "ISO/IEC 7812",
    ),
    Rule(
        "card-context",
        "CREDIT_CARD",
        "12 to 19 digits, alone or grouped like a card",
        "words for a card beside it",
        "",
        "high",
        "ISO/IEC 7812",
    ),
    Rule("ssn-grouped", "SSN", "123-45-6789", "ranges that are issued", "US", "low", "SSA, python-stdnum"),
    Rule("ssn-context", "SSN", "nine digits", "words before it", "US", "high", "SSA, python-stdnum"),
    Rule(
        "phone",
        "PHONE",
        "numbers of the plans of `phone_regions`",
        "phonenumbers; without grouping, words beside it",
        "settings",
        "medium",
        "libphonenumber",
    ),
    Rule("phone-international", "PHONE", "+ or 00 and the code of a country", "8 to 15 digits", "all", "medium", "ITU-T E.164"),
    Rule(
        "phone-grouped",
        "PHONE",
        "(415) 555-0132, 415-555-0132, 415.555.0132",
        "the grouping",
        "North America",
        "medium",
        "NANP",
    ),
    Rule("phone-extension", "PHONE", "a number with an extension: x123, ext. 5", "the extension", "", "medium", ""),
    Rule("phone-context", "PHONE", "six digits or more", "words for a phone beside it", "", "high", ""),
)


def is_card(digits: str) -> bool:
    """Whether digits have a known issuer's prefix and length, and Luhn's check digit."""
    return _ISSUERS.fullmatch(digits) is not None and len(set(digits)) > 1 and luhn.is_valid(digits)


def numbers(regions: Sequence[str], level: str) -> Recogniser:
    """The recogniser for the phone regions (ISO 3166 codes) and the level."""
    finds_phones, plans = level != "low", tuple(regions)

    def accept(candidate: Candidate) -> Iterator[Hit]:
        buffer, start, end = candidate.buffer, candidate.start, candidate.end
        before = buffer[start - 1] if start > candidate.floor else 0
        after = buffer[end] if end < candidate.ceiling else 0
        groups = [(m.start(), m.end()) for m in _GROUPS.finditer(candidate.text)]
        # A group that a letter touches is part of a code (A1234567, 12ab), and no number of its own.
        if is_plain(before):
            groups = groups[1:]
        if is_plain(after) and not _EXTENSION.match(buffer, end, candidate.ceiling):
            groups = groups[:-1]
        taken: list[Hit] = []
        taken += _cards(candidate, groups, level == "high")
        for hit in _ssns(candidate, groups, level):
            if not _overlaps(hit, taken):
                taken.append(hit)
        if finds_phones:
            taken += [hit for hit in phones(candidate, groups, plans, level == "high") if not _overlaps(hit, taken)]
        yield from taken

    return Recogniser("number", PATTERN, accept, "low", looks_up_all=True, rules=_RULES)


def _overlaps(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _cards(candidate: Candidate, groups: Sequence[tuple[int, int]], high: bool) -> Iterator[Hit]:
    text, free, announced = candidate.text, 0, None
    for first in range(len(groups)):
        if first < free:
            continue
        digits = ""
        for last in range(first, min(first + 19, len(groups))):
            digits += text[groups[last][0] : groups[last][1]]
            if len(digits) > 19:
                break
            rule = "card-luhn" if len(digits) >= 13 and is_card(digits) else ""
            if not rule and high and _looks_like_card(text, groups[first : last + 1], digits):
                if announced is None:
                    announced = _card_words(candidate.context()) or _card_words(candidate.following())
                rule = "card-context" if announced else ""
            if rule:
                yield Hit(candidate.start + groups[first][0], candidate.start + groups[last][1], "CREDIT_CARD", rule, digits)
                free = last + 1
                break


def _looks_like_card(text: str, groups: Sequence[tuple[int, int]], digits: str) -> bool:
    """Whether digits are grouped like a card, or are as many as cards have without any grouping."""
    sizes = [end - start for start, end in groups]
    if len(sizes) == 1:
        return 12 <= len(digits) <= 19
    return sizes in ([4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3], [4, 4, 4, 3])


def _ssns(candidate: Candidate, groups: Sequence[tuple[int, int]], level: str) -> Iterator[Hit]:
    text = candidate.text
    for index, (start, end) in enumerate(groups):
        rule = ""
        if [e - s for s, e in groups[index : index + 3]] == [3, 2, 4]:
            end = groups[index + 2][1]
            joints = text[groups[index][1]] + text[groups[index + 1][1]]
            rule = "ssn-grouped" if joints in ("--", "  ", "..") and end - start == 11 else ""
        elif end - start == 9 and level == "high" and _ssn_words(candidate.context()):
            rule = "ssn-context"
        digits = "".join(_GROUPS.findall(text[start:end]))
        if rule and ssn.is_valid(digits):
            # Two spaces or dots are weak joints: "123 45 6789" counts where the words before it say so.
            if rule == "ssn-grouped" and text[start + 3] != "-" and not _ssn_words(candidate.context()):
                continue
            yield Hit(candidate.start + start, candidate.start + end, "SSN", rule, digits)
