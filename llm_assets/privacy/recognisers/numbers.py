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
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, any_word, is_plain

PATTERN = r"(?:\+ ?)?\(?[0-9](?:[ ().\-/]{0,3}[0-9]){6,40}"

_GROUPS = re.compile(r"\d+")
_ISSUERS = re.compile(
    r"4\d{12,18}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12,15}|(?:5018|5020|5038|58\d\d|6304|67\d\d)\d{8,15}"
)
_ssn_words = any_word(["ssn", "social security", "social-security", "soc sec", "social security number"])


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
        if is_plain(after):
            groups = groups[:-1]
        taken: list[Hit] = []
        for hit in _cards(candidate, groups):
            taken.append(hit)
        for hit in _ssns(candidate, groups, level):
            if not _overlaps(hit, taken):
                taken.append(hit)
        if finds_phones:
            taken += [hit for hit in phones(candidate, groups, plans) if not _overlaps(hit, taken)]
        yield from taken

    return Recogniser("number", PATTERN, accept, "low", looks_up_all=True)


def _overlaps(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _cards(candidate: Candidate, groups: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    text, free = candidate.text, 0
    for first in range(len(groups)):
        if first < free:
            continue
        digits = ""
        for last in range(first, min(first + 19, len(groups))):
            digits += text[groups[last][0] : groups[last][1]]
            if len(digits) > 19:
                break
            if len(digits) >= 13 and is_card(digits):
                yield Hit(
                    candidate.start + groups[first][0], candidate.start + groups[last][1], "CREDIT_CARD", "card-luhn", digits
                )
                free = last + 1
                break


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
