"""Long texts as windows that a model can read, cut where sentences, lines or words end."""

import re
from collections.abc import Iterator
from itertools import islice

_WORD = re.compile(r"\w+|[^\w\s]")
# From the best place to cut down to the worst: paragraph, line, sentence (of any script), space.
_BORDERS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…。！？؟।][\"'”’)\]]*\s*"), re.compile(r"\s+"))


def windows(text: str, words: int, characters: int) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces that hold at most so many words (marks count as words) and characters: together all of
    the text.

    A border is looked for in the last half of a window, so that the work stays linear in the text.
    """
    start = 0
    while start < len(text):
        end = _farthest(text, start, words, characters)
        if end < len(text):
            end = _border(text, start, end)
        yield start, end
        start = end


def _farthest(text: str, start: int, words: int, characters: int) -> int:
    limit = min(start + characters, len(text))
    beyond = next(islice(_WORD.finditer(text, start, limit), words, None), None)
    return beyond.start() if beyond else limit


def _border(text: str, start: int, end: int) -> int:
    middle = start + (end - start) // 2
    for border in _BORDERS:
        ends = [match.end() for match in border.finditer(text, middle, end)]
        if ends:
            return ends[-1]
    return end
