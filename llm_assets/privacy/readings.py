"""Other readings of the words of a view: Cyrillic and Greek ones in Latin letters, and joined ones apart (CVAnnaSmith2020.pdf).

Only texts and words that have such letters or borders are read again, so that plain texts cost next to nothing more.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.address_forms import SHORT_WORDS
from llm_assets.privacy.characters import OPAQUE, characters
from llm_assets.privacy.romanise import PAIRS, SYSTEMS, letters
from llm_assets.privacy.view import View
from llm_assets.privacy.words import Words, word_hash

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

_FIRST, _END = 0x370, 0x530  # Greek, Cyrillic
_PAIR = 0xE000  # private use: stands for two letters that may be written as one
_EMPTY = 0x0E  # from the first: the Greek question mark, which stands in no word
_LONGEST = 4  # Latin letters for one
_UPPER, _LOWER, _DIGIT = 1, 2, 3
_KIND = np.array(
    [_UPPER * char.isupper() or _LOWER * char.islower() or _DIGIT * char.isdecimal() for char in map(chr, range(_END + 1))],
    dtype=np.uint8,
)
_KIND[_END] = 0  # whatever comes behind


def readings(view: View) -> Iterator[Words]:
    """The words as they stand, then as they may be read too; all with their places in the view."""
    words = view.words
    words.hash = shortened(words.hash)
    yield words
    yield from _romanised(view)
    parted = _parted(view)
    if parted is not None:
        yield parted


def shortened(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Hashes of words in which the words of addresses are those of their short forms."""
    long, short = _short_words()
    place = np.minimum(np.searchsorted(long, hashes), len(long) - 1)
    found = np.flatnonzero(long[place] == hashes)
    if len(found):
        hashes = hashes.copy()
        hashes[found] = short[place[found]]
    return hashes


@lru_cache(maxsize=1)
def _short_words() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    pairs = sorted((word_hash(long), word_hash(short)) for long, short in SHORT_WORDS.items())
    return np.array([long for long, _ in pairs], dtype=np.uint64), np.array([short for _, short in pairs], dtype=np.uint64)


def _words(view: View, codes: Codes, pattern: npt.NDArray[np.uint8], place: Ints) -> Words:
    words = Words(codes, pattern)
    words.first, words.end = place[words.first], place[words.end - 1] + 1
    words.text = view.text_of[words.first]
    return words


def _romanised(view: View) -> Iterator[Words]:
    foreign = (view.codes >= _FIRST) & (view.codes < _END)
    if not foreign.any():
        return
    texts = np.unique(view.text_of[foreign])
    chosen = np.zeros(len(view.texts), dtype=bool)
    chosen[texts] = True
    place = np.flatnonzero(chosen[view.text_of])
    codes = _paired(view.codes[place])
    empty = np.zeros(len(view.codes) + 1, dtype=np.int64)
    empty[place[codes == _FIRST + _EMPTY]] = 1
    for system in range(SYSTEMS):
        table, sizes = _table(system)
        at = np.where((codes >= _FIRST) & (codes < _END), codes - _FIRST, 0)
        pairs = (codes >= _PAIR) & (codes < _PAIR + len(PAIRS))
        at = np.where(pairs, codes - _PAIR + (_END - _FIRST), at)
        counts = np.where(at > 0, sizes[at], 1)
        which = np.repeat(np.arange(len(codes)), counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        written = np.where(at[which] > 0, table[at[which], within], codes[which])
        words = _words(view, written, view.pattern[place[which]], place[which])
        words.end += empty[words.end]  # of two letters that are written as one the second belongs to the word
        yield words


def _paired(codes: Codes) -> Codes:
    """Letters that may be written as one: the first becomes their sign, the second is empty."""
    tables = characters()
    folded = np.where(codes < _END, tables.word[codes], 0)
    codes = np.where(folded > 0, folded, codes)
    for number, (pair, *_) in enumerate(PAIRS):
        found = np.flatnonzero((codes[:-1] == ord(pair[0])) & (codes[1:] == ord(pair[1])))
        codes[found], codes[found + 1] = _PAIR + number, _FIRST + _EMPTY
    return codes


@lru_cache(maxsize=SYSTEMS)
def _table(system: int) -> tuple[Codes, Ints]:
    """The Latin letters of each foreign one, and how many they are; behind them the pairs."""
    rows = ["".join(letters(chr(code), system)) for code in range(_FIRST, _END)]
    rows[_EMPTY] = ""
    pairs = [latin if system in systems else "".join(letters(pair, system)) for pair, latin, systems in PAIRS]
    table = np.zeros((len(rows) + len(pairs), _LONGEST), dtype=np.uint32)
    for place, row in enumerate((*rows, *pairs)):
        table[place, : len(row)] = [ord(char) for char in row]
    return table, np.array([len(row) for row in (*rows, *pairs)], dtype=np.int64)


def _parted(view: View) -> Words | None:
    """The words that change from small letters to capitals, or between letters and digits, in their parts."""
    kind = _KIND[np.minimum(view.codes, _END)]
    one, two = kind[:-1], kind[1:]
    border = (one != two) & (one != 0) & (two != 0) & ((one != _UPPER) | (two != _LOWER))
    border[:-1] |= (one[:-1] == _UPPER) & (two[:-1] == _UPPER) & (two[1:] == _LOWER)  # CV|Anna
    places = np.flatnonzero(border) + 1
    words = view.words
    if not len(places) or not len(words.first):
        return None
    of = np.searchsorted(words.first, places, side="right") - 1
    inside = (of >= 0) & (places < words.end[of])
    places, chosen = places[inside], np.unique(of[inside])
    if not len(chosen):
        return None
    first, size = words.first[chosen], words.end[chosen] - words.first[chosen]
    place = np.repeat(first - (np.cumsum(size) - size), size) + np.arange(size.sum())
    # Before each part a space, and between two words of the text what no value crosses.
    parts = np.searchsorted(place, places)
    wholes = np.cumsum(size) - size
    codes = np.insert(view.codes[place], np.concatenate((parts, wholes)), ord(" "))
    pattern = view.pattern[place]
    marks = np.concatenate((np.full(len(parts), ord(" "), np.uint8), np.full(len(wholes), OPAQUE, np.uint8)))
    at = np.concatenate((parts, wholes))
    return _words(view, codes, np.insert(pattern, at, marks), np.insert(place, at, place[at]))
