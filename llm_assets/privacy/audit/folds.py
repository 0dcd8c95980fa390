"""A text folded as `folding.fold` folds it, with the words of it, in one compiled pass over its UTF-8 (numba).

What a code point folds to is asked of `fold` once a process and kept in a table, so that there is one set of rules. Where the
code points of a text do not fold one by one (Hangul letters and a few vowel signs that join), the text goes through `fold`.

The hash of a word is the audit's own: a multiply-and-shift step a character with the finaliser of MurmurHash3 (Appleby 2011).
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.audit.folding import Keys, fold

Ints = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]

_STEP = np.uint64(0x9FB21C651E98DF25)
_CHARACTERS = 0x110000
_COMPOSED = 0x20000  # beyond stand ideographs, and none is composed of two
_SEVERAL = 1 << 31  # marks a code point that folds to none or several
_APART = 1 << 30  # marks one that does not fold by itself
_LETTERS = 1 << 14  # code points that those which fold to several fold to, all together: 2,932 in Unicode 14
_MOST = 32  # that one folds to
_GROWTH = 64  # octets that a folded text may be longer than the text; what needs more goes through `fold`
_UNKNOWN, _TOGETHER = 1, 2  # why a pass over a text ended early


@dataclass(frozen=True, slots=True)
class Folded:
    """octets: the folded text. first, end: where its words (rows of letters and digits of any script) stand in it; keys: 64
    bits each."""

    octets: Octets
    first: Ints
    end: Ints
    keys: Keys


def folded(text: str) -> Folded:
    """A text folded, and its words."""
    octets = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    made, why = _pass(octets, as_it_is=False)
    if why == _UNKNOWN:
        _table().learn(text)
        made, why = _pass(octets, as_it_is=False)
    return words_of(fold(text)) if why else made


def words_of(text: str) -> Folded:
    """A text that is folded already, and its words."""
    return _pass(np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8), as_it_is=True)[0]


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> int:
    """The key of one folded word."""
    return int(words_of(word).keys[0])


class _Table:
    """What each code point that was met folds to. No array is ever exchanged, passes hold the interpreter's lock, and what an
    entry points to is there before it: a thread that learns does not disturb another one.

    entries: 0 while unknown; the folded code point plus one; `_APART`; or `_SEVERAL` and 32 times the place in `letters` of
    what it folds to, plus how many these are. alphanumeric, joining: of folded code points, whether one is part of a word, and
    whether it is the first (1) or the second (2) of two that fold to another one.
    """

    def __init__(self) -> None:
        self.entries = np.zeros(_CHARACTERS, dtype=np.uint32)
        self.letters = np.zeros(_LETTERS, dtype=np.uint32)
        self._used, self._lock = 0, Lock()
        self.alphanumeric = np.fromiter((chr(code).isalnum() for code in range(_CHARACTERS)), dtype=np.bool_, count=_CHARACTERS)
        self.joining = np.zeros(_CHARACTERS, dtype=np.uint8)
        for code in range(_COMPOSED):
            parts = unicodedata.decomposition(chr(code))
            if " " in parts and "<" not in parts:  # marks are folded away
                one, two = (int(part, 16) for part in parts.split())
                if unicodedata.category(chr(two)) not in ("Mn", "Me", "Cf"):
                    self.joining[one] |= 1
                    self.joining[two] |= 2
        self.joining[0x1100:0x1200] = 3  # the letters of Hangul
        self.joining[0xAC00:0xD7A4] |= 1

    def learn(self, text: str) -> None:
        """Asks `fold` what the code points of a text fold to: all at once, for each pass begins at the beginning."""
        with self._lock:
            for char in set(text):
                if not self.entries[ord(char)]:
                    self.entries[ord(char)] = self._entry(char)

    def _entry(self, char: str) -> int:
        codes = [ord(each) for each in fold(char)]
        if len(codes) == 1 and not unicodedata.combining(char):
            return codes[0] + 1
        begin, end = self._used, self._used + len(codes)
        # Normal forms sort combining characters among each other.
        if (codes and unicodedata.combining(char)) or len(codes) >= _MOST or end > _LETTERS:
            return _APART
        self.letters[begin:end], self._used = codes, end
        return _SEVERAL | (begin * _MOST + len(codes))


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table()


def _pass(octets: Octets, *, as_it_is: bool) -> tuple[Folded, int]:
    """(folded text, why the pass ended early or 0)."""
    table = _table()
    out = np.empty(0 if as_it_is else len(octets) + _GROWTH, dtype=np.uint8)
    most = (len(octets) + _GROWTH) // 2 + 1
    first, end = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    keys = np.empty(most, dtype=np.uint64)
    run: Callable[..., tuple[int, int, int]] = _fold
    size, count, why = run(
        octets, as_it_is, table.entries, table.letters, table.alphanumeric, table.joining, out, first, end, keys
    )
    return Folded(octets if as_it_is else out[:size], first[:count], end[:count], keys[:count]), why


@njit(cache=True)
def _fold(
    octets: Any, as_it_is: bool, entries: Any, letters: Any, alphanumeric: Any, joining: Any,
    out: Any, first: Any, end: Any, keys: Any,
) -> Any:  # fmt: skip
    """(octets of the folded text, words, why it ended early)."""
    size, place, at = len(octets), 0, 0
    count, inside, value, joins = 0, False, np.uint64(0), np.uint8(0)
    while place < size:
        octet = octets[place]
        if octet < 0x80:
            code = np.uint32(octet)
            place += 1
            if not as_it_is:
                if 65 <= code <= 90:
                    code += np.uint32(32)
                if at >= len(out):
                    return at, count, _TOGETHER
                out[at] = code
            letter, begin = alphanumeric[code], at
            at += 1
            joins = np.uint8(0)
            if letter:
                if not inside:
                    first[count], value, inside = begin, np.uint64(0x51ED270B), True
                value = (value ^ np.uint64(code)) * _STEP
                value ^= value >> np.uint64(32)
            elif inside:
                keys[count], end[count], inside = _final(value), begin, False
                count += 1
            continue
        if octet < 0xE0:
            code, length = np.uint32(octet & 0x1F), 2
        elif octet < 0xF0:
            code, length = np.uint32(octet & 0x0F), 3
        else:
            code, length = np.uint32(octet & 0x07), 4
        for more in range(1, length):
            code = (code << np.uint32(6)) | np.uint32(octets[place + more] & 0x3F)
        number, last = np.int64(0), np.int64(1)
        entry = np.uint32(code + np.uint32(1)) if as_it_is else entries[code]
        if entry == 0:
            return at, count, _UNKNOWN
        several = np.int64(entry) >= _SEVERAL
        if several:
            number = (np.int64(entry) - _SEVERAL) // _MOST
            last = number + (np.int64(entry) - _SEVERAL) % _MOST
        elif entry == _APART:
            return at, count, _TOGETHER
        place += length
        for index in range(number, last):
            one = np.uint32(letters[index]) if several else np.uint32(entry - np.uint32(1))
            if not as_it_is:
                if joins & 1 and joining[one] & 2:
                    return at, count, _TOGETHER
                if at + 4 > len(out):
                    return at, count, _TOGETHER
            joins, begin = joining[one], at
            at = at + length if as_it_is else _written(out, at, one)
            if alphanumeric[one]:
                if not inside:
                    first[count], value, inside = begin, np.uint64(0x51ED270B), True
                value = (value ^ np.uint64(one)) * _STEP
                value ^= value >> np.uint64(32)
            elif inside:
                keys[count], end[count], inside = _final(value), begin, False
                count += 1
    if inside:
        keys[count], end[count] = _final(value), at
        count += 1
    return at, count, 0


@njit(cache=True, nogil=True)
def _written(out: Any, at: int, code: Any) -> int:
    """Writes a code point as UTF-8; gives the place behind it."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at], out[at + 1] = 0xC0 | (code >> 6), 0x80 | (code & 0x3F)
        return at + 2
    if code < 0x10000:
        out[at], out[at + 1], out[at + 2] = 0xE0 | (code >> 12), 0x80 | ((code >> 6) & 0x3F), 0x80 | (code & 0x3F)
        return at + 3
    out[at], out[at + 1] = 0xF0 | (code >> 18), 0x80 | ((code >> 12) & 0x3F)
    out[at + 2], out[at + 3] = 0x80 | ((code >> 6) & 0x3F), 0x80 | (code & 0x3F)
    return at + 4


@njit(cache=True, nogil=True)
def _final(value: Any) -> Any:
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))
