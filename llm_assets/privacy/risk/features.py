"""Texts and events as numbers that can be compared: words and other tokens by hash, style as a vector."""

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt

STYLE = 1_024
STRUCTURE = np.uint64(1) << np.uint64(63)  # marks tokens that are no words

_TAG = re.compile(r"\[[A-Z_]{2,20}(?::[a-z]{8})?\]")
_WORD = re.compile(r"\w{2,40}")

Tokens = npt.NDArray[np.uint64]


def words(text: str) -> Tokens:
    """The distinct words of a text without case, as 32-bit hashes; tags of the redactor are no words."""
    found = {crc32(word.encode()) for word in set(_WORD.findall(_TAG.sub(" ", text).casefold()))}
    return np.fromiter(sorted(found), np.uint64, len(found))


def style(text: str) -> npt.NDArray[np.int64]:
    """Counts of sequences of three characters (without case), hashed onto `STYLE` places."""
    codes = np.frombuffer(_TAG.sub(" ", text).casefold().encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < 3:
        return np.zeros(STYLE, np.int64)
    mixed = codes[:-2] * np.uint64(0x9E3779B1) + codes[1:-1] * np.uint64(0x85EBCA77) + codes[2:] * np.uint64(0xC2B2AE3D)
    return np.bincount((mixed >> np.uint64(16)).astype(np.int64) % STYLE, minlength=STYLE)


def token(*parts: object) -> int:
    """A token that is no word, out of its parts."""
    text = "\0".join(map(str, parts)).encode()
    return (crc32(text) << 31 ^ crc32(text[::-1], 7)) | 1 << 63


class TokenIndex:
    """Published profiles by their tokens.

    Scores are cosines of vectors whose weights fall with the number of profiles that share a token. All sums are of whole
    numbers, so that every machine finds the same.
    """

    def __init__(self, documents: list[Tokens], common: int) -> None:
        """common: words in more documents than this are ignored."""
        owner = np.repeat(np.arange(len(documents)), [len(each) for each in documents])
        flat = np.concatenate(documents) if documents else np.zeros(0, np.uint64)
        order = np.argsort(flat, kind="stable")
        self._count = len(documents)
        self._tokens, first = np.unique(flat[order], return_index=True)
        self._owner = owner[order]
        self._first = np.append(first, len(flat))
        shared = np.diff(self._first)
        known = np.maximum(shared, 1)
        self._weights = np.rint(16 * np.log2(1 + len(documents) / known)).astype(np.int64)
        self._weights[(shared > common) & (self._tokens < STRUCTURE)] = 0
        squares = np.repeat(self._weights**2, shared)
        self._norms = np.bincount(self._owner, squares.astype(np.float64), minlength=self._count)

    def scores(self, tokens: Tokens) -> npt.NDArray[np.float64]:
        """The cosine of each document with a set of tokens."""
        place = np.minimum(np.searchsorted(self._tokens, tokens), max(len(self._tokens) - 1, 0))
        if not len(self._tokens) or not len(tokens):
            return np.zeros(self._count)
        place = place[(self._tokens[place] == tokens)]
        place = place[self._weights[place] > 0]
        starts, sizes = self._first[place], self._first[place + 1] - self._first[place]
        which = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1]), sizes) + np.arange(int(sizes.sum()))
        sums = np.bincount(self._owner[which], np.repeat(self._weights[place] ** 2, sizes).astype(np.float64), self._count)
        own = float((self._weights[place] ** 2).sum())
        return np.asarray(sums / np.sqrt(np.maximum(self._norms * own, 1.0)))


class StyleIndex:
    """Published profiles by their style: cosines of standardised frequencies (Burrows's Delta in its cosine form)."""

    def __init__(self, counts: npt.NDArray[np.int64]) -> None:
        """counts: document by place."""
        shares = _shares(counts)
        total = len(counts)
        self._mean = shares.sum(axis=0) // max(total, 1)
        squares = ((shares - self._mean) ** 2).sum(axis=0) / max(total, 1)
        self._spread = np.sqrt(np.maximum(squares, 1.0))
        self._vectors = self._standardised(shares)
        self._norms = np.sqrt(np.maximum((self._vectors.astype(np.float64) ** 2).sum(axis=1), 1.0))

    def _standardised(self, shares: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        # Whole numbers below 127: their products add up exactly in 32 bits, in whatever order a machine adds.
        return np.asarray(np.rint(np.clip((shares - self._mean) / self._spread, -4, 4) * 31), np.float32)

    def scores(self, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """The cosine of each document with the styles of some texts: text by document. counts: text by place."""
        vectors = self._standardised(_shares(counts))
        norms = np.sqrt(np.maximum((vectors.astype(np.float64) ** 2).sum(axis=1), 1.0))
        return np.asarray((vectors @ self._vectors.T).astype(np.float64) / (norms[:, None] * self._norms))


def _shares(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Square roots of frequencies, as whole numbers: a sequence that is there twice says less than two."""
    totals = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.rint(np.sqrt(counts / totals) * 1e6), np.int64)
