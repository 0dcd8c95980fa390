"""The two stages of the tagger, and how words become names, in compiled loops (numba).

Stage 1 scores a word by its own features (`features`). Stage 2 scores it again by the scores around it and by the best score
that the same word has in the same text (stacking, after Cohen and de Carvalho 2005; one name per text, after Gale, Church and
Yarowsky 1992).
"""

from typing import Any

import numpy as np
from numba import njit

from llm_assets.privacy.names.features import COUNT, extracted
from llm_assets.privacy.names.lists import COMMON, FIRST, LAST

ABSENT = -9.0  # score of a word that is no candidate
SECOND_BITS = 16
SECOND = 14
_MASK = (1 << SECOND_BITS) - 1


@njit(cache=True, nogil=True)
def first_scores(
    taken: Any, hashes: Any, shape: Any, flags: Any, left: Any, line: Any, size: Any, pattern: Any, first: Any, end: Any,
    weights: Any, scale: float, out: Any,
) -> None:  # fmt: skip
    """Scores of stage 1. weights: 2^20 small integers, to be multiplied by `scale`."""
    places = np.empty(COUNT, dtype=np.int64)
    for index in range(len(hashes)):
        if not taken[index]:
            out[index] = ABSENT
            continue
        extracted(index, hashes, shape, flags, left, line, size, pattern, first, end, places)
        total = 0
        for feature in range(COUNT):
            total += weights[places[feature]]
        out[index] = total * scale


@njit(cache=True, nogil=True)
def _bin(score: float) -> int:
    return 0 if score <= ABSENT else min(max(int(score * 1.5 + 9.0), 1), 17)


@njit(cache=True, nogil=True)
def best_in_text(hashes: Any, text: Any, scores: Any, out: Any) -> None:
    """For each candidate the best score of the other places of its word in its text, ABSENT where it stands alone."""
    count = len(hashes)
    size = 64
    while size < 4096:
        size *= 2
    words = np.zeros(size, dtype=np.uint64)
    stamp = np.full(size, -1, dtype=np.int64)
    where = np.zeros(size, dtype=np.int64)
    second = np.zeros(size, dtype=np.float32)
    for index in range(count):
        out[index] = ABSENT
    for sweep in range(2):
        if sweep:
            stamp[:] = -1
        for step in range(count):
            index = step if sweep == 0 else count - 1 - step
            if scores[index] <= ABSENT:
                continue
            # A slot that another word has is taken over: the memory of a long text is short, and its cost constant.
            place = np.int64(hashes[index] & np.uint64(size - 1))
            if stamp[place] == text[index] and words[place] == hashes[index]:
                out[index] = max(out[index], second[place])
                second[place] = max(second[place], scores[index])
            else:
                words[place], stamp[place], second[place] = hashes[index], text[index], scores[index]
            where[place] = index


@njit(cache=True, nogil=True)
def second_places(
    index: int, scores: Any, best: Any, shape: Any, flags: Any, left: Any, line: Any, size: Any, out: Any
) -> None:
    """Writes the `SECOND` places of a word's second features into `out`."""
    count = len(scores)
    joined = left[index] < 10
    open_right = index + 1 < count and left[index + 1] < 10
    own = _bin(scores[index])
    before = _bin(scores[index - 1]) if joined and index else 18
    after = _bin(scores[index + 1]) if open_right else 18
    before2 = _bin(scores[index - 2]) if joined and index > 1 and left[index - 1] < 10 else 18
    after2 = _bin(scores[index + 2]) if open_right and index + 2 < count and left[index + 2] < 10 else 18
    again = _bin(best[index])
    p0 = left[index]
    pn = left[index + 1] if index + 1 < count else 11
    few = min(size[index], 6)
    flag, kind, form = int(flags[index]), int(line[index]), int(shape[index])
    out[0] = own
    out[1] = 32 + (own * 20 + before) * 16 + p0
    out[2] = 7000 + (own * 20 + after) * 16 + pn
    out[3] = 14000 + own * 20 + again
    out[4] = 15000 + own * 32 + flag
    out[5] = 16000 + (own * 4 + kind) * 8 + few
    out[6] = 17000 + (own * 20 + before) * 20 + after
    out[7] = 25000 + own * 8 + form
    out[8] = 26000 + (own * 20 + before2) * 20 + before
    out[9] = 34000 + (own * 20 + after2) * 20 + after
    out[10] = 42000 + (before * 20 + after) * 8 + form
    out[11] = 46000 + again * 32 + flag
    out[12] = 47000 + ((int(flags[index - 1]) if joined and index else 31) * 32 + flag) * 4 + kind
    out[13] = 52000 + ((int(flags[index + 1]) if open_right else 31) * 32 + flag) * 4 + kind
    for place in range(SECOND):
        out[place] &= _MASK


