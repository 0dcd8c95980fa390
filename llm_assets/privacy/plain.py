"""The view of texts that hide nothing: every character stands for itself, so that nothing needs to be mapped.

Most texts are such: no markup, no entity, no URL encoding, no tag, no invisible character. They are seen at the speed of a
table lookup; the others go through `View`, which sees the same in a text that hides nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.characters import OPAQUE, SEPARATOR, characters, code_points
from llm_assets.privacy.view import Ints, View

# What a disguise begins with: entities, URL encoding, tags of HTML and our own. Often it is but a sign (20 %, R&D, x < y).
_MARKS = "&%<["
_DISGUISE = re.compile("%[0-9A-Fa-f]{2}|&[#A-Za-z]|</?[A-Za-z]|\\[[A-Z]")
_EMPHASIS = "*~`"
_MARKED, _HIDES = 1, 2
PLACEHOLDER = chr(OPAQUE)  # stands for a tag that was just written; control characters of users are never plain


class PlainView(View):
    """A batch of plain texts, searchable; see `View` for the attributes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.joined = "\0".join(texts) + "\0"
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 1)
        self.begin: Ints = ends - lengths - 1
        self.ceilings: list[int] = (ends - 1).tolist()
        if self.joined.isascii():
            self.pattern = np.frombuffer(self.joined.encode("ascii"), dtype=np.uint8)
            self.codes = self.pattern.astype(np.uint32)
        else:
            self.codes = code_points(self.joined)
            self.pattern = characters().pattern[self.codes]
            self.pattern[ends - 1] = SEPARATOR
            if PLACEHOLDER in self.joined:
                self.pattern[self.codes == OPAQUE] = OPAQUE
        count = len(self.pattern)
        self.start, self.stop = _places(count)[:count], _places(count)[1 : count + 1]
        self.ambiguous = {}


def plain_texts(texts: Sequence[str], *, written: bool) -> npt.NDArray[np.bool_]:
    """For each text, whether it is plain. written: placeholders may stand in it, for they are ours."""
    joined = "\0".join(texts) + "\0"
    codes: npt.NDArray[np.uint32] | npt.NDArray[np.uint8]
    codes = np.frombuffer(joined.encode("ascii"), dtype=np.uint8) if joined.isascii() else code_points(joined)
    hides = _hiding(written)[codes]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    ends = np.cumsum(lengths + 1)
    hides[ends - 1] = 0
    most = np.maximum.reduceat(hides, ends - lengths - 1)
    plain: npt.NDArray[np.bool_] = most == 0
    for index in np.flatnonzero(most == _MARKED).tolist():
        plain[index] = _DISGUISE.search(texts[index]) is None
    return plain


@lru_cache(maxsize=2)
def _hiding(written: bool) -> npt.NDArray[np.uint8]:
    """For each code point, whether it hides something, or may begin what does."""
    tables = characters()
    hiding = tables.dropped * np.uint8(_HIDES)
    hiding[[ord(mark) for mark in _MARKS]] = _MARKED
    hiding[[ord(mark) for mark in _EMPHASIS]] = _HIDES
    # Letters of Hangul syllables, which may be composed; controls; and ASCII that is seen as something else.
    hiding[0x1100:0x1200] = _HIDES
    hiding[:0x80][tables.pattern[:0x80] != np.arange(0x80)] = _HIDES
    hiding[OPAQUE] = 0 if written else _HIDES
    return hiding


_ranges: list[Ints] = [np.arange(1 << 16, dtype=np.int64)]


def _places(count: int) -> Ints:
    """0, 1, 2, … up to `count` and further: one array for all views, which only read it."""
    if len(_ranges[0]) <= count:
        _ranges[0] = np.arange(2 * count, dtype=np.int64)
    return _ranges[0]
