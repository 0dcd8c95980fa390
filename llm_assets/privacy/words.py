"""The words of a view, as hashes: what known values are looked up by."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.characters import OPAQUE, SEPARATOR, characters

Ints = npt.NDArray[np.int64]


class Words:
    """Words of a view, as hashes. hash: 64 bits each. first, end: visible characters. text: which text. gap: visible characters
    between a word and the next one of the same text (a large number when it is the last, or a tag stands between)."""

    FAR = 1 << 40

    def __init__(self, codes: npt.NDArray[np.uint32], pattern: npt.NDArray[np.uint8], text_of: Ints) -> None:
        tables = characters()
        folded = tables.word[codes]
        folded[pattern == SEPARATOR] = 0
        place = np.arange(len(folded), dtype=np.int64)
        longer = np.isin(codes, np.fromiter(tables.longer, dtype=np.uint32)) if (codes > 0x7F).any() else None
        if longer is not None and longer.any():
            folded, place = _expanded(folded, codes, np.flatnonzero(longer), tables.longer)
        inside = folded != 0
        alone = tables.alone[folded] & inside
        previous_inside = np.concatenate(([False], inside[:-1]))
        previous_alone = np.concatenate(([False], alone[:-1]))
        begins = inside & (~previous_inside | alone | previous_alone)
        first = np.flatnonzero(begins)
        ends = inside & np.concatenate((~inside[1:] | begins[1:], [True]))
        last = np.flatnonzero(ends)
        self.hash = _hashes(folded, first, last + 1)
        self.length = last + 1 - first
        self.first: Ints = place[first]
        self.end: Ints = place[last] + 1
        self.alone = alone[first]
        self.text = text_of[self.first] if len(first) else np.zeros(0, dtype=np.int64)
        self.gap = np.full(len(first), self.FAR, dtype=np.int64)
        if len(first) > 1:
            same = self.text[1:] == self.text[:-1]
            opaque = np.cumsum(pattern == OPAQUE)
            same &= opaque[self.first[1:]] == opaque[self.first[:-1]]
            self.gap[:-1] = np.where(same, self.first[1:] - self.end[:-1], self.FAR)


_P = 0x9E3779B97F4A7C15 | 1
_MASK = (1 << 64) - 1
_P_INVERSE = pow(_P, -1, _MASK + 1)
_powers: dict[int, npt.NDArray[np.uint64]] = {}


def _powers_of(base: int, length: int) -> npt.NDArray[np.uint64]:
    known = _powers.get(base)
    if known is None or len(known) < length:
        steps = np.full(max(length, 4096), base, dtype=np.uint64)
        steps[0] = 1
        known = _powers[base] = np.cumprod(steps, dtype=np.uint64)
    return known[:length]


def mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """splitmix64's finaliser (Steele, Lea, Flood 2014): spreads every bit over all 64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _hashes(folded: npt.NDArray[np.uint32], first: Ints, end: Ints) -> npt.NDArray[np.uint64]:
    """Hash of each piece [first, end): a polynomial over mixed characters, from prefix sums (Karp and Rabin 1987)."""
    if not len(first):
        return np.zeros(0, dtype=np.uint64)
    terms = mix(folded.astype(np.uint64) + np.uint64(0x51ED2701)) * _powers_of(_P, len(folded))
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)))
    return mix((sums[end] - sums[first]) * _powers_of(_P_INVERSE, len(folded))[first])


def word_hash(letters: str) -> int:
    """The hash that `Words` gives a word of lower-case ASCII letters, without a view around it."""
    total = sum(_mixed(ord(letter) + 0x51ED2701) * _power(place) for place, letter in enumerate(letters))
    return mixed(total & _MASK)


def mixed(number: int) -> int:
    """`mix` of one number."""
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


_mixed = lru_cache(maxsize=64)(mixed)


@lru_cache(maxsize=64)
def _power(place: int) -> int:
    return pow(_P, place, _MASK + 1)


def _expanded(
    folded: npt.NDArray[np.uint32], codes: npt.NDArray[np.uint32], where: Ints, longer: dict[int, tuple[int, ...]]
) -> tuple[npt.NDArray[np.uint32], Ints]:
    counts = np.ones(len(folded), dtype=np.int64)
    counts[where] = [len(longer[code]) for code in codes[where].tolist()]
    place = np.repeat(np.arange(len(folded), dtype=np.int64), counts)
    result = folded[place]
    offsets = np.cumsum(counts) - counts
    for position in where.tolist():
        forms = longer[int(codes[position])]
        result[offsets[position] : offsets[position] + len(forms)] = forms
    return result, place
