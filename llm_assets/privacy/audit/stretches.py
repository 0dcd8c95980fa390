"""Stretches of a text that are worth a closer look, found in one compiled pass over its bytes (numba).

A first sieve only: it lets through all that the exact patterns and decoders of this package could accept, and more. They are
regular expressions that look behind at each character, which over the bytes of a whole tree takes longer than making it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.audit.rows import ALNUM, CAPITAL, CODE, DIGIT, HEX, KIND, MOST, Octets, cut_out, digit_rows

_IBAN_BYTES = 48
_CODE_SIZES = (8, 2000)
_HEX_SIZES = (32, 40, 56, 64, 96, 128)
_READINGS, _ENDS = 64, 8  # of one character, at the most; and ends for each beginning
_QUOTED_SIGN = "%2"
_RECENT = 1 << 14  # places of codes that are remembered, for words of a language come again and again


def _values() -> Octets:
    """The six bits of each character of base64, of both alphabets."""
    values = np.zeros(256, dtype=np.uint8)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for value, character in enumerate(alphabet):
        values[ord(character)] = value
    values[ord("-")], values[ord("_")] = 62, 63
    return values


def _unprintable() -> npt.NDArray[np.bool_]:
    """Control characters, and bytes that UTF-8 has no use for."""
    bad = np.zeros(256, dtype=np.bool_)
    bad[[*range(0x20), 0x7F, 0xC0, 0xC1, *range(0xF5, 0x100)]] = True
    return bad


_VALUE, _BAD = _values(), _unprintable()


@dataclass(frozen=True, slots=True)
class Stretches:
    """Pieces of a text. digits: rows of digits with two bytes around; codes: what may be base64 of something printable, without
    what fills it up (`=`), each once; hexes: what may be a hash; ibans: from two capitals and two digits on, with the byte
    before; secret: whether something begins like a secret."""

    digits: list[str]
    codes: list[str]
    hexes: list[str]
    ibans: list[str]
    secret: bool


def stretches(text: str) -> Stretches:
    """The stretches of a text, in order."""
    octets = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    find: Callable[..., tuple[int, int, int, bool]] = _find
    most = MOST
    while True:
        places = [np.empty((most, 2), dtype=np.int64) for _ in range(3)]
        *counts, secret = find(octets, KIND, _VALUE, _BAD, np.zeros((_RECENT, 2), dtype=np.int64), *places)
        if max(counts) < most:
            break
        most = len(octets) + 2  # as many as there can be
    codes, hexes, ibans = (cut_out(octets, place[:count]) for place, count in zip(places, counts, strict=True))
    if _QUOTED_SIGN in text:
        # In an address two of the signs of base64 are written so, and cut its rows.
        codes += stretches(unquote(text).replace("%", " ")).codes
    return Stretches(digit_rows(octets), codes, hexes, ibans, secret)


@njit(cache=True, nogil=True)
def _find(
    octets: Any, kind: Any, value: Any, bad: Any, recent: Any, codes: Any, hexes: Any, ibans: Any
) -> tuple[int, int, int, bool]:
    size = len(octets)
    code, coded = -1, 0
    alnum, all_hex, hashes = -1, True, 0
    accounts, secret = 0, False
    for place in range(size + 1):
        here = kind[octets[place]] if place < size else np.uint8(0)
        # Rows of letters and digits: hashes.
        if here & ALNUM:
            if alnum < 0:
                alnum, all_hex = place, True
                secret = secret or _like_a_secret(octets, place)
            all_hex = all_hex and (here & HEX) != 0
        elif alnum >= 0:
            if all_hex and place - alnum in _HEX_SIZES and hashes < len(hexes):
                hexes[hashes, 0], hexes[hashes, 1] = alnum, place
                hashes += 1
            alnum = -1
        # Two capitals and two digits, at the beginning of such a row.
        if (
            place >= 3
            and alnum == place - 3
            and here & DIGIT
            and kind[octets[place - 1]] & DIGIT
            and kind[octets[place - 2]] & CAPITAL
            and kind[octets[place - 3]] & CAPITAL
            and accounts < len(ibans)
        ):
            ibans[accounts, 0], ibans[accounts, 1] = max(place - 4, 0), min(place + _IBAN_BYTES, size)
            accounts += 1
        # Base64.
        if here & CODE:
            if code < 0:
                # "%3D" is a sign of equality in an address: its letters are no part of what follows.
                code = place + 2 * (place > 0 and octets[place - 1] == 37)
        elif code >= 0:
            # The row, and what begins or ends at a sign in it: a part of the path of an address, of a code with hyphens.
            begin, read = code, 0
            while begin + _CODE_SIZES[0] <= place and read <= _READINGS * (place - code):
                good = _decodes(octets, begin, min(place, begin + _CODE_SIZES[1]), value, bad)
                ends = 0
                for end in range(begin + _CODE_SIZES[0], good + 1):
                    border = end == place or not kind[octets[end]] & ALNUM
                    if border and ends < _ENDS and coded < len(codes):
                        ends += 1
                        if not _seen(octets, begin, end - begin, recent):
                            codes[coded, 0], codes[coded, 1] = begin, end
                            coded += 1
                read += good - begin
                while begin < place and kind[octets[begin]] & ALNUM:
                    begin += 1
                begin += 1
            code = -1
    return coded, hashes, accounts, secret


@njit(cache=True, nogil=True)
def _like_a_secret(octets: Any, place: int) -> Any:
    """Whether a row of letters and digits begins like one of the prefixes of `patterns`, or like the head of a private key."""
    if place + 4 > len(octets):
        return False
    one, two, three, four = octets[place], octets[place + 1], octets[place + 2], octets[place + 3]
    if one == 65:  # AKIA, AIza
        return (two == 75 and three == 73 and four == 65) or (two == 73 and three == 122 and four == 97)
    if one == 103:  # ghp_, gho_, ghu_, ghs_, ghr_
        return two == 104 and four == 95
    if one == 115:  # sk_l
        return two == 107 and three == 95 and four == 108
    if one == 120:  # xoxb, xoxp
        return two == 111 and three == 120
    return one == 66 and two == 69 and three == 71 and place > 0 and octets[place - 1] == 45  # -BEG


@njit(cache=True, nogil=True)
def _seen(octets: Any, first: int, length: int, recent: Any) -> bool:
    """Whether a row is one of those that came lately, byte for byte; remembers it.

    recent: first place and length of one row a slot. The hash chooses the slot alone: rows are compared, so that no text can be
    made to hide another one by its hash.
    """
    value = np.uint64(length)
    for place in range(first, first + length):
        value = (value ^ np.uint64(octets[place])) * np.uint64(0x9FB21C651E98DF25)
        value ^= value >> np.uint64(32)
    slot = value & np.uint64(len(recent) - 1)
    before = recent[slot, 0]
    same = recent[slot, 1] == length
    for place in range(length if same else 0):
        same = same and octets[before + place] == octets[first + place]
    recent[slot, 0], recent[slot, 1] = first, length
    return bool(same)


@njit(cache=True, nogil=True)
def _decodes(octets: Any, first: int, end: int, value: Any, bad: Any) -> int:
    """How far a row is base64 of bytes that a printable text may have."""
    bits, held, begun = 0, 0, False
    for place in range(first, end):
        bits = ((bits << 6) | value[octets[place]]) & 0xFFF
        held += 6
        if held >= 8:
            held -= 8
            octet = (bits >> held) & 0xFF
            if bad[octet] or (not begun and octet & 0xC0 == 0x80):
                return place
            begun = True
    return end
