"""What each Unicode character counts as when texts are searched: tables over code points, built once a process.

Two readings of a character are kept. As *pattern* it is one byte, close to ASCII (full-width, mathematical and other digits and
letters become plain ones), so that patterns need no Unicode and offsets stay simple. As *word* it is folded (case, accents and
width away), so that known values are found however they are written.
"""

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LETTER = 0xE0  # a letter that has no ASCII form
SYMBOL = 0x80  # anything else that has none
OPAQUE = 1  # a tag: part of no value; no text holds it either
SEPARATOR = 0  # stands between texts; no text holds it, for U+0000 is dropped

_SIZE = 0x110000
_SURVEYED = 0x20000  # beyond it lie rare ideographs (letters that stand alone) and tags (dropped)
_ZERO_WIDTH = (0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0)
# Letters with a stroke, and ligatures, have no decomposition in Unicode; names are typed without them.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_ALONE = (  # scripts written without spaces, or whose names take endings: each character is a word of its own
    (0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0),
    (0xF900, 0xFB00), (0x20000, 0x32000),
)  # fmt: skip


_PLAIN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4))  # ideographs and syllables, which fold to themselves


class Characters:
    """The tables over code points.

    pattern: its byte. word: its folded form, 0 where it is no part of a word. dropped: it is invisible; parting: and yet it may
    part words. alone: it is a word of its own. longer: folded forms of several characters (ß -> ss).
    """

    def __init__(self) -> None:
        self.pattern = np.full(_SIZE, SYMBOL, dtype=np.uint8)
        self.word = np.zeros(_SIZE, dtype=np.uint32)
        self.dropped = np.zeros(_SIZE, dtype=bool)
        self.parting = np.zeros(_SIZE, dtype=bool)
        self.alone = np.zeros(_SIZE, dtype=bool)
        self.longer: dict[int, tuple[int, ...]] = {}
        surveyed = np.ones(_SURVEYED, dtype=bool)
        for first, end in (*_PLAIN, (0xD800, 0xE000)):
            surveyed[first:end] = False
        for code in np.flatnonzero(surveyed).tolist():
            self._survey(code)
        for first, end in (*_PLAIN, (0x20000, 0x32000)):
            self.pattern[first:end] = LETTER
            self.word[first:end] = np.arange(first, end)
        self.dropped[0xE0000:0xE1000] = True
        for first, end in _ALONE:
            self.alone[first:end] = True

    def _survey(self, code: int) -> None:
        char = chr(code)
        category = unicodedata.category(char)
        if (
            category in ("Mn", "Me", "Cf")
            or code in _ZERO_WIDTH
            or (category == "Cc" and code not in (9, 10, 11, 12, 13, 28, 29, 30, 31, 0x85))
        ):
            self.dropped[code] = True
            self.parting[code] = category[0] == "C" or code in _ZERO_WIDTH
            return
        if category == "Cn":
            return
        self.pattern[code] = self._pattern_byte(char, category)
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_STROKES)
        # Recomposed: a Hangul syllable stays one character, a name does not become a row of its strokes.
        letters = "".join(part for part in folded if unicodedata.category(part)[0] in "LN")
        word = [ord(part) for part in unicodedata.normalize("NFC", letters)]
        if not word:
            return
        self.word[code] = word[0]
        if len(word) > 1:
            self.longer[code] = tuple(word)

    @staticmethod
    def _pattern_byte(char: str, category: str) -> int:
        if char < "\x80":
            return ord(char) if char >= " " or char in "\t\n\r" else ord("\n")
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            return ord("0") + digit
        plain = unicodedata.normalize("NFKD", char)
        if category[0] == "Z" or category == "Cc":
            return ord(" ") if category == "Zs" else ord("\n")
        if " " <= plain[0] < "\x80" and (len(plain) == 1 or category[0] == "L") and char not in "\u00a8\u00b4\u00b8":
            return ord(plain[0])
        if category == "Pd":
            return ord("-")
        return LETTER if category[0] in "LN" else SYMBOL


@lru_cache(maxsize=1)
def characters() -> Characters:
    """The tables of this process; building them takes about a quarter of a second."""
    return Characters()


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Code points of a text, as an array of its length."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
