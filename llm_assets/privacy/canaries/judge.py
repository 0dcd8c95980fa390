"""What is left of a planted value in the text that came out.

A text is known word for word but for the value: what came out and is no word of the carrier, no tag and no pseudonym is a rest
of the value (or a replacement that looks like one). A value is gone when no rest is a piece of it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from math import sqrt

from llm_assets.privacy.audit.folding import fold, words
from llm_assets.privacy.tags import TAG

_IDEOGRAPH = 0x2E80
_PSEUDONYM = re.compile(r"\b[a-z]{24}\b")
_Z = 1.959963984540054  # of a normal distribution, for 95 %
_RESERVED = frozenset({"example"})  # the domain of all surrogates, and of the canaries
LIKELY = 4  # characters from which on a piece of a believable replacement is hardly one of the value by chance


def is_gone(out: str | None, written: str, around: str, people: Collection[str], shortest: int = 1) -> bool:
    """Whether nothing of a value is left.

    people: pseudonyms that may stand in texts. shortest: characters of a piece that counts. Single letters do not: they are
    what markup and grammar leave.
    """
    if not out:
        return True
    bare = _PSEUDONYM.sub(lambda match: " " if match[0] in people else match[0], TAG.sub(" ", out))
    rest = Counter(_pieces(bare)) - Counter(_pieces(around))
    value = "".join(words(fold(written)))
    single = max(map(len, _pieces(written)), default=1) == 1
    if shortest > 1:
        rest = Counter({piece: count for piece, count in rest.items() if piece not in _RESERVED})
    return not any(len(piece) >= shortest and piece in value for piece in rest if _counts(piece) or single)


def shares(written: str, around: str) -> bool:
    """Whether a word of a value is one of those around it."""
    return not set(_pieces(written)).isdisjoint(_pieces(around))


def _pieces(text: str) -> Iterator[str]:
    for word in words(fold(text)):
        if ord(word[0]) >= _IDEOGRAPH:
            yield from word
        else:
            yield word


def _counts(piece: str) -> bool:
    return len(piece) > 1 or piece.isdigit() or ord(piece) >= _IDEOGRAPH


def interval(removed: int, planted: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not planted:
        return 0.0, 1.0
    share, square = removed / planted, _Z * _Z
    middle = (share + square / (2 * planted)) / (1 + square / planted)
    half = _Z * sqrt(share * (1 - share) / planted + square / (4 * planted**2)) / (1 + square / planted)
    return max(middle - half, 0.0), min(middle + half, 1.0)
