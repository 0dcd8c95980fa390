"""Texts as the audit compares them: the standard library's Unicode folding, words by regular expression."""

import re
import unicodedata
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")


def fold(text: str) -> str:
    """Case, accents, width and invisible characters away."""
    if text.isascii():
        return text.lower()
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", wide))


def unmarked(text: str) -> str:
    """A text in its composed form, without invisible characters and accents; case stays."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def words(folded: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded)


def places(folded: str) -> list[tuple[int, int]]:
    """[start, end) of the words of a folded text."""
    return [match.span() for match in _WORD.finditer(folded)]


def key(*parts: str) -> int:
    """64 bits of a hash of one or several texts."""
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
