"""Finds values of the source in a text."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from llm_assets.privacy.audit.folding import fold, key, places, unmarked, words
from llm_assets.privacy.audit.source import MAX_WORDS, Keys, SourceValues, holds, own_key

# What may stand between two words of one value; quotes, colons, brackets and line breaks part two fields of a document.
_GAP = re.compile(r"[ \t\u00a0.,'’_+@/\\*~&?=%-]{1,3}")
_LABEL = re.compile(r"\[([A-Z][A-Z_]{1,19})(?::[a-z]{8})?\]")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ ().\-/]{0,3}[0-9]){8,40}(?![0-9A-Za-z])")
_HOST = re.compile(r"(?<![\w@.-])(?:www\.)?(\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,8})(?![\w-])")
_GROUPS = re.compile(r"[0-9]+")
_IDEOGRAPHS = re.compile(r"[\u2e80-\U000323af]{2,}")
_LONGEST_NAME = 8
_KNOWN_WORDS = 200_000

# (whether a value is known, whether it counts with capitals only)
Known = Callable[[int], tuple[bool, bool]]


class LeakFinder:
    """Looks for the values of a source.

    vocabulary: folded words that documents are built of (keys, headings). A value made of such words alone is not looked for
    where they are written: it would be found in every document.
    """

    def __init__(self, source: SourceValues, vocabulary: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._keys: dict[str, int] = {}

    def everywhere(self, text: str) -> int:
        """Number of values in a text that may stand nowhere."""
        folded = fold(text)
        found = sum(1 for _ in self._found(text, folded, self._source.first, self._is_everywhere))
        return found + self._phones(text) + self._hosts(folded) + (0 if text.isascii() else self._ideographs(folded))

    def own(self, text: str, people: Sequence[int]) -> int:
        """Number of values in a text that belong to the people (ordinals) of its conversation."""
        source = self._source

        def known(value: int) -> tuple[bool, bool]:
            return any(holds(source.own, own_key(value, person)) for person in people), holds(source.own_capitals, value)

        return sum(1 for _ in self._found(text, fold(text), source.first_own, known))

    def _is_everywhere(self, value: int) -> tuple[bool, bool]:
        return holds(self._source.everywhere, value), holds(self._source.capitals, value)

    def _found(self, text: str, folded: str, first: Keys, known: Known) -> Iterator[int]:
        """Places (numbers of the first word) of values that are known."""
        if not len(first):
            return
        spoken = words(folded)
        keys = np.fromiter(map(self._key, spoken), dtype=np.uint64, count=len(spoken))
        spots = np.minimum(np.searchsorted(first, keys), len(first) - 1)
        spans: list[tuple[int, int]] = []
        for index in np.flatnonzero(first[spots] == keys).tolist():
            for count in range(1, min(MAX_WORDS, len(spoken) - index) + 1):
                run = spoken[index : index + count]
                is_known, needs_capitals = known(key(" ".join(run)))
                if not is_known or self._vocabulary.issuperset(run):
                    continue
                spans = spans or places(folded)
                if self._counts(text, folded, spans[index : index + count], needs_capitals):
                    yield index
                    break

    def _counts(self, text: str, folded: str, spans: list[tuple[int, int]], needs_capitals: bool) -> bool:
        for (_, end), (start, _) in pairwise(spans):
            if not _GAP.fullmatch(folded, end, start):
                return False
        start, end = spans[0][0], spans[-1][1]
        if not needs_capitals and "[" not in text:
            return True
        # Folding may have moved the letters: as they were written they are found by line, and by number of the word in it.
        line, begin = folded.count("\n", 0, start), folded.rfind("\n", 0, start) + 1
        shown = unmarked(text.split("\n")[line])
        written = places(shown)
        first = len(places(folded[begin:start]))
        if len(written) != len(places(folded[begin:].partition("\n")[0])):
            return True  # the words cannot be told apart any more: to count it errs on the safe side
        written = written[first : first + len(spans)]
        start, end = written[0][0], written[-1][1]
        if any(label.start(1) <= start and end <= label.end(1) for label in _LABEL.finditer(shown)):
            return False
        return not needs_capitals or not any(shown[begin].islower() for begin, _ in written)

    def _phones(self, text: str) -> int:
        if not len(self._source.phones):
            return 0
        found = 0
        for run in _DIGITS.finditer(text):
            groups = _GROUPS.findall(run[0])
            found += any(
                holds(self._source.phones, int(digits[-9:]))
                for first in range(len(groups))
                for last in range(first + 1, len(groups) + 1)
                if 9 <= len(digits := "".join(groups[first:last])) <= 15
            )
        return found

    def _hosts(self, folded: str) -> int:
        """Hosts of one user alone, and what lies in their domains."""
        if not len(self._source.hosts) or "." not in folded:
            return 0
        found = 0
        for match in _HOST.finditer(folded):
            labels = match[1].split(".")
            domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
            found += any(holds(self._source.hosts, key(domain)) for domain in domains)
        return found

    def _ideographs(self, folded: str) -> int:
        if not len(self._source.ideographs):
            return 0
        return sum(
            holds(self._source.ideographs, key(run[0][start:end]))
            for run in _IDEOGRAPHS.finditer(folded)
            for start in range(len(run[0]) - 1)
            for end in range(start + 2, min(start + _LONGEST_NAME, len(run[0])) + 1)
        )

    def _key(self, word: str) -> int:
        known = self._keys.get(word)
        if known is None:
            if len(self._keys) > _KNOWN_WORDS:
                self._keys.clear()
            known = self._keys[word] = key(word)
        return known
