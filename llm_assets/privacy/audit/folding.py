"""Texts as the audit compares them: the standard library's Unicode folding, words by regular expression, keys by hash."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = ("Mn", "Me", "Cf")  # categories of marks and of characters that are not shown
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_STEP = 0xD1342543DE82EF95  # odd, so that no factor of a key is lost (Steele and Vigna 2021)
_WRAP = 1 << 64


def fold(text: str) -> str:
    """Case, accents, width and invisible characters away."""
    lower = text.lower()
    return lower if text.isascii() else _FOREIGN.sub(_folded, lower)


def _folded(match: re.Match[str]) -> str:
    return _fold_run(match[0])


@lru_cache(maxsize=1 << 14)
def _fold_run(run: str) -> str:
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", run).casefold())
    return unicodedata.normalize("NFC", _shown(wide))


def _shown(text: str) -> str:
    return "".join(char for char in text if char.isascii() or unicodedata.category(char) not in _UNSEEN)


def unmarked(text: str) -> str:
    """A text in its composed form, without invisible characters and accents; case stays."""
    return text if text.isascii() else _shown(unicodedata.normalize("NFKD", text))


def words(folded: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded)


def places(folded: str) -> list[tuple[int, int]]:
    """[start, end) of the words of a folded text."""
    return [match.span() for match in _WORD.finditer(folded)]


def key(text: str) -> int:
    """64 bits of a hash of a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def run_key(keys: Iterable[int]) -> int:
    """The key of a row of words (or of characters), from theirs."""
    total = 0
    for each in keys:
        total = (total * _STEP + each) % _WRAP
    return total


def extended(runs: Keys, following: Keys) -> Keys:
    """The keys of rows that each have one more word."""
    return runs * np.uint64(_STEP) + following


def owned(values: Keys, ordinals: npt.NDArray[np.int64]) -> Keys:
    """The keys of (value, user): each value in the conversations of one user."""
    mixed = (values ^ (values >> np.uint64(29))) * np.uint64(_STEP) + ordinals.astype(np.uint64)
    return (mixed ^ (mixed >> np.uint64(32))) * np.uint64(_STEP)


def held(keys: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Which of the wanted keys a sorted array has."""
    if not len(keys) or not len(wanted):
        return np.zeros(len(wanted), dtype=bool)
    found: npt.NDArray[np.bool_] = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
    return found
