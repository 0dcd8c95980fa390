"""Other readings of the words of a view: Cyrillic and Greek ones in Latin letters, and joined ones apart (CVAnnaSmith2020.pdf).

Only texts and words that have such letters or borders are read again, so that plain texts cost next to nothing more.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.address_forms import SHORT_WORDS
from llm_assets.privacy.characters import OPAQUE, characters
from llm_assets.privacy.names.lists import Table, looked_up
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
_SPACE = 32
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
    table, short = _short_words()
    which = np.zeros(len(hashes), dtype=np.uint8)
    looked_up(hashes, table.keys, table.flags, which)
    found = np.flatnonzero(which)
    if len(found):
        hashes = hashes.copy()
        hashes[found] = short[which[found]]
    return hashes


@lru_cache(maxsize=1)
def _short_words() -> tuple[Table, npt.NDArray[np.uint64]]:
    """The long forms, each with its number from one on, and by that number the short ones."""
    pairs = [(word_hash(long), word_hash(short)) for long, short in SHORT_WORDS.items()]
    numbers = np.arange(1, len(pairs) + 1).astype(np.uint8)
    table = Table.of(np.array([long for long, _ in pairs], dtype=np.uint64), numbers)
    return table, np.array([0, *(short for _, short in pairs)], dtype=np.uint64)


def _words(view: View, codes: Codes, pattern: npt.NDArray[np.uint8], place: Ints) -> Words:
    words = Words(codes, pattern)
    words.first, words.end = place[words.first], place[words.end - 1] + 1
    words.text = np.searchsorted(view.begin, view.start[words.first], side="right") - 1
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
    words = view.words
    joined = np.empty(len(words.first), dtype=np.int64)
    counts = _joints(view.codes, _KIND, words.first, words.end, joined)
    if not counts[0]:
        return None
    codes, pattern = np.empty(counts[1], dtype=np.uint32), np.empty(counts[1], dtype=np.uint8)
    place = np.empty(counts[1], dtype=np.int64)
    _apart(view.codes, view.pattern, _KIND, words.first, words.end, joined[: counts[0]], codes, pattern, place)
    return _words(view, codes, pattern, place)


@njit(cache=True, nogil=True)
def _is_joint(codes: Any, kinds: Any, place: int) -> bool:
    """Whether a part of a word ends before a place: myName, CV|Anna, room|12. Behind a word something stands always."""
    last = len(kinds) - 1
    one, two = kinds[min(codes[place - 1], last)], kinds[min(codes[place], last)]
    if one == 0 or two == 0:
        return False
    if one == two:
        return bool(one == _UPPER and place + 1 < len(codes) and kinds[min(codes[place + 1], last)] == _LOWER)
    return not (one == _UPPER and two == _LOWER)


@njit(cache=True, nogil=True)
def _joints(codes: Any, kinds: Any, first: Any, end: Any, joined: Any) -> Any:
    """(number of words that have parts, characters that they take with what parts them); `joined`: these words."""
    count = size = 0
    for word in range(len(first)):
        parts = 0
        for place in range(first[word] + 1, end[word]):
            parts += _is_joint(codes, kinds, place)
        if parts:
            joined[count] = word
            count += 1
            size += 1 + parts + end[word] - first[word]
    return count, size


@njit(cache=True, nogil=True)
def _apart(
    codes: Any, pattern: Any, kinds: Any, first: Any, end: Any, joined: Any, codes_out: Any, pattern_out: Any, place_out: Any
) -> None:
    """Writes the words with a space before each part, and before each word what no value crosses; with their places."""
    at = 0
    for word in joined:
        codes_out[at], pattern_out[at], place_out[at] = _SPACE, OPAQUE, first[word]
        at += 1
        for place in range(first[word], end[word]):
            if place > first[word] and _is_joint(codes, kinds, place):
                codes_out[at], pattern_out[at], place_out[at] = _SPACE, _SPACE, place
                at += 1
            codes_out[at], pattern_out[at], place_out[at] = codes[place], pattern[place], place
            at += 1