@njit(cache=True, nogil=True)
def second_scores(
    scores: Any, best: Any, shape: Any, flags: Any, left: Any, line: Any, size: Any, weights: Any, out: Any
) -> None:
    """Scores of stage 2, as log odds."""
    places = np.empty(SECOND, dtype=np.int64)
    for index in range(len(scores)):
        if scores[index] <= ABSENT:
            out[index] = ABSENT
            continue
        second_places(index, scores, best, shape, flags, left, line, size, places)
        total = 0.0
        for place in range(SECOND):
            total += weights[places[place]]
        out[index] = total


@njit(cache=True, nogil=True)
def named(
    scores: Any, shape: Any, flags: Any, left: Any, line: Any, particle: Any, text: Any, bonus: Any, limits: Any,
    begins: Any, stops: Any,
) -> int:  # fmt: skip
    """Fills the first and last word of each name; gives their number.

    limits: the least score of a name by kind of line (both cases, small, capitals).
    bonus: by text, what is added where a name was asked for. A name takes in the words beside it that are likely names,
    initials, and particles between two of its words.
    """
    count, found, index = len(scores), 0, 0
    while index < count:
        limit = limits[line[index]] - bonus[text[index]]
        if scores[index] < limit:
            index += 1
            continue
        start = index
        while (
            start > 0
            and _belongs(start - 1, start, scores, shape, flags, left, limit)
            and (found == 0 or stops[found - 1] < start - 1)
        ):
            start -= 1
        stop = index
        while stop + 1 < count:
            if _belongs(stop + 1, stop + 1, scores, shape, flags, left, limit):
                stop += 1
                continue
            reach = stop + 1
            while reach < count and reach < stop + 4 and particle[reach] and left[reach] == 0:
                reach += 1
            if (
                reach > stop + 1
                and reach < count
                and left[reach] in (0, 1, 5)
                and scores[reach] >= limit - 1.5
                and shape[reach] != 5
            ):
                stop = reach
                continue
            break
        begins[found], stops[found] = start, stop
        found += 1
        index = stop + 1
    return found


@njit(cache=True, nogil=True)
def _belongs(index: int, seam: int, scores: Any, shape: Any, flags: Any, left: Any, limit: float) -> bool:
    """Whether a word is part of the name beside it; seam: the later of the two, whose left sign parts them."""
    sign = left[seam]
    dotted = sign == 3 and seam > 0 and shape[seam - 1] == 4
    if not (sign == 0 or sign == 4 or sign == 5 or sign == 12 or dotted):
        return False
    if shape[index] == 4:
        return bool(sign != 12)
    # Where names have capitals, a small word beside one is none: "Joan too".
    other = index + 1 if seam != index else index - 1
    if shape[index] == 1 and shape[other] != 1:
        return False
    strong = flags[index] & (FIRST | LAST) != 0 and flags[index] & COMMON == 0
    return bool(scores[index] >= limit - (2.0 if strong else 1.2))
