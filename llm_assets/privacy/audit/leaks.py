"""Finds values of the source in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from llm_assets.privacy.audit.filters import Filter, Ints, Keys
from llm_assets.privacy.audit.folding import extended, held, key, owned
from llm_assets.privacy.audit.rows import Octets, digit_rows, dotted
from llm_assets.privacy.audit.source import LONGEST_NAME, MAX_WORDS, SourceValues
from llm_assets.privacy.audit.spoken import Spoken

_DIGITS = re.compile(r"(?<![0-9a-z])[0-9](?:[ ().\-/]{0,3}[0-9]){8,40}(?![0-9a-z])")
_HOST = re.compile(r"[\w.@-]+")
_GROUPS = re.compile(r"[0-9]+")
_IDEOGRAPHS = re.compile(r"[\u2e80-\U000323af]{2,}")
_BORDER = "\n\n"  # between texts: no value crosses a line break


@dataclass(frozen=True, slots=True)
class People:
    """The people of conversations. sizes: how many there are for each text; ordinals: theirs, one text after the other."""

    sizes: Ints
    ordinals: Ints

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]]) -> "People":
        """The ordinals of each text as they are."""
        sizes = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
        return cls(sizes, np.fromiter(chain.from_iterable(groups), dtype=np.int64, count=int(sizes.sum())))

    def picked(self, texts: Ints) -> "People":
        """The people of some of the texts, given by number, in that order."""
        sizes, offset = self.sizes[texts], (np.cumsum(self.sizes) - self.sizes)[texts]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return People(sizes, self.ordinals[np.repeat(offset, sizes) + within])


class LeakFinder:
    """Looks for the values of a source.

    vocabulary: folded words that documents are built of (keys, headings). A value made of such words alone is not looked for
    where they are written: it would be found in every document.
    """

    def __init__(self, source: SourceValues, vocabulary: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._wide = Filter((source.begins, source.everywhere))
        self._narrow = Filter((source.begins, source.own_values))

    def everywhere(self, text: str) -> int:
        """Number of values in a text that may stand nowhere."""
        spoken, source = Spoken(text), self._source
        found = set()
        for count, at, runs in self._runs(spoken.words.keys, self._wide):
            hits = held(source.everywhere, runs)
            needs = held(source.capitals, runs[hits])
            for first, capitals in zip(at[hits].tolist(), needs.tolist(), strict=True):
                if self._counts(spoken, first, count, capitals):
                    found.add(first)
        others = self._phones(spoken.words.octets) + self._hosts(spoken.words.octets)
        return len(found) + others + (0 if text.isascii() else self._ideographs(spoken))

    def own(self, texts: Sequence[str], people: People) -> int:
        """Number of values in texts that belong to the people of each text's conversation."""
        source = self._source
        if not len(source.own) or not texts:
            return 0
        spoken = Spoken(_BORDER.join(texts))
        # Folding may change the length of a text, never the number of its lines.
        lines = np.fromiter((text.count("\n") + 2 for text in texts), dtype=np.int64, count=len(texts))
        first_line = np.cumsum(lines) - lines
        begins = spoken.begins[first_line]
        offset = np.cumsum(people.sizes) - people.sizes
        found = set()
        for count, at, runs in self._runs(spoken.words.keys, self._narrow):
            likely = held(source.own_values, runs)
            at, runs = at[likely], runs[likely]
            text_of = np.searchsorted(begins, spoken.words.first[at], side="right") - 1
            sizes_at = people.sizes[text_of]
            which = np.repeat(np.arange(len(at)), sizes_at)
            within = np.arange(len(which)) - np.repeat(np.cumsum(sizes_at) - sizes_at, sizes_at)
            hits = which[held(source.own, owned(runs[which], people.ordinals[offset[text_of][which] + within]))]
            needs = held(source.own_capitals, runs[hits])
            for first, capitals in zip(at[hits].tolist(), needs.tolist(), strict=True):
                if self._counts(spoken, first, count, capitals):
                    found.add(first)
        return len(found)

    def _runs(self, keys: Keys, begun: Filter) -> Iterator[tuple[int, Ints, Keys]]:
        """(count, first words, keys) of the rows of 1, 2, … words that begin like a value."""
        at = begun.likely(keys)
        last, runs = at, keys[at]
        for count in range(1, MAX_WORDS + 1):
            if not len(at):
                return
            yield count, at, runs
            going = held(self._source.begins, runs) & (last + 1 < len(keys))
            at, last = at[going], last[going] + 1
            runs = extended(runs[going], keys[last])

    def _counts(self, spoken: Spoken, first: int, count: int, needs_capitals: bool) -> bool:
        return not self._vocabulary.issuperset(spoken.spelled(first, count)) and spoken.is_value(first, count, needs_capitals)

    def _phones(self, folded: Octets) -> int:
        if not len(self._source.phones):
            return 0
        numbers: list[int] = []
        runs: list[int] = []
        for run, match in enumerate(_DIGITS.finditer("\n".join(digit_rows(folded)))):
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

    def _hosts(self, folded: Octets) -> int:
        """Hosts of one user alone, and what lies in their domains."""
        if not len(self._source.hosts):
            return 0
        found: list[int] = []
        for written in _HOST.findall("\n".join(dotted(folded))):
            if "." in written and "@" not in written:
                labels = written.strip(".-_").removeprefix("www.").split(".")
                found.extend(key(".".join(labels[start:])) for start in range(len(labels) - 1))
        return int(held(self._source.hosts, np.array(found, dtype=np.uint64)).sum())

    def _ideographs(self, spoken: Spoken) -> int:
        """Names in scripts without spaces, wherever they stand in a row of such characters."""
        if not len(self._source.ideographs):
            return 0
        rows = "\n".join(match[0] for match in _IDEOGRAPHS.finditer(spoken.folded))
        codes = np.frombuffer(rows.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        # A line break is part of no name, so that a row of characters that crosses one has the key of none.
        runs, found = codes, 0
        for size in range(1, min(LONGEST_NAME, len(codes))):
            runs = extended(runs[:-1], codes[size:])
            found += int(held(self._source.ideographs, runs).sum())
        return found
