"""A text with its words, and whether a row of them reads as one value."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from llm_assets.privacy.audit.folding import fold, places, unmarked, words
from llm_assets.privacy.audit.tokens import tokens

# What may stand between two words of one value; quotes, colons, brackets and line breaks part two fields of a document.
_GAP = re.compile(r"[ \t\u00a0.,'’_+@/\\*~&?=%-]{1,3}")
_LABEL = re.compile(r"\[([A-Z][A-Z_]{1,19})(?::[a-z]{8})?\]")


class Spoken:
    """text: as it is written; folded: as it is compared; words: of the folded text, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.words = tokens(self.folded)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def begins(self) -> list[int]:
        """Where the lines of the folded text begin."""
        sizes = [len(line) + 1 for line in self.folded.split("\n")]
        return list(accumulate(sizes, initial=0))

    @cached_property
    def _labelled(self) -> bool:
        return "[" in self.text

    def spelled(self, first: int, count: int) -> list[str]:
        """`count` words from the first on, folded."""
        spans = zip(
            self.words.first[first : first + count].tolist(), self.words.end[first : first + count].tolist(), strict=True
        )
        return [self.folded[start:end] for start, end in spans]

    def is_value(self, first: int, count: int, needs_capitals: bool) -> bool:
        """Whether `count` words from the first on stand together, not in the label of a tag, and with capitals if they must."""
        starts = self.words.first[first : first + count].tolist()
        ends = self.words.end[first : first + count].tolist()
        if any(not _GAP.fullmatch(self.folded, end, start) for end, start in zip(ends[:-1], starts[1:], strict=True)):
            return False
        if not needs_capitals and not self._labelled:
            return True
        # Folding may have moved the letters: as they were written they are found by line, and by number of the word in it.
        number = bisect_right(self.begins, starts[0]) - 1
        begin = self.begins[number]
        line = self._lines[number]
        if not needs_capitals and "[" not in line:
            return True
        shown = unmarked(line)
        written = places(shown)
        before = len(words(self.folded[begin : starts[0]]))
        if len(written) != len(words(self.folded[begin : self.begins[number + 1] - 1])):
            return True  # the words cannot be told apart any more: to count it errs on the safe side
        written = written[before : before + count]
        start, end = written[0][0], written[-1][1]
        if any(label.start(1) <= start and end <= label.end(1) for label in _LABEL.finditer(shown)):
            return False
        return not needs_capitals or not any(shown[begin].islower() for begin, _ in written)
