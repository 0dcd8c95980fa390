"""How far an address reaches to the right of its street, and to the left of its unit: over numbers, names and units, and over
line breaks to lines that hold nothing else.

Each step looks at a bounded piece, and there are few steps: the work is constant per address.
"""

import re

from llm_assets.privacy.recognisers.addresses.tables import AFTER, PARTICLES, UNIT
from llm_assets.privacy.recognisers.recogniser import Candidate

_STEPS = 14
_LINES = 3
_TOKEN = re.compile(
    rf"(?P<unit>{UNIT})(?![0-9A-Za-z])"
    r"|(?P<sn>(?i:s/n|s\.n\.)(?![0-9A-Za-z]))"
    r"|(?P<number>[0-9]{1,6}(?:[-/][0-9A-Za-z]{1,6})?(?: ?[o\xba](?:[ -]?[A-Z](?![a-z.]))?|[A-Za-z](?![A-Za-z.]))?(?![0-9A-Za-z]))"
    r"|(?P<word>[A-Z\xe0][A-Za-z\xe0'\x80-]*\.?)"
    rf"|(?P<particle>(?:{PARTICLES})(?= [A-Z\xe0]))".replace("\\x80", "\x80")
)
_GAP = re.compile(
    r"[ \t]*(?:,[ \t]*|\.?[ \t]*\r?\n[ \t>?*|-]*(?:\r?\n[ \t>?*|-]*)?,?[ \t]*|\.[ \t]+(?=(?:Apt|Suite|Unit|[0-9]))|[ \t](?:- )?|\((?=[A-Z\xe0]))"
)
_NEXT_WORD = re.compile(r"[ \t]*([a-z]+)")
_CLOSED = re.compile(r"[ \t]*(?:$|[,.;:!?)\n\"]|\r\n)")
_MORE_NUMBER = re.compile(r" ?\)?")


def to_the_right(candidate: Candidate, end: int) -> int:
    """Where an address ends whose street, or unit, ends at `end`."""
    text = candidate.buffer[end : min(candidate.ceiling, end + 240)].decode("latin-1")
    place = sure = lines = 0
    run_has_number = False
    for _ in range(_STEPS):
        gap = _GAP.match(text, place)
        token = _TOKEN.match(text, gap.end()) if gap and gap.end() > place else None
        if gap is None or token is None:
            break
        parted = gap[0].strip(" \t") != ""
        if "\n" in gap[0]:
            lines += 1
            if lines > _LINES or not _line_is_address(text, gap.end()):
                break
        if parted and place > sure and not run_has_number and not _closed(text, place):
            break
        if parted:
            run_has_number = False
        kind, place = token.lastgroup, token.end()
        if kind in ("unit", "sn", "number"):
            run_has_number, sure = True, place
        elif kind == "word" and _closed(text, place):
            sure = place
    return end + len(text[:sure].rstrip(" .\t\r\n"))


_POSTCODE = re.compile(r"(?<![0-9])[0-9]{4,6}[ ,.]*$")


def _closed(text: str, place: int) -> bool:
    """Whether a run of names ends here as an address ends: with a sign, a line, the text, or a word that goes on with the
    sentence."""
    if _CLOSED.match(text, place) or text[place - 1 : place] == ".":
        return True
    word = _NEXT_WORD.match(text, place)
    return word is not None and word[1] in AFTER


def _line_is_address(text: str, place: int) -> bool:
    """Whether a line holds names and numbers only, or begins with such and a postcode."""
    line = re.match(r"[^\n\r]*", text[place : place + 80])
    rest = line[0].rstrip(" ,.\t") if line else ""
    position, tokens = 0, 0
    while position < len(rest):
        token = _TOKEN.match(rest, position)
        if token is None or tokens >= 8:
            return _POSTCODE.search(rest, 0, position) is not None
        position, tokens = token.end(), tokens + 1
        gap = re.match(r"[ \t]*,?[ \t]*", rest[position:])
        position += gap.end() if gap else 0
    return tokens > 0


_LEFT = re.compile(
    r"(?:[A-Z\xe0][A-Za-z\xe0'.\x80-]*|[0-9]{1,6}[A-Za-z]?(?:[-/][0-9]{1,4})?\.?|(?:"
    + PARTICLES
    + r")(?= )|,|[ \t]|"
    + UNIT
    + r")+$"
)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{1,6}[A-Za-z]?(?![0-9A-Za-z])")
_BREAK = re.compile(r"[ \t,.]*\r?\n[ \t>?*|-]*(?:\r?\n[ \t>?*|-]*)?$")


def to_the_left(candidate: Candidate, start: int) -> int:
    """Where an address begins of which something surely of an address begins at `start`: at its first number, or at the names before
    the only one. `start` itself when there is no number to the left."""
    lead = candidate.buffer[max(candidate.floor, start - 90) : start].decode("latin-1")
    broken = _BREAK.search(lead)
    tail = lead[: broken.start()] if broken else lead
    run = _LEFT.search(tail)
    if run is None:
        return start
    piece = run[0]
    numbers = list(_NUMBER.finditer(piece))
    if not numbers:
        return start
    first = numbers[0]
    offset = start - len(lead) + run.start()
    behind = piece[first.end() :].strip(" ,.")
    if behind or first.start() == 0:
        return offset + first.start()
    # The only number ends the run: what stands before it is the street's name, of up to four words.
    words = piece[: first.start()].split()[-4:]
    begin = piece.rfind(" ".join(words), 0, first.start()) if words else first.start()
    return offset + max(begin, 0)
