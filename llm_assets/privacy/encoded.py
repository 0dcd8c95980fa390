"""Base64 (RFC 4648, both alphabets) in texts, decoded: what it hides is looked for as well. `?token=YW5uYUBob3N0LmNvbQ==`

A row of its characters counts where it decodes to printable text; nearly all are ordinary words, which become bytes that no
text holds. One compiled loop (numba) tells.
"""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.view import View

_SHORTEST, _LONGEST = 8, 4_096  # characters of a row
_READINGS, _ENDS = 64, 8  # how often a character is read at the most; ends for each beginning
_MOST = 1 << 12  # rows of a batch; one with more is looked at again
_NONE, _SIGN = 64, 128  # no character of base64; one that is no letter and no digit
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


def _sextets() -> npt.NDArray[np.uint8]:
    """What each byte of a view stands for: six bits, with a mark on signs."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    found = np.full(256, _NONE, dtype=np.uint8)
    found[list(letters)] = np.arange(len(letters))
    found[[ord("+"), ord("-")]] = 62 + _SIGN
    found[[ord("/"), ord("_")]] = 63 + _SIGN
    return found


_SEXTETS = _sextets()


def decoded(view: View) -> Iterator[tuple[int, int, str]]:
    """(first, end, text): each row of the view that is base64 of a text, in visible characters, and that text."""
    find: Callable[..., int] = _rows
    most = _MOST
    while True:
        places = np.empty((most, 2), dtype=np.int64)
        count = find(view.pattern, _SEXTETS, places)
        if count < most:
            break
        most = len(view.pattern) * _ENDS // _SHORTEST + 2
    for first, end in places[:count].tolist():
        row = view.pattern[first:end].tobytes().translate(_TO_STANDARD)
        try:
            # A single character beyond whole groups of four says nothing: six bits are no byte.
            text = base64.b64decode(row[: len(row) - (len(row) % 4 == 1)] + b"=" * (-len(row) % 4 % 3)).decode("utf-8")
        except ValueError:
            continue
        while end < len(view.pattern) and view.pattern[end] == ord("="):
            end += 1
        yield first, end, text


@njit(cache=True, nogil=True)
def _rows(pattern: Any, sextets: Any, places: Any) -> int:
    """Finds the rows that decode: from the beginning of all its characters, or a sign among them, to a sign or to their end.
    `id-YW5u…`, `/u/YW5u…/edit`."""
    count, first = 0, -1
    for place in range(len(pattern) + 1):
        if place < len(pattern) and sextets[pattern[place]] != _NONE:
            first = place if first < 0 else first
            continue
        begin, read = first, 0
        while 0 <= begin <= place - _SHORTEST and read <= _READINGS * (place - first):
            count, reached, seen = _texts(pattern, sextets, begin, place, places, count)
            begin, read = max(begin, reached), read + seen - begin
            while begin < place and sextets[pattern[begin]] < _SIGN:
                begin += 1
            begin += 1
        first = -1
    return count


@njit(cache=True, nogil=True)
def _texts(pattern: Any, sextets: Any, first: int, end: int, places: Any, count: int) -> tuple[int, int, int]:
    """Adds the rows that begin at a place, longer and longer, as far as they decode to bytes of printable UTF-8 (or line
    breaks). Gives the number of rows, where the longest ends, and what was read."""
    bits, held, rest, found, reached, place = 0, 0, 0, 0, 0, first
    for place in range(first, min(end, first + _LONGEST) + 1):
        ends = place == end or sextets[pattern[place]] >= _SIGN
        if ends and rest == 0 and place - first >= _SHORTEST and found < _ENDS and count < len(places):
            places[count, 0], places[count, 1] = first, place
            count, found, reached = count + 1, found + 1, place
        if place == end:
            break
        bits = ((bits << 6) | (sextets[pattern[place]] & 63)) & 0xFFF
        held += 6
        if held < 8:
            continue
        held -= 8
        octet = (bits >> held) & 0xFF
        if rest:
            if octet & 0xC0 != 0x80:
                break
            rest -= 1
        elif octet >= 0x80:
            if octet < 0xC2 or octet > 0xF4:
                break
            rest = 1 if octet < 0xE0 else 2 if octet < 0xF0 else 3
        elif octet == 0x7F or (octet < 0x20 and octet != 9 and octet != 10 and octet != 13):
            break
    return count, reached, place
