"""Where what a reader takes for one character begins and ends: no replacement leaves half of one.

After the Unicode Consortium's text segmentation (UAX #29, extended grapheme clusters): marks, joiners, flags, emoji sequences,
Hangul letters, conjuncts of Indic scripts, CR LF. It may join a little more than the standard does, never less.
"""

import unicodedata
from dataclasses import replace

from llm_assets.privacy.spans import Finding

_PLAIN = "\u0300"  # below it only CR LF is more than one code point
_JOINER = "\u200d"
_EXTENDS = frozenset(
    [
        "\u200c",
        _JOINER,
        "\u0e33",
        "\u0eb3",
        *map(chr, range(0x1F3FB, 0x1F400)),
        *map(chr, range(0xE0020, 0xE0080)),
        "\uff9e",
        "\uff9f",
    ]
)
_PREPENDS = frozenset(
    map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2, 0x111C3, 0x1193F,
              0x11941, 0x11A3A, *range(0x11A84, 0x11A8A), 0x11D46, 0x11F02, 0x113D1))
)  # fmt: skip
_LEADING, _VOWEL, _TRAILING, _OPEN, _CLOSED = range(1, 6)
_MARKS = ("Mn", "Me", "Mc", "Cn")  # what has no meaning yet may become a mark
_VIRAMA = 9  # canonical combining class


def whole(finding: Finding, text: str) -> Finding:
    """A finding with all of the characters in which it begins, ends, or stops to keep."""
    start, end, cut = finding.start, finding.end, finding.start + finding.keep
    if not (inside(text, start) or inside(text, end) or inside(text, cut)):
        return finding
    while inside(text, start):
        start -= 1
    while inside(text, end):
        end += 1
    while cut > start and inside(text, cut):
        cut -= 1
    return replace(finding, start=start, end=end, keep=max(cut - start, 0))


def inside(text: str, place: int) -> bool:
    """Whether a place between two code points lies within one character of a reader's."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if after < _PLAIN and before < _PLAIN:
        return after == "\n" and before == "\r"
    if before in "\r\n" or after in "\r\n\t":
        return False
    if after in _EXTENDS or unicodedata.category(after) in _MARKS or before in _PREPENDS:
        return True
    if before == _JOINER and unicodedata.category(after) in ("So", "Sm", "Po", "Cn", "Sk"):
        return True
    return _is_flag(text, place) or _is_syllable(before, after) or _is_conjunct(text, place)


def _is_flag(text: str, place: int) -> bool:
    """Whether a place parts the two letters of a flag: letters of flags go in pairs from the first on."""
    first = place
    while first > 0 and "\U0001f1e6" <= text[first - 1] <= "\U0001f1ff":
        first -= 1
    return "\U0001f1e6" <= text[place] <= "\U0001f1ff" and (place - first) % 2 == 1


def _is_syllable(before: str, after: str) -> bool:
    one, two = _hangul(before), _hangul(after)
    return (
        (one == _LEADING and two in (_LEADING, _VOWEL, _OPEN, _CLOSED))
        or (one in (_OPEN, _VOWEL) and two in (_VOWEL, _TRAILING))
        or (one in (_CLOSED, _TRAILING) and two == _TRAILING)
    )


def _hangul(char: str) -> int:
    """What a letter or a syllable of Hangul is, or 0."""
    code = ord(char)
    if 0xAC00 <= code <= 0xD7A3:
        return _CLOSED if (code - 0xAC00) % 28 else _OPEN
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return _LEADING
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return _VOWEL
    return _TRAILING if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB else 0


def _is_conjunct(text: str, place: int) -> bool:
    """Whether a place parts two consonants of an Indic script that a virama joins."""
    if unicodedata.category(text[place]) != "Lo":
        return False
    at = place - 1
    while at >= 0 and (text[at] in _EXTENDS or unicodedata.category(text[at]) in _MARKS):
        if unicodedata.combining(text[at]) == _VIRAMA:
            return True
        at -= 1
    return False
