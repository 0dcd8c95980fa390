"""Rows of characters of a kind in a text, found in one compiled pass over its bytes (numba)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Octets = npt.NDArray[np.uint8]

DIGIT, ALNUM, CODE, HEX, SEPARATOR, CAPITAL, HOST = 1, 2, 4, 8, 16, 32, 64
MOST = 1 << 16  # rows of a kind; a text with more is looked at again
_LEAST = 9  # digits of a phone, or of a card
_QUAD = (4, 3)  # digits and dots of an address of the internet
_SEPARATORS = 3  # at most, between two digits of a row
_AROUND = 2  # bytes that patterns may look at beside a row of digits


def _kinds() -> Octets:
    kinds = np.zeros(256, dtype=np.uint8)
    for characters, kind in (
        ("0123456789", DIGIT | ALNUM | CODE | HOST),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ALNUM | CODE | CAPITAL | HOST),
        ("abcdefghijklmnopqrstuvwxyz", ALNUM | CODE | HOST),
        ("+/_-", CODE),
        ("0123456789abcdefABCDEF", HEX),
        (" ().-/", SEPARATOR),
        ("._@-", HOST),
    ):
        for character in characters:
            kinds[ord(character)] |= kind
    kinds[0x80:] |= HOST
    return kinds


KIND = _kinds()


def digit_rows(octets: Octets) -> list[str]:
    """The rows of digits of a text that may be a phone, a card or an address of the internet, with two bytes around."""
    find: Callable[..., int] = _find_digits
    most = MOST
    while True:
        places = np.empty((most, 2), dtype=np.int64)
        count = find(octets, KIND, places)
        if count < most:
            return cut_out(octets, places[:count])
        most = len(octets) // 2 + 2


def dotted(octets: Octets) -> list[str]:
    """The rows of a text that may be hosts: letters, digits, `_`, `@`, `-`, with a dot inside."""
    places = np.empty((len(octets) // 3 + 1, 2), dtype=np.int64)
    find: Callable[..., int] = _find_dotted
    return cut_out(octets, places[: find(octets, KIND, places)])


def cut_out(octets: Octets, places: npt.NDArray[np.int64]) -> list[str]:
    """The texts at [first, end) of a row of bytes."""
    data = octets.tobytes() if len(places) else b""
    return [data[first:end].decode("utf-8", "replace") for first, end in places.tolist()]


@njit(cache=True, nogil=True)
def _find_digits(octets: Any, kind: Any, digits: Any) -> int:
    size, rows, row, row_end, row_digits, dots = len(octets), 0, -1, 0, 0, 0
    for place in range(size + 1):
        here = kind[octets[place]] if place < size else np.uint8(0)
        if here & DIGIT:
            if row < 0:
                row, row_digits, dots = place, 0, 0
            row_digits += 1
            row_end = place + 1
        elif row >= 0 and (not here & SEPARATOR or place - row_end >= _SEPARATORS):
            if (row_digits >= _LEAST or (row_digits >= _QUAD[0] and dots >= _QUAD[1])) and rows < len(digits):
                digits[rows, 0], digits[rows, 1] = max(row - _AROUND, 0), min(row_end + _AROUND, size)
                rows += 1
            row = -1
        elif row >= 0 and octets[place] == 46:
            dots += 1
    return rows


@njit(cache=True, nogil=True)
def _find_dotted(octets: Any, kind: Any, places: Any) -> int:
    first, dots, count, size = -1, False, 0, len(octets)
    for place in range(size + 1):
        if place < size and kind[octets[place]] & HOST:
            if first < 0:
                first, dots = place, False
            dots = dots or (octets[place] == 46 and place > first)
        elif first >= 0:
            if dots and place - first >= 3 and count < len(places):
                places[count, 0], places[count, 1] = first, place
                count += 1
            first = -1
    return count
