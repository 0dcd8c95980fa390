"""Numbers of several groups of digits: CREDIT_CARD, SSN and PHONE share one pattern, and are told apart by their validators.

Validators: see `card`, `ssn` and `phone`; and `tails` for what is said of a card beside its number.
"""

import re
from collections.abc import Iterator, Sequence

from llm_assets.privacy.recognisers import card, phone, ssn
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.recognisers.phone_row import extension_end
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, is_plain
from llm_assets.privacy.recognisers.tails import PATTERN as TAILS
from llm_assets.privacy.recognisers.tails import RULES as TAIL_RULES
from llm_assets.privacy.recognisers.tails import tails

PATTERN = r"(?:\+ ?)?\(?[0-9](?:[ ().\-/]{0,3}[0-9]){5,40}"

_GROUPS = re.compile(r"\d+")
_ANSWER = 160  # an answer stands at the beginning of a text
_SHORT_ANSWER = re.compile(r"[^\d\x00\x01]{0,40}(\d{3,4})[^\d\x00\x01]{0,20}")
_KINDS = frozenset({"card", "phone", "ssn"})


def numbers(regions: Sequence[str], level: str) -> Recogniser:
    """The recogniser for the phone regions (ISO 3166 codes) and the level."""
    plans, high = tuple(regions), level == "high"

    def accept(candidate: Candidate) -> Iterator[Hit]:
        near = high and candidate.start - candidate.floor < _ANSWER
        asked = asks_for(candidate.before) & _KINDS if near and candidate.before else frozenset()
        whole = candidate.start == candidate.floor and candidate.end == candidate.ceiling
        if whole and asked and (match := _SHORT_ANSWER.fullmatch(candidate.text[:_ANSWER])):
            yield from _short_answer(candidate, match, asked)
        elif candidate.text[0].isalpha():
            yield from tails(candidate)
        else:
            yield from _told_apart(candidate, plans, level, asked)

    return Recogniser(
        "number",
        f"{PATTERN}|{TAILS}" if high else PATTERN,
        accept,
        "low",
        looks_up_all=True,
        asked=_KINDS if high else frozenset(),
        rules=(*card.RULES, *ssn.RULES, *phone.RULES, *TAIL_RULES),
    )


def _told_apart(candidate: Candidate, plans: tuple[str, ...], level: str, asked: frozenset[str]) -> Iterator[Hit]:
    """Cards, social security numbers and phones among the groups of a match, in this order."""
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    before = buffer[start - 1] if start > candidate.floor else 0
    after = buffer[end] if end < candidate.ceiling else 0
    groups = [(m.start(), m.end()) for m in _GROUPS.finditer(candidate.text)]
    # A group that a letter touches is part of a code (A1234567, 12ab), and no number of its own.
    cut = is_plain(before), is_plain(after) and not extension_end(candidate, end - start)
    groups = groups[1 if cut[0] else 0 : -1 if cut[1] else None]
    taken = list(card.cards(candidate, groups, cut, level, "card" in asked))
    for hit in ssn.ssns(candidate, groups, cut, level, "ssn" in asked):
        if not _overlaps(hit, taken):
            taken.append(hit)
    if level != "low":
        found = phone.phones(candidate, groups, cut, plans, "phone" in asked)
        taken += [hit for hit in found if not _overlaps(hit, taken)]
    yield from taken


def _overlaps(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _short_answer(candidate: Candidate, match: re.Match[str], asked: frozenset[str]) -> Iterator[Hit]:
    """Three or four digits, and little else, in answer to a question for a card or a social security number."""
    entity = "CREDIT_CARD" if "card" in asked else "SSN" if "ssn" in asked else None
    if entity is not None:
        rule = "card-tail" if entity == "CREDIT_CARD" else "ssn-tail"
        yield Hit(candidate.start + match.start(1), candidate.start + match.end(1), entity, rule, match[1])
