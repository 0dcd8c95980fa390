"""The pattern scan: one linear-time union of all recognisers over a joined batch, and a decision per candidate.

Engine: RE2 (google-re2), whose time is linear in the text whatever the text; see docs/privacy-model.md for what it finds.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import re2

from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, recognisers
from llm_assets.privacy.view import View

_TAG = r"\[[A-Z][A-Z_]{1,19}(?::[a-z]{8})?\]"
_MAX_MEMORY = 1 << 28


class Scanner:
    """The recognisers of one level as one expression."""

    def __init__(self, level: str, regions: tuple[str, ...]) -> None:
        self._recognisers: list[Recogniser] = recognisers(level, regions)
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        union = "|".join([f"({_TAG})", *(f"({recogniser.pattern})" for recogniser in self._recognisers)])
        self._union = re2.compile(union.encode("latin-1"), options)

    def hits(self, view: View, before: Sequence[str]) -> Iterator[tuple[Hit | None, Candidate, Recogniser]]:
        """Every candidate of the batch with a hit in it; a candidate of the number family comes also without one (None), for it
        may be a known number."""
        buffer, position = view.buffer, 0
        search = self._union.search
        while True:
            match = search(buffer, position)
            if match is None:
                return
            start, end = match.span()
            position = max(end, start + 1)
            group = match.lastindex
            if group == 1:
                continue
            candidate = self._candidate(view, before, start, end)
            recogniser = self._recognisers[group - 2]
            found = False
            for hit in recogniser.accept(candidate):
                yield hit, candidate, recogniser
                position = hit.end if not found else max(position, hit.end)
                found = True
            if recogniser.name == "number":
                yield None, candidate, recogniser
                position = max(position, end)
            elif not found:
                # What was refused may hold what another recogniser takes: go on after its first word.
                position = _after_word(buffer, start, end)

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
