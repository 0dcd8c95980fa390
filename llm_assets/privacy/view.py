"""Texts as the recognisers see them: many texts joined in one, disguises seen through, offsets kept.

Seen through are case and accents (in words), width, zero-width characters, combining marks, Markdown emphasis, bare HTML tags,
HTML entities and URL encoding. All texts of a batch stand in one buffer, separated by a character that no pattern crosses.
A tag that was written before (`[EMAIL:abcdefgh]`) is one character that belongs to no value.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.characters import LETTER, OPAQUE, SEPARATOR, characters, code_points
from llm_assets.privacy.tags import TAG
from llm_assets.privacy.words import Words

Ints = npt.NDArray[np.int64]

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_JAMO = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BARE_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})\s?/?>")
_INLINE = frozenset("a abbr b big cite code em font i ins mark q s small span strong sub sup tt u wbr".split())
_EMPHASIS = np.zeros(256, dtype=bool)
_EMPHASIS[[ord(c) for c in "*~`"]] = True
_DIGIT = np.zeros(256, dtype=bool)
_DIGIT[ord("0") : ord("9") + 1] = True
_WORDY = np.array([chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "_@.+-") for byte in range(256)])
_WORDY[LETTER] = True
_END_OF_CONTROLS = 0xA0  # the last of the two blocks of control characters ends before it
_ENDS_AN_ADDRESS = frozenset(' \t\r\n<>"')


class View:
    """A batch of texts, searchable.

    pattern: one byte per visible character of the joined texts. start, stop: for each of them, the code points of the joined
    texts that it stands for. Positions are given back per text by `locate`.
    """

    def __init__(self, texts: Sequence[str], parting: str = "") -> None:
        """parting: what stands between two words where it touches both: nothing (`An**na**` is a name), `markup`
        (`call**Anna**` holds one), `invisible` characters, or of these the `controls` alone (a zero-width space may stand
        inside of a name that a backspace ends)."""
        self.texts = texts
        self.joined = "\0".join(texts) + "\0"
        lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
        self.begin: Ints = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        tables = characters()
        codes = code_points(self.joined)
        decoded = self._decoded()
        tags = list(_BARE_TAG.finditer(self.joined)) if "<" in self.joined else []
        if decoded or tags or parting:
            codes = codes.copy()
        dropped = tables.dropped[codes]
        border = np.append(self.begin[1:], len(codes)) - 1
        dropped[border] = False
        stop = np.arange(1, len(codes) + 1, dtype=np.int64)
        for first, end, char in decoded:
            codes[first] = char
            dropped[first + 1 : end] = True
            dropped[first] = tables.dropped[char]
            stop[first] = end
        invisible = dropped.copy()
        opaque = [match.span() for match in TAG.finditer(self.joined)] if "[" in self.joined else []
        for first, end in opaque:
            dropped[first + 1 : end] = True
            stop[first] = end
        spaces = dropped & tables.parting[codes]
        controls = spaces & (codes < _END_OF_CONTROLS)
        if parting in ("invisible", "controls"):
            spaces = controls if parting == "controls" else spaces
            one = spaces & ~np.concatenate(([False], spaces[:-1]))
            codes[one] = ord(" ")
            dropped[one] = False
        markup = np.zeros(len(codes), dtype=bool)
        for tag in tags:
            # Block markup always stands between two words.
            block = parting == "markup" or tag[1].lower() not in _INLINE
            codes[tag.start()] = ord(" ")
            dropped[tag.start() + block : tag.end()] = True
            markup[tag.start()] = not block
        pattern = tables.pattern[codes]
        pattern[border] = SEPARATOR
        pattern[[first for first, _ in opaque]] = OPAQUE
        stars = _emphasis(pattern)
        if parting == "markup":
            row = stars[np.diff(stars, prepend=-2) > 1]
            dropped[stars] = True
            dropped[row] = False
            codes[row] = pattern[row] = ord(" ")
        else:
            dropped[stars] = markup[stars] = True
        kept = np.flatnonzero(~dropped)
        # A combining mark belongs to the letter before it: a span that ends with the letter takes the mark with it.
        visible = np.flatnonzero(~invisible)
        covered = visible[np.concatenate(([0], np.cumsum(~invisible)))[stop[kept]].clip(max=len(visible) - 1)]
        self.pattern: npt.NDArray[np.uint8] = pattern[kept]
        self.codes = codes[kept]
        self.start: Ints = kept
        self.stop: Ints = np.maximum(covered, stop[kept])
        self.stop[pattern[kept] == SEPARATOR] = kept[pattern[kept] == SEPARATOR] + 1
        invisible_ones = self._touching(spaces)
        mixed = set(self._touching(controls)) & set(self._touching(spaces & ~controls)) if invisible_ones else ()
        self.ambiguous = {"markup": self._touching(markup), "invisible": invisible_ones, "controls": sorted(mixed)}
        self.ceilings: list[int] = np.flatnonzero(self.pattern == SEPARATOR).tolist()

    @cached_property
    def text_of(self) -> Ints:
        """The text that each visible character belongs to."""
        places: Ints = np.searchsorted(self.begin, self.start, side="right") - 1
        return places

    def _touching(self, markup: npt.NDArray[np.bool_]) -> list[int]:
        """The texts in which such characters have on both sides what may be part of a value."""
        if not markup.any():
            return []
        marks = np.cumsum(markup)[self.start]
        wordy = _WORDY[self.pattern]
        between = (marks[1:] != marks[:-1]) & wordy[1:] & wordy[:-1]
        return sorted(set(self.text_of[1:][between].tolist()))

    @cached_property
    def buffer(self) -> bytes:
        """The pattern bytes of the whole batch."""
        return self.pattern.tobytes()

    def _decoded(self) -> list[tuple[int, int, int]]:
        """(start, end, code point) of each HTML entity and each URL-encoded character of the joined texts."""
        found = []
        if "&" in self.joined:
            for match in _ENTITY.finditer(self.joined):
                char = html.unescape(match[0])
                if len(char) == 1 and char != "\0":
                    found.append((match.start(), match.end(), ord(char)))
        if not self.joined.isascii():
            # A Hangul syllable may be written as its letters (NFD, as some systems store names).
            for match in _JAMO.finditer(self.joined):
                found.append((match.start(), match.end(), ord(unicodedata.normalize("NFC", match[0]))))
        if "%" in self.joined:
            for match in _PERCENT.finditer(self.joined):
                found.extend(_percent_decoded(match[0], match.start()))
        return found

    def locate(self, first: int, end: int) -> tuple[int, int, int]:
        """(text, start, end): the text, and the code points in it, of the visible characters [first, end)."""
        text = self.text_at(first)
        begin = int(self.begin[text])
        return text, int(self.start[first]) - begin, int(self.stop[end - 1]) - begin

    def text_at(self, position: int) -> int:
        """The text that a visible character belongs to."""
        return bisect_left(self.ceilings, position)

    def borders(self, text: int) -> tuple[int, int]:
        """The visible characters [floor, ceiling) of a text."""
        return (self.ceilings[text - 1] + 1 if text else 0), self.ceilings[text]

    @cached_property
    def words(self) -> Words:
        """The words of all texts."""
        return Words(self.codes, self.pattern)


def _emphasis(pattern: npt.NDArray[np.uint8]) -> Ints:
    """Places of the characters of Markdown emphasis; between two digits they are none."""
    stars = np.flatnonzero(_EMPHASIS[pattern])
    before, after = pattern[np.maximum(stars - 1, 0)], pattern[np.minimum(stars + 1, len(pattern) - 1)]
    return stars[~(_DIGIT[before] & _DIGIT[after])]


def _percent_decoded(run: str, start: int) -> list[tuple[int, int, int]]:
    try:
        text = bytes.fromhex(run.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return []
    found = []
    for char in text:
        end = start + 3 * len(char.encode("utf-8"))
        # A decoded space or quote would end a URL in its middle and leave the rest of it in the text; a comma parts words too.
        if char in _ENDS_AN_ADDRESS or char.isprintable():
            found.append((start, end, ord("," if char in _ENDS_AN_ADDRESS else char)))
        start = end
    return found
