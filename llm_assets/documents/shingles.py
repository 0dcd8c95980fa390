"""Texts as sets of shingles (runs of three words), and the MinHash of these sets in bands.

Sets whose Jaccard similarity is s agree in a band of r hashes with probability s ** r, so in one of b bands with
1 - (1 - s ** r) ** b. (Broder, "On the resemblance and containment of documents", 1997; Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", chapter 3.) All constants are fixed: equal texts give equal numbers on every machine.
"""

import hashlib
import re
import unicodedata

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

WIDTH = 3
HASHES = 128
RECALL = 0.999  # of pairs at the threshold itself; of more similar ones it is higher

# Codes of tags are those of one owner, and pseudonyms those of one person: two copies of a template differ in them alone.
_CODES = re.compile(r"\[([A-Z_]+):[a-z]{8}\]")
_PSEUDONYM = re.compile(r"\b[a-z]{24}\b")
# Scripts that put no spaces between words: there a letter is a word.
_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_LETTERS}]|[^\W{_LETTERS}]+")


def words(text: str) -> list[str]:
    """The words of an anonymised text, without case, punctuation, codes of tags and pseudonyms."""
    said = _PSEUDONYM.sub("pseudonym", _CODES.sub(r"\1", text))
    return _WORD.findall(unicodedata.normalize("NFKC", said).casefold())


def hash_word(word: str) -> int:
    """64 bits of a word."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def hash_words(hashed: Hashes) -> int:
    """64 bits of a sequence of words, from those of its words."""
    return int.from_bytes(hashlib.blake2b(hashed.tobytes(), digest_size=8).digest(), "little")


def shingles(hashed: Hashes) -> Hashes:
    """The set of shingles of a sequence of words, sorted; of fewer words than a shingle has it is one of them all."""
    width = min(WIDTH, len(hashed))
    made = np.zeros(len(hashed) - width + 1, np.uint64)
    for place in range(width):
        made = _mixed(made + hashed[place : len(hashed) - width + 1 + place])
    return np.unique(made)


def jaccard(one: Hashes, other: Hashes) -> float:
    """How much of two sets is common."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def bands_for(near: float) -> tuple[int, int]:
    """(bands, hashes of a band): the longest bands that still find pairs of this similarity with `RECALL`."""
    fitting = (rows for rows in range(HASHES, 0, -1) if 1 - (1 - near**rows) ** (HASHES // rows) >= RECALL)
    rows = next(fitting, 1)
    return HASHES // rows, rows


def band_keys(flat: Hashes, starts: npt.NDArray[np.int64], bands: int, rows: int) -> Hashes:
    """Keys of shape (bands, sets). flat: the sets, none of them empty, one behind the other; starts: where each begins."""
    keys = np.zeros((bands, len(starts)), np.uint64)
    if len(starts):
        for number in range(bands * rows):
            factor, summand = np.uint64(hash_word(f"factor {number}") | 1), np.uint64(hash_word(f"summand {number}"))
            least = np.minimum.reduceat(flat * factor + summand, starts)
            keys[number // rows] = _mixed(keys[number // rows] + least)
    return keys


def _mixed(numbers: Hashes) -> Hashes:
    """The finaliser of SplitMix64: each bit of the input moves half of the bits. (Steele, Lea and Flood, 2014.)"""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
