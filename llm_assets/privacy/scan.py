"""The pattern scan: one linear-time union of all recognisers over a joined batch, and a decision per candidate.

Engine: RE2 (google-re2), whose time is linear in the text whatever the text; see docs/privacy-model.md for what it finds.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import re2

from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, recognisers
from llm_assets.privacy.view import View

_MAX_MEMORY = 1 << 28


class Scanner:
    """The recognisers of one level as one expression."""

    def __init__(self, level: str, regions: tuple[str, ...]) -> None:
        self._recognisers: list[Recogniser] = recognisers(level, regions)
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        union = "|".join(f"({recogniser.pattern})" for recogniser in self._recognisers)
        self._union = re2.compile(union.encode("latin-1"), options)
        self._each = [re2.compile(recogniser.pattern.encode("latin-1"), options) for recogniser in self._recognisers]

    def scan(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """Every candidate of the batch that its recogniser takes something of, and every number: that may be a known one."""
        buffer, position = view.buffer, 0
        search = self._union.search
        while (match := search(buffer, position)) is not None:
            start, end = match.span()
            tried = match.lastindex - 1
            position = _after_word(buffer, start, end)
            # What one recogniser refuses, another may take at the same place: 03.53.01.21.65 is no IP address but a phone.
            for index in range(tried, len(self._recognisers)):
                if index > tried:
                    match = self._each[index].match(buffer, start)
                    if match is None:
                        continue
                recogniser = self._recognisers[index]
                candidate = self._candidate(view, before, start, match.end())
                hits = list(recogniser.accept(candidate))
                if hits or recogniser.looks_up_all:
                    yield recogniser, candidate, hits
                    position = max((hit.end for hit in hits), default=candidate.end)
                    break

    @staticmethod
    def _candidate(view: View, before: Sequence[str], start: int, end: int) -> Candidate:
        text = int(view.text_of[start])
        floor, ceiling = view.borders(text)
        return Candidate(view.buffer, start, end, floor, ceiling, before[text])


def _after_word(buffer: bytes, start: int, end: int) -> int:
    position = start + 1
    while position < end and (chr(buffer[position]).isalnum()):
        position += 1
    return position


@lru_cache(maxsize=8)
def scanner(level: str, regions: tuple[str, ...]) -> Scanner:
    """The scanner of a level and phone regions, compiled once a process."""
    return Scanner(level, regions)
