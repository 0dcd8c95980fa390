"""What the tagger sees of a word: forty hashed features of it and its neighbours, in compiled loops (numba).

Method: a linear model over hashed features (Weinberger et al. 2009), as in Ganchev and Dredze (2008). A feature is a place in a
table of 2^20 weights.
"""

from typing import Any

import numpy as np
from numba import njit

from llm_assets.privacy.names.lists import COMMON, FIRST, LAST, TITLE
from llm_assets.privacy.names.shapes import CAPITALS as CAPITALS
from llm_assets.privacy.names.shapes import MIXED as MIXED
from llm_assets.privacy.names.shapes import SMALL as SMALL
from llm_assets.privacy.names.shapes import described as described

BITS = 20
COUNT = 40
LONGEST = 20
_NONE = np.uint64(0x9E3779B97F4A7C15)
_EDGE = 11


@njit(cache=True, nogil=True)
def _mix(value: Any) -> Any:
    value = (value ^ (value >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return value ^ (value >> np.uint64(32))


@njit(cache=True, nogil=True)
def _slot(value: Any, number: int) -> Any:
    return np.int64(_mix(value + np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - BITS))


@njit(cache=True, nogil=True)
def chosen(shape: Any, flags: Any, left: Any, line: Any, size: Any, first: Any, end: Any, out: Any) -> int:
    """Marks the candidates, and gives their number: capitalised words that are not merely the ordinary first word of a
    sentence, listed names, any word of a line of up to four words, what follows a title, and what stands beside a listed
    name. A word of more than twenty letters is none: pseudonyms have 24."""
    count, total = len(shape), 0
    for index in range(count):
        kind, flag = shape[index], flags[index]
        listed = flag & (FIRST | LAST)
        common = flag & COMMON
        letters = end[index] - first[index]
        # "Karte: 5018": what a colon follows is a label, if no list says that it is a name.
        label = index + 1 < count and left[index + 1] == 6 and (listed == 0 or common != 0)
        if kind == 5 or kind == 0 or flag & TITLE or letters > LONGEST or (letters == 1 and kind == 1) or label:
            take = False
        elif kind != 1:
            opens = left[index] >= 10 or left[index] == 3
            take = listed != 0 or not (opens and common and line[index] == MIXED)
        elif listed and (not common or size[index] <= 6):
            # Where names have capitals, a small word is hardly one; short lines are typed carelessly.
            take = line[index] != MIXED or (size[index] <= 5 and not common)
        elif size[index] <= 4 and line[index] != MIXED:
            take = not common or size[index] <= 2
        else:
            before = flags[index - 1] if index and left[index] < 10 else 0
            after = flags[index + 1] if index + 1 < count and left[index + 1] < 10 else 0
            near = (before & (FIRST | LAST) and not before & COMMON) or (after & (FIRST | LAST) and not after & COMMON)
            take = not common and line[index] != MIXED and (near != 0 or before & TITLE != 0)
            if not take and flag == 0 and line[index] == SMALL:
                take = True
        out[index] = take
        total += take
    return total


@njit(cache=True, nogil=True)
def extracted(
    index: int,
    hashes: Any,
    shape: Any,
    flags: Any,
    left: Any,
    line: Any,
    size: Any,
    pattern: Any,
    first: Any,
    end: Any,
    out: Any,
) -> None:
    """Writes the `COUNT` places of a word's features into `out`."""
    count = len(hashes)
    word = hashes[index]
    before, after = left[index], left[index + 1] if index + 1 < count else _EDGE
    has_1 = index > 0 and before < 10
    one = hashes[index - 1] if has_1 else _NONE
    has_2 = has_1 and index > 1 and left[index - 1] < 10
    two = hashes[index - 2] if has_2 else _NONE
    has_n = index + 1 < count and after < 10
    nxt = hashes[index + 1] if has_n else _NONE
    has_m = has_n and index + 2 < count and left[index + 2] < 10
    far = hashes[index + 2] if has_m else _NONE
    s0, f0 = np.uint64(shape[index]), np.uint64(flags[index])
    s1 = np.uint64(shape[index - 1]) if has_1 else np.uint64(9)
    f1 = np.uint64(flags[index - 1]) if has_1 else np.uint64(99)
    sn = np.uint64(shape[index + 1]) if has_n else np.uint64(9)
    fn = np.uint64(flags[index + 1]) if has_n else np.uint64(99)
    f2 = np.uint64(flags[index - 2]) if has_2 else np.uint64(99)
    p0, pn = np.uint64(before), np.uint64(after)
    kind = np.uint64(line[index])
    length = np.uint64(min(size[index], 8) if size[index] < 8 else 8 + min(size[index] // 16, 3))
    letters = np.uint64(min(end[index] - first[index], 12))
    pre, suf = np.uint64(1), np.uint64(1)
    pre3 = pre4 = suf2 = suf3 = suf4 = np.uint64(0)
    for step in range(min(4, end[index] - first[index])):
        pre = pre * np.uint64(257) + np.uint64(pattern[first[index] + step] | 32)
        suf = suf * np.uint64(257) + np.uint64(pattern[end[index] - 1 - step] | 32)
        if step == 1:
            suf2 = suf
        elif step == 2:
            pre3, suf3 = pre, suf
        elif step == 3:
            pre4, suf4 = pre, suf
    mixed, f0s0 = kind * np.uint64(16) + s0, f0 * np.uint64(16) + s0
    out[0] = _slot(kind, 0)
    out[1] = _slot(word, 1)
    out[2] = _slot(one, 2)
    out[3] = _slot(nxt, 3)
    out[4] = _slot(two, 4)
    out[5] = _slot(far, 5)
    out[6] = _slot(one ^ _mix(word), 6)
    out[7] = _slot(nxt ^ _mix(word), 7)
    out[8] = _slot(pre3, 8)
    out[9] = _slot(pre4, 9)
    out[10] = _slot(suf2, 10)
    out[11] = _slot(suf3, 11)
    out[12] = _slot(suf4, 12)
    out[13] = _slot(mixed * np.uint64(16) + letters, 13)
    out[14] = _slot((s1 * np.uint64(16) + s0) * np.uint64(16) + sn, 14)
    out[15] = _slot(f0, 15)
    out[16] = _slot(f0s0 * np.uint64(4) + kind, 16)
    out[17] = _slot(f1 * np.uint64(256) + f0, 17)
    out[18] = _slot(fn * np.uint64(256) + f0, 18)
    out[19] = _slot((f1 * np.uint64(256) + f0) * np.uint64(256) + fn, 19)
    out[20] = _slot(p0 * np.uint64(16) + s0, 20)
    out[21] = _slot(pn * np.uint64(16) + s0, 21)
    out[22] = _slot(p0 * np.uint64(4096) + f0s0, 22)
    out[23] = _slot(pn * np.uint64(4096) + f0s0, 23)
    out[24] = _slot((p0 * np.uint64(16) + pn) * np.uint64(4096) + f0s0, 24)
    out[25] = _slot((length * np.uint64(4) + kind) * np.uint64(256) + f0, 25)
    out[26] = _slot((length * np.uint64(4) + kind) * np.uint64(16) + s0, 26)
    out[27] = _slot(one ^ _mix(s0 + np.uint64(77)), 27)
    out[28] = _slot(nxt ^ _mix(s0 + np.uint64(78)), 28)
    out[29] = _slot(one ^ _mix(f0 + np.uint64(79)), 29)
    out[30] = _slot(nxt ^ _mix(f0 + np.uint64(80)), 30)
    out[31] = _slot(two ^ _mix(one), 31)
    out[32] = _slot(far ^ _mix(nxt), 32)
    out[33] = _slot(suf3 * np.uint64(16) + s0, 33)
    out[34] = _slot((two ^ _mix(one)) ^ _mix(f0s0 + np.uint64(5)), 34)
    out[35] = _slot((sn * np.uint64(16) + s0) * np.uint64(65536) + f0 * np.uint64(256) + fn, 35)
    out[36] = _slot((s1 * np.uint64(16) + s0) * np.uint64(65536) + f0 * np.uint64(256) + f1, 36)
    out[37] = _slot((f2 * np.uint64(256) + f1) * np.uint64(4096) + f0s0, 37)
    out[38] = _slot((p0 * np.uint64(16) + s1) * np.uint64(65536) + f1 * np.uint64(256) + f0, 38)
    out[39] = _slot(mixed * np.uint64(65536) + p0 * np.uint64(4096) + f0, 39)
