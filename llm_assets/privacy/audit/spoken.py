"""A text with its words, and whether a row of them reads as one value."""

import re
from functools import cached_property

import numpy as np

from llm_assets.privacy.audit.folding import places, unmarked
from llm_assets.privacy.audit.folds import Ints, folded

# What may stand between two words of one value; quotes, colons, brackets and line breaks part two fields of a document.
_GAP = re.compile(r"[ \t\u00a0.,'’_+@/\\*~&?=%-]{1,3}")
_LABEL = re.compile(r"\[([A-Z][A-Z_]{1,19})(?::[a-z]{8})?\]")
_LINE_BREAK = 10


class Spoken:
    """text: as it is written; words: of the folded text, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = folded(text)

    @property
    def folded(self) -> str:
        """The text as it is compared."""
        return self._slice(0, len(self.words.octets))

    @cached_property
    def begins(self) -> Ints:
        """Where the lines of the folded text begin, and at last its end."""
        breaks = np.flatnonzero(self.words.octets == _LINE_BREAK) + 1
        return np.concatenate(([0], breaks, [len(self.words.octets) + 1]))

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _labelled(self) -> bool:
        return "[" in self.text

    def _slice(self, start: int, end: int) -> str:
        return self.words.octets[start:end].tobytes().decode("utf-8", "surrogatepass")

    def spelled(self, first: int, count: int) -> list[str]:
        """`count` words from the first on, folded."""
        spans = zip(
            self.words.first[first : first + count].tolist(), self.words.end[first : first + count].tolist(), strict=True
        )
        return [self._slice(start, end) for start, end in spans]

    def is_value(self, first: int, count: int, needs_capitals: bool) -> bool:
        """Whether `count` words from the first on stand together, not in the label of a tag, and with capitals if they must."""
        starts = self.words.first[first : first + count].tolist()
        ends = self.words.end[first : first + count].tolist()
        if any(not _GAP.fullmatch(self._slice(end, start)) for end, start in zip(ends[:-1], starts[1:], strict=True)):
            return False
        if not needs_capitals and not self._labelled:
            return True
        # Folding may have moved the letters: as they were written they are found by line, and by number of the word in it.
        number = int(np.searchsorted(self.begins, starts[0], side="right")) - 1
        line = self._lines[number]
        if not needs_capitals and "[" not in line:
            return True
        shown = unmarked(line)
        written = places(shown)
        earlier, later = np.searchsorted(self.words.first, self.begins[number : number + 2]).tolist()
        if len(written) != later - earlier:
            return True  # the words cannot be told apart any more: to count it errs on the safe side
        written = written[first - earlier : first - earlier + count]
        start, end = written[0][0], written[-1][1]
        if any(label.start(1) <= start and end <= label.end(1) for label in _LABEL.finditer(shown)):
            return False
        return not needs_capitals or not any(shown[begin].islower() for begin, _ in written)
