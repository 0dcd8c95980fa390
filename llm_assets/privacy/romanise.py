"""Names of other scripts in Latin letters, and Latin names in the ways in which they are respelled.

Cyrillic is written by four systems: the one of passports (ICAO Doc 9303), the one of English texts (BGN/PCGN, simplified), the
scientific one (ISO 9, without marks) and the popular one (Yulia, Alexandr), Greek by ELOT 743, as it is read, and by letters.
All other scripts by anyascii (ISC), which has one form each; of those that write no vowels (Arabic, Hebrew) it says too little,
and they are left alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from anyascii import anyascii

_BASE = dict(
    zip("абвгдезийклмнопрстуфыэіїґ", "a b v g d e z i i k l m n o p r s t u f y e i i g".split(), strict=True)
)  # fmt: skip
_ICAO = _BASE | {
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "ie",
    "ь": "",
    "ю": "iu",
    "я": "ia",
    "є": "ie",
    "ў": "u",
}
_ENGLISH = _BASE | {
    "ё": "yo",
    "ж": "zh",
    "й": "y",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "є": "ye",
    "ў": "w",
}
_SCIENTIFIC = _BASE | {
    "ё": "e",
    "ж": "z",
    "й": "j",
    "х": "h",
    "ц": "c",
    "ч": "c",
    "ш": "s",
    "щ": "sc",
    "ъ": "",
    "ь": "'",
    "ю": "ju",
    "я": "ja",
    "є": "je",
    "ў": "u",
}
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n x o p r s t y f ch ps o s".split(), strict=True)
)  # fmt: skip
_GREEK_READ = _GREEK | {"η": "i", "υ": "i", "χ": "h", "ξ": "ks"}
# Two letters that are written as one, and in which systems.
PAIRS = (
    ("ου", "ou", (0, 1)), ("μπ", "b", (0, 1)), ("ντ", "nt", (0, 1)), ("γγ", "ng", (0, 1)), ("αυ", "af", (0, 1)),
    ("ευ", "ef", (0, 1)),
    ("ия", "ia", (3,)), ("ий", "y", (3,)), ("ый", "y", (3,)), ("кс", "x", (3,)),
)  # fmt: skip
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GREEK_LETTER = re.compile("[\u0370-\u03ff]")
_OTHER = re.compile("[\u0530-\u058f\u10a0-\u10ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_STROKES = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)  # fmt: skip
_DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe",
     "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa", "Æ": "Ae", "Œ": "Oe"}
)  # fmt: skip
# Not where the two vowels are read apart: Manuel, Michael, Rodrigues, Noelia.
_WRITTEN_OUT = re.compile(r"(?<![aeiougq])([aou])e(?!l(?:[aeiou]|\b)|[aeiou]|\b)", re.IGNORECASE)
SYSTEMS = 4


def respelled(name: str) -> Iterator[str]:
    """Other spellings of a name, without itself: by digraphs (Müller, Mueller, Muller), without strokes, in Latin letters."""
    composed = unicodedata.normalize("NFC", name)
    if composed.isascii():
        plain = _WRITTEN_OUT.sub(r"\1", name)
        yield from [plain] if plain != name and len(name) > 4 else []
        return
    others = [composed.translate(_DIGRAPHS), composed.translate(_STROKES), _WRITTEN_OUT.sub(r"\1", composed)]
    for system in range(SYSTEMS):
        others.append(romanised(composed, system))
    yield from (other for other in dict.fromkeys(others) if other and other != composed)


def romanised(text: str, system: int) -> str:
    """A text with its Cyrillic, Greek and other foreign letters in Latin ones; system: from 0 to SYSTEMS."""
    if _CYRILLIC.search(text) or _GREEK_LETTER.search(text):
        text = "".join(letters(text, system))
    return " ".join(anyascii_words(text)) if _OTHER.search(text) else text


def letters(text: str, system: int) -> list[str]:
    """For each character what stands for it; pairs that are written as one stand with the first."""
    cyrillic = (_ICAO, _ENGLISH, _SCIENTIFIC, _ENGLISH)[system]
    greek = (_GREEK, _GREEK_READ, _GREEK, _GREEK)[system]
    bare = [unicodedata.normalize("NFKD", char)[0] if "\u0370" <= char <= "\u03ff" else char for char in text]
    result = [_one(char, cyrillic, greek) for char in bare]
    lower = "".join(bare).lower()
    if len(lower) == len(bare):
        for pair, latin, systems in PAIRS:
            for match in re.finditer(pair, lower) if system in systems else ():
                latin = latin.title() if bare[match.start()].isupper() else latin
                result[match.start() : match.end()] = [latin, ""]
    return result


def _one(char: str, cyrillic: Mapping[str, str], greek: Mapping[str, str]) -> str:
    small = char.lower()
    latin = cyrillic.get(small)
    if latin is None:
        latin = greek.get(small)
    if latin is None:
        return char
    return latin if small == char else latin.title()


@lru_cache(maxsize=1 << 12)
def anyascii_words(text: str) -> tuple[str, ...]:
    """The words of a text as anyascii has them; a Chinese or Korean name of two to four characters as family and given name."""
    words: list[str] = []
    for word in re.findall(r"[^\W_]+", text):
        if 2 <= len(word) <= 4 and all("\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in word):
            family = 2 if len(word) == 4 else 1
            words += (anyascii(word[:family]).title(), anyascii(word[family:]).title())
        else:
            words.append(anyascii(word).title())
    return tuple(word for word in words if word.isalnum())
