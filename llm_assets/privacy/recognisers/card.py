"""CREDIT_CARD: numbers of payment cards.

Validators: ISO/IEC 7812, a known issuer's prefix and length with Luhn's check digit (python-stdnum); and at level high, for
people mistype and test systems invent, any 12 to 19 digits that words beside them, or the message before, call a card. What is
written right behind a card (its expiry and its check value, ISO/IEC 7813) goes with it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from stdnum import luhn

from llm_assets.privacy.recognisers.cues import announcer
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Rule

_SHORTEST, _LONGEST = 12, 19
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)(?:\d{11}|\d{13}|\d{16})|6(?:011|4[4-9]\d|5\d\d)(?:\d{12}|\d{15})|62\d{14,17}"
    r"|35(?:2[89]|[3-8]\d)\d{12,15}|(?:5018|5020|5038|58\d\d|6304|67\d\d)\d{8,15}"
)
_FOURS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}")
CARD_WORDS = [
    *"card cards cc visa mastercard amex maestro discover jcb diners unionpay creditcard debitcard pan "
    "tarjeta tarjetas karte kreditkarte bankkarte kartennummer kreditkartennummer ec-karte girokarte carte cb "
    "carta carte-bleue cartao bancomat kaart pinpas bankpas creditcardnummer karta karty kart kartu kort kortet "
    "kortnummer".split(),
    "american express", "master card", "credit-card",
]  # fmt: skip
_announces = announcer(CARD_WORDS)
_named_after = re.compile(rf"[^.!?\n\x00\x01]{{0,20}}?(?<![a-z])(?:{'|'.join(map(re.escape, CARD_WORDS))})(?![a-z])")
_not_card = re.compile(r"(?<![a-z])(?:order|invoice|tracking|ticket|phone|account)(?![a-z])")
_BEHIND = re.compile(
    rb"(?i)[ ,;|/\n]{1,3}(?:(?:exp(?:iry|ires|iration|\.)?|valid(?: thru)?|mm/yy)[ :.]{0,2}(?:date[ :]{0,2})?)?"
    rb"((?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[0-9]{2})(?![0-9/-])"
    rb"(?:[ ,;|/\n]{1,3}(?:(?:cvv|cvc)2?[ :]{0,2})?([0-9]{3,4})(?![0-9A-Za-z/]))?"
)
RULES = (
    Rule(
        "card-luhn", "CREDIT_CARD", "13 to 19 digits in any grouping", "issuer's prefix and length, Luhn's check digit", "",
        "low", "ISO/IEC 7812, python-stdnum",
    ),
    Rule(
        "card-context", "CREDIT_CARD", "12 to 19 digits without a valid check digit",
        "a word for cards beside them, or a question", "", "high",
    ),
    Rule("card-expiry", "DATE", "month and year right behind a card's number", "the card", "", "high", "ISO/IEC 7813"),
    Rule("card-cvv", "SECRET", "three or four digits behind a card and its expiry", "the card", "", "high", "ISO/IEC 7813"),
)  # fmt: skip


def is_card(digits: str) -> bool:
    """Whether digits have a known issuer's prefix and length, and Luhn's check digit."""
    return _ISSUERS.fullmatch(digits) is not None and len(set(digits)) > 1 and luhn.is_valid(digits)


def cards(
    candidate: Candidate, groups: Sequence[tuple[int, int]], cut: tuple[bool, bool], level: str, asked: bool
) -> Iterator[Hit]:
    """The cards among neighbouring groups of digits. cut: whether letters touch what stands before and after them; asked:
    whether the message before asks for a card."""
    text, free, high = candidate.text, 0, level == "high"
    lead = candidate.buffer[max(candidate.floor, candidate.start - 48) : candidate.start].decode("latin-1").lower()
    # Only words before the whole row, or behind its end, can name what stands in it.
    told = high and (asked or _announces.named(lead))
    labelled = high and bool(groups) and _named_behind(candidate, candidate.start + groups[-1][1])
    everything = "".join(text[start:end] for start, end in groups)
    places = [0, *accumulate(map(_size, groups))]
    for first in range(len(groups)):
        if first < free or not (told or labelled or not _goes_on(text, groups, cut, first)):
            continue
        least = bisect_left(places, places[first] + _SHORTEST)
        for last in range(least - 1, len(groups)):
            digits = everything[places[first] : places[last + 1]]
            if len(digits) > _LONGEST:
                break
            start, end = candidate.start + groups[first][0], candidate.start + groups[last][1]
            whole = last + 1 == len(groups)
            written = candidate.buffer[start:end].decode("latin-1")
            named = high and (
                asked
                or (told and _announced(candidate, start))
                or (labelled and whole and (_FOURS.fullmatch(written) or _ISSUERS.fullmatch(digits)))
            )
            if is_card(digits) and (named or not _in_a_row(text, groups, cut, first, last)):
                rule = "card-luhn"
            elif named and (whole or len(digits) == 16 or len(digits) + _size(groups[last + 1]) > _LONGEST):
                rule = "card-context"
            else:
                continue
            yield Hit(start, end, "CREDIT_CARD", rule, digits)
            if high:
                yield from _behind(candidate, end)
            free = last + 1
            break


def _size(group: tuple[int, int]) -> int:
    return group[1] - group[0]


def _named_behind(candidate: Candidate, end: int) -> bool:
    """Whether the words behind a row of digits call it a card."""
    following = candidate.buffer[end : min(end + 32, candidate.ceiling)].decode("latin-1").lower()
    after = _named_after.match(following)
    return after is not None and _not_card.search(after[0]) is None


def _announced(candidate: Candidate, start: int) -> bool:
    """Whether the words before a place call what stands there a card."""
    return _announces(candidate.buffer[max(candidate.floor, start - 48) : start].decode("latin-1").lower(), False)


def _in_a_row(text: str, groups: Sequence[tuple[int, int]], cut: tuple[bool, bool], first: int, last: int) -> bool:
    """Whether a run is a piece of a longer number or of a table's row: more groups of its size stand right beside it, or a
    code."""
    return _goes_on(text, groups, cut, first) or (last + 1 < len(groups) and _alike(text, groups, last))


def _goes_on(text: str, groups: Sequence[tuple[int, int]], cut: tuple[bool, bool], first: int) -> bool:
    """Whether a group only goes on what stands before it."""
    return _alike(text, groups, first - 1) if first else cut[0]


def _alike(text: str, groups: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a group and the next one are pieces of one row. Twos and threes may be: an expiry stands behind a card too."""
    one, two = groups[index], groups[index + 1]
    return _size(one) == _size(two) not in (2, 3) and len(text[one[1] : two[0]]) == 1


def _behind(candidate: Candidate, end: int) -> Iterator[Hit]:
    """The expiry and the check value that are written right behind a card."""
    match = _BEHIND.match(candidate.buffer, end, candidate.ceiling)
    if match is None:
        return
    yield Hit(match.start(1), match.end(1), "DATE", "card-expiry", match[1].decode("ascii"))
    if match[2]:
        yield Hit(match.start(2), match.end(2), "SECRET", "card-cvv", match[2].decode("ascii"))
