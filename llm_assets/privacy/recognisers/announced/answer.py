"""Answers: what a message gives when the message before asks for a number, a code, a password or a user name (`asked`).

No validator but the length that such a thing can have: people mistype, and a refused check digit is no reason to keep a
number that someone was asked for. Names, e-mails, dates and addresses are found by their own families. Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.quantity import is_date_or_time, is_unit
from llm_assets.privacy.recognisers.announced.stop_words import is_ordinary
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.recognisers.phone import phone_key
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_LONGEST = 300
# kind -> entity, digits that a number of it has, whether it may be a code with letters; in the order in which they are tried.
_KINDS: dict[str, tuple[str, range, bool]] = {
    "card": ("CREDIT_CARD", range(12, 20), False),
    "ssn": ("SSN", range(9, 12), False),
    "phone": ("PHONE", range(7, 16), False),
    "zip": ("ZIP", range(3, 10), True),
    "pin": ("PASSWORD", range(3, 9), True),
    "bank": ("BANK_ACCOUNT", range(4, 35), True),
    "passport": ("PASSPORT", range(5, 13), True),
    "licence": ("DRIVER_LICENSE", range(4, 20), True),
    "plate": ("LICENSE_PLATE", range(1, 8), True),
    "device": ("DEVICE_ID", range(4, 25), True),
    "account": ("ID_OTHER", range(3, 40), True),
    "order": ("ID_OTHER", range(3, 40), True),
    "id": ("ID_OTHER", range(3, 40), True),
    "password": ("PASSWORD", range(3, 40), True),
    "username": ("USERNAME", range(3, 40), True),
}
ANSWERED = frozenset(_KINDS)
_LAST_FOUR = {"card", "ssn", "phone", "account"}
_ROW = re.compile(r"(?<![A-Za-z0-9_.,@$\x80\x01])[+#(]{0,2}\d(?:[ \-/.()]{0,2}\d)*(?![A-Za-z0-9_@\x01]|[.,:]\d)")
_CODE = re.compile(r"(?<![^\s,;:\"'(=#])[A-Za-z0-9][A-Za-z0-9_.\-/!@#$%^&*+=?]*")
_WORDS = frozenset(
    "sure yes yeah yep ok okay its it's it is the my this here of course and user username name password login handle id "
    "sir please thanks thank you mine "
    "ja klar hier es lautet mein ist oui voici c'est mon si claro mi es aqui tiene ecco sim aqui esta certo "
    "here's hi hello so that thats would be".split()
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    kinds = [kind for kind in _KINDS if kind in asks_for(candidate.before)]
    text = candidate.text[:_LONGEST]
    taken: list[tuple[int, int]] = []
    for hit in (*_numbers(candidate, text, kinds), *_codes(candidate, text, kinds)):
        if not any(hit.start < end and start < hit.end for start, end in taken):
            taken.append((hit.start, hit.end))
            yield hit
    if not taken and ("username" in kinds or "password" in kinds):
        yield from _word(candidate, text, "password" if "password" in kinds else "username")


def _numbers(candidate: Candidate, text: str, kinds: list[str]) -> Iterator[Hit]:
    """Rows of digits whose number of digits one of the kinds can have."""
    for start, end in _rows(text):
        written = text[start:end]
        digits = re.sub(r"\D", "", written)
        after = re.match(r"[ \-]?(%|[a-z']+)", text[end:].lower())
        if is_date_or_time(written) or (after and is_unit(after[1])):
            continue
        kind = next((kind for kind in kinds if len(digits) in _KINDS[kind][1]), None)
        if kind is None and len(digits) == 4:
            kind = next((kind for kind in kinds if kind in _LAST_FOUR), None)
        if kind:
            key = phone_key(digits) if kind == "phone" else digits
            yield Hit(candidate.start + start, candidate.start + end, _KINDS[kind][0], f"answer-{kind}", key)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each row of digits; a long number and a shorter one beside it are two: 94105 4155550132."""
    for row in _ROW.finditer(text):
        start = row.start() + len(row[0]) - len(row[0].lstrip("#"))
        groups = [(m.start(), m.end()) for m in re.finditer(r"[^ ]+", text[start : row.end()])]
        sizes = [end - begin for begin, end in groups]
        if len(groups) > 1 and max(sizes) > 6 and min(sizes) > 2:
            yield from ((start + begin, start + end) for begin, end in groups)
        else:
            yield start, row.end()


def _codes(candidate: Candidate, text: str, kinds: list[str]) -> Iterator[Hit]:
    """Tokens with letters and digits, or with a sign inside: AB-1234, jane_d82, Crystal2020!"""
    kind = next((kind for kind in reversed(kinds) if _KINDS[kind][2]), None)
    if kind is None:
        return
    for token in _CODE.finditer(text):
        value = token[0].rstrip(".,?/") if kind != "password" else token[0].rstrip(".,")
        figures, letters = any(map(str.isdigit, value)), any(map(str.isalpha, value))
        signed = kind in ("username", "password") and re.search(r"[A-Za-z][_.@#$&*+=][A-Za-z]", value) is not None
        if letters and (figures or signed) and len(value) > 3 and not is_date_or_time(value) and "//" not in value:
            if kind != "password":
                value = value.rstrip("!")
            if "@" in value and kind != "password":
                continue
            start = candidate.start + token.start()
            yield Hit(start, start + len(value), _KINDS[kind][0], f"answer-{kind}", value.lower())


def _word(candidate: Candidate, text: str, kind: str) -> Iterator[Hit]:
    """One word of letters that is all the answer; what a chat spreads over short tokens: gk 56 j."""
    if "\x01" in text or "?" in text:
        return
    tokens = [token for token in re.finditer(r"[^\s,;:]+", text) if token[0].lower().strip(".!'\"") not in _WORDS]
    words = [token[0].strip(".!'\"") for token in tokens]
    if not words or any(is_ordinary(word) or not word.isalnum() or len(word) > 24 for word in words):
        return
    spread = kind == "password" and len(words) < 5 and any(map(str.isdigit, "".join(words)))
    if (len(words) == 1 and len(words[0]) > 2) or spread:
        start, end = tokens[0].start(), tokens[-1].end()
        end -= len(text[start:end]) - len(text[start:end].rstrip(".'\""))
        yield Hit(candidate.start + start, candidate.start + end, _KINDS[kind][0], f"answer-{kind}", text[start:end].lower())


_FINDS = {
    "card": "a row of 12 to 19 digits, or the last four",
    "ssn": "a row of 9 to 11 digits, or the last four",
    "phone": "a row of 7 to 15 digits, or the last four",
    "zip": "3 to 9 digits, or a code", "pin": "3 to 8 digits", "password": "a code, a row of digits, one word",
    "username": "a code, one word",
}  # fmt: skip
ANSWER = Recogniser(
    "answer",
    "",
    _accept,
    "high",
    asked=ANSWERED,
    rules=tuple(
        Rule(
            f"answer-{kind}",
            entity,
            _FINDS.get(kind, "a row of digits or a code"),
            f"the message before asks for it ({kind})",
            level="high",
        )
        for kind, (entity, _, _) in _KINDS.items()
    ),
)
