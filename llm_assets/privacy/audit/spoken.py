"""A text with its words, and whether a row of them reads as one value."""

import re
from functools import cached_property
from itertools import pairwise

from llm_assets.privacy.audit.folding import fold, places, unmarked, words

# What may stand between two words of one value; quotes, colons, brackets and line breaks part two fields of a document.
_GAP = re.compile(r"[ \t\u00a0.,'’_+@/\\*~&?=%-]{1,3}")
_LABEL = re.compile(r"\[([A-Z][A-Z_]{1,19})(?::[a-z]{8})?\]")


class Spoken:
    """text: as it is written; folded: as it is compared; words: of the folded text, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.words = words(self.folded)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return places(self.folded)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def is_value(self, first: int, count: int, needs_capitals: bool) -> bool:
        """Whether `count` words from the first on stand together, not in the label of a tag, and with capitals if they must."""
        spans = self._places[first : first + count]
        if any(not _GAP.fullmatch(self.folded, end, start) for (_, end), (start, _) in pairwise(spans)):
            return False
        if not needs_capitals and "[" not in self.text:
            return True
        # Folding may have moved the letters: as they were written they are found by line, and by number of the word in it.
        start = spans[0][0]
        begin = self.folded.rfind("\n", 0, start) + 1
        shown = unmarked(self._lines[self.folded.count("\n", 0, start)])
        written = places(shown)
        before = len(words(self.folded[begin:start]))
        if len(written) != len(words(self.folded[begin:].partition("\n")[0])):
            return True  # the words cannot be told apart any more: to count it errs on the safe side
        written = written[before : before + count]
        start, end = written[0][0], written[-1][1]
        if any(label.start(1) <= start and end <= label.end(1) for label in _LABEL.finditer(shown)):
            return False
        return not needs_capitals or not any(shown[begin].islower() for begin, _ in written)
