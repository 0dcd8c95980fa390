"""Finds values of the source in a text."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.audit.folding import Keys, extended, held, key, owned
from llm_assets.privacy.audit.source import LONGEST_NAME, MAX_WORDS, SourceValues
from llm_assets.privacy.audit.spoken import Spoken

_DIGITS = re.compile(r"(?<![0-9a-z])[0-9](?:[ ().\-/]{0,3}[0-9]){8,40}(?![0-9a-z])")
_HOST = re.compile(r"[\w.@-]+")
_GROUPS = re.compile(r"[0-9]+")
_IDEOGRAPHS = re.compile(r"[\u2e80-\U000323af]{2,}")
_KNOWN_WORDS = 400_000

Ints = npt.NDArray[np.int64]


class LeakFinder:
    """Looks for the values of a source.

    vocabulary: folded words that documents are built of (keys, headings). A value made of such words alone is not looked for
    where they are written: it would be found in every document.
    """

    def __init__(self, source: SourceValues, vocabulary: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._numbers: dict[str, int] = {}
        self._keys = np.zeros(0, dtype=np.uint64)
        self._wide, self._narrow = np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)

    def everywhere(self, text: str) -> int:
        """Number of values in a text that may stand nowhere."""
        spoken, source = Spoken(text), self._source
        numbers = self._numbered(spoken.words)
        keys, found = self._keys[numbers], set()
        for count, at, runs in self._runs(keys, np.flatnonzero(self._wide[numbers])):
            hits = held(source.everywhere, runs)
            needs = held(source.capitals, runs[hits])
            for first, capitals in zip(at[hits].tolist(), needs.tolist(), strict=True):
                if self._counts(spoken, first, count, capitals):
                    found.add(first)
        others = self._phones(spoken.folded) + self._hosts(spoken.folded)
        return len(found) + others + (0 if text.isascii() else self._ideographs(spoken.folded))

    def own(self, texts: Sequence[str], people: Sequence[Sequence[int]]) -> int:
        """Number of values in texts that belong to the people (ordinals) of each text's conversation."""
        source = self._source
        if not len(source.own):
            return 0
        spoken = [Spoken(text) for text in texts]
        sizes = [len(each.words) for each in spoken]
        numbers = self._numbered(list(chain.from_iterable(each.words for each in spoken)))
        text_of = np.repeat(np.arange(len(texts)), sizes)
        begin = np.cumsum([0, *sizes])
        groups = np.fromiter(map(len, people), dtype=np.int64, count=len(people))
        offset = np.cumsum(groups) - groups
        everyone = np.fromiter(chain.from_iterable(people), dtype=np.int64, count=int(groups.sum()))
        found = set()
        for count, at, runs in self._runs(self._keys[numbers], np.flatnonzero(self._narrow[numbers])):
            likely = held(source.own_values, runs)
            at, runs = at[likely], runs[likely]
            sizes_at = groups[text_of[at]]
            which = np.repeat(np.arange(len(at)), sizes_at)
            within = np.arange(len(which)) - np.repeat(np.cumsum(sizes_at) - sizes_at, sizes_at)
            hits = which[held(source.own, owned(runs[which], everyone[offset[text_of[at]][which] + within]))]
            needs = held(source.own_capitals, runs[hits])
            for first, capitals in zip(at[hits].tolist(), needs.tolist(), strict=True):
                text = int(text_of[first])
                place = first - int(begin[text])
                if place + count <= sizes[text] and self._counts(spoken[text], place, count, capitals):
                    found.add(first)
        return len(found)

    def _runs(self, keys: Keys, at: Ints) -> Iterator[tuple[int, Ints, Keys]]:
        """(count, first words, keys) of the rows of 1, 2, … words that begin like a value."""
        last, runs = at, keys[at]
        for count in range(1, MAX_WORDS + 1):
            if not len(at):
                return
            yield count, at, runs
            going = held(self._source.begins, runs) & (last + 1 < len(keys))
            at, last = at[going], last[going] + 1
            runs = extended(runs[going], keys[last])

    def _counts(self, spoken: Spoken, first: int, count: int, needs_capitals: bool) -> bool:
        return not self._vocabulary.issuperset(spoken.words[first : first + count]) and spoken.is_value(
            first, count, needs_capitals
        )

    def _numbered(self, spoken: list[str]) -> Ints:
        """The number of each word: its place in the arrays that say what is known of it."""
        if len(self._numbers) > _KNOWN_WORDS:
            self._numbers.clear()
            self._keys, self._wide, self._narrow = self._keys[:0], self._wide[:0], self._narrow[:0]
        fresh = sorted(set(spoken).difference(self._numbers))
        if fresh:
            source = self._source
            keys = np.fromiter(map(key, fresh), dtype=np.uint64, count=len(fresh))
            begins = held(source.begins, keys)
            self._numbers.update(zip(fresh, range(len(self._keys), len(self._keys) + len(fresh)), strict=True))
            self._keys = np.concatenate((self._keys, keys))
            self._wide = np.concatenate((self._wide, begins | held(source.everywhere, keys)))
            self._narrow = np.concatenate((self._narrow, begins | held(source.own_values, keys)))
        return np.fromiter(map(self._numbers.__getitem__, spoken), dtype=np.int64, count=len(spoken))

    def _phones(self, folded: str) -> int:
        if not len(self._source.phones):
            return 0
        numbers: list[int] = []
        runs: list[int] = []
        for run, match in enumerate(_DIGITS.finditer(folded)):
            groups = _GROUPS.findall(match[0])
            for first in range(len(groups)):
                digits = ""
                for group in groups[first:]:
                    digits += group
                    if len(digits) > 15:
                        break
                    if len(digits) >= 9:
                        numbers.append(int(digits[-9:]))
                        runs.append(run)
        hits = held(self._source.phones, np.array(numbers, dtype=np.uint64))
        return len(set(np.array(runs)[hits].tolist()))

    def _hosts(self, folded: str) -> int:
        """Hosts of one user alone, and what lies in their domains."""
        if not len(self._source.hosts) or "." not in folded:
            return 0
        found: list[int] = []
        for written in _HOST.findall(folded):
            if "." in written and "@" not in written:
                labels = written.strip(".-_").removeprefix("www.").split(".")
                found.extend(key(".".join(labels[start:])) for start in range(len(labels) - 1))
        return int(held(self._source.hosts, np.array(found, dtype=np.uint64)).sum())

    def _ideographs(self, folded: str) -> int:
        """Names in scripts without spaces, wherever they stand in a row of such characters."""
        if not len(self._source.ideographs):
            return 0
        rows = "\n".join(match[0] for match in _IDEOGRAPHS.finditer(folded))
        codes = np.frombuffer(rows.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        # A line break is part of no name, so that a row of characters that crosses one has the key of none.
        runs, found = codes, 0
        for size in range(1, min(LONGEST_NAME, len(codes))):
            runs = extended(runs[:-1], codes[size:])
            found += int(held(self._source.ideographs, runs).sum())
        return found
