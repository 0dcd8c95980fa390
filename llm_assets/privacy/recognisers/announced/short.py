"""ID_OTHER without a question: a short chat message that is, or ends or begins with, an account-like number.

In a chat people answer with the bare value ("jazz 458854", "9638574263"), and what was asked may not be known. The whole
text is at most five words, without signs; the number has four digits or more and is no year, price, time, quantity or round
number; the other words are names or fillers, no words that count or number things (`quantity`, `stop_words`). No validator.
Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.answer import ANSWERED
from llm_assets.privacy.recognisers.announced.quantity import is_counted, is_date_or_time, is_round, is_unit, is_year
from llm_assets.privacy.recognisers.announced.stop_words import STOP_WORDS
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_LONGEST, _WORDS, _SURE = 48, 5, 5
_CHAT = re.compile(r"[A-Za-z0-9\xe0\x01 ,.'\-]+!*")
_ROW = re.compile(r"\d+(?:[ \-]\d+)*")
_FILLERS = frozenset(
    "from live living city town current name company zip code new los san la id limited ltd inc and sure yes yeah "
    "ok okay its it's it is the my this here no ya hi hello hey sir and or for in im i'm i am und ja hier y si e "
    "et oui en sim".split()
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    floor, ceiling = candidate.floor, candidate.ceiling
    if ceiling - floor > _LONGEST:
        return
    text = candidate.buffer[floor:ceiling].decode("latin-1").rstrip(" .\n")
    words = text.split()
    if len(words) > _WORDS or _CHAT.fullmatch(text) is None:
        return
    if candidate.before and asks_for(candidate.before) & ANSWERED:
        return
    place = candidate.start - floor
    if len(words) == 1 and not text.isdigit() and text.isalnum():
        # One word of letters and digits, such as jane4711: a login, or a code.
        if any(map(str.isalpha, text)) and not is_date_or_time(text) and not _measures(text):
            yield Hit(floor, floor + len(text), "ID_OTHER", "short-answer", text.lower())
        return
    row = _row(text, place)
    if row is None:
        return
    start, end = row
    lead, follow = text[:start], text[end:]
    if _is_account_like(text[start:end], lead, follow):
        yield Hit(floor + start, floor + end, "ID_OTHER", "short-answer", re.sub(r"\D", "", text[start:end]))


def _row(text: str, place: int) -> tuple[int, int] | None:
    """[start, end) of the row of groups of digits around a place, if neither letters nor signs touch it."""
    for match in _ROW.finditer(text):
        if match.start() <= place < match.end():
            around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
            return match.span() if around.strip(" ,") == "" else None
    return None


def _is_account_like(value: str, lead: str, follow: str) -> bool:
    groups = re.split(r"[ \-]", value)
    digits = "".join(groups)
    if (
        is_date_or_time(value)
        or is_round(digits)
        or all(map(is_year, groups))
        or (len(groups) > 1 and min(map(len, groups)) < 2)
    ):
        return False
    if is_counted(lead.lower(), follow.lower()) or (len(digits) < _SURE and (lead != lead.lower() or follow.strip(" ."))):
        return False
    others = f"{lead} {follow}".lower().replace(",", " ").split()
    return all(word in _FILLERS or (word.strip(".'") not in STOP_WORDS and not is_unit(word)) for word in others)


def _measures(word: str) -> bool:
    """1080p, utf16000, 5000mah, win2000: digits with a unit, or a year or a round number after a name."""
    parts = re.fullmatch(r"([A-Za-z]*)(\d+)([A-Za-z]{0,4})", word)
    if parts is None:
        return False
    digits = parts[2]
    return (bool(parts[1]) and (is_year(digits) or is_round(digits))) or (not parts[1] and len(parts[3]) < 4)


SHORT = Recogniser(
    "short answer",
    r"[0-9]{4}|[0-9]{3} [0-9]{3}",
    _accept,
    "high",
    longest=_LONGEST,
    rules=(
        Rule(
            "short-answer", "ID_OTHER", "9638574263, jazz 458854, 98103 seattle: the whole message",
            "at most five words; four digits or more; no year, price, time, quantity", level="high",
        ),
    ),
)  # fmt: skip
