"""The pattern scan: one linear-time union of all recognisers over a joined batch, and a decision per candidate.

Engine: RE2 (google-re2), whose time is linear in the text whatever the text; see docs/privacy-model.md for what it finds.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import re2

from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, recognisers
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.view import View

_MAX_MEMORY = 1 << 28
_ROW = re.compile(rb"[0-9]+|[A-Za-z]+")
_REACH = 1024  # bytes from a place on that decide which recognisers match there


class Scanner:
    """The recognisers of one level as one expression. union: that expression, in RE2 syntax over ISO 8859-1."""

    def __init__(self, level: str, everything: Sequence[Recogniser]) -> None:
        self._level = level
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        patterned = [recogniser for recogniser in everything if recogniser.pattern]
        union = "|".join(f"(?:{recogniser.pattern})" for recogniser in patterned)
        # Without groups, RE2 needs nothing but its automaton; which recognisers match is asked at the place that was found.
        self.union = union.encode("latin-1")
        self._search = re2.compile(self.union, options).search
        self._here = re2.Set.MatchSet(options)
        for recogniser in patterned:
            self._here.Add(recogniser.pattern.encode("latin-1"))
        self._here.Compile()
        self._each = [(each, re2.compile(each.pattern.encode("latin-1"), options).match) for each in patterned]
        self._answers = [each for each in everything if each.asked]

    def scan(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """Every candidate of the batch that its recogniser takes something of, and every number: that may be a known one."""
        buffer, position = view.buffer, 0
        search, here = self._search, self._here.Match
        # What a recogniser saw whole, it need not see again when others look into it.
        examined = [0] * len(self._each)
        while (found := search(buffer, position)) is not None:
            start, end = found.span()
            position = _after_word(buffer, start, end)
            # What one recogniser refuses, another may take at the same place: 03.53.01.21.65 is no IP address but a phone.
            for index in sorted(here(buffer[start : start + _REACH])):
                if start < examined[index]:
                    continue
                recogniser, match_at = self._each[index]
                match = match_at(buffer, start)
                if match is None:
                    continue  # the set sees nothing of what stands before, such as the border of a word
                candidate = self._candidate(view, before, start, match.end())
                hits = list(recogniser.accept(candidate))
                if recogniser.looks_up_all:
                    # The whole row of numbers was looked at; what else may stand in it (an IP address) is still to be found.
                    examined[index] = max((hit.end for hit in hits), default=candidate.end)
                    yield recogniser, candidate, hits
                elif hits:
                    yield recogniser, candidate, hits
                if hits and recogniser.active(self._level) and all(hit.cuts for hit in hits):
                    position = max(position, *(hit.end for hit in hits))
                    break
                if hits:
                    # What stays (a plain address) may hold what must not.
                    examined[index] = max(hit.end if hit.sure else candidate.end for hit in hits)
        yield from self._answered(view, before)

    def _answered(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """What answers a question that the message before asks."""
        for text, message in enumerate(before) if self._answers else ():
            asked = asks_for(message) if message else None
            if not asked:
                continue
            floor, ceiling = view.borders(text)
            if floor == ceiling:
                continue
            candidate = Candidate(view.buffer, floor, ceiling, floor, ceiling, message)
            for recogniser in self._answers:
                if recogniser.asked & asked and (hits := list(recogniser.accept(candidate))):
                    yield recogniser, candidate, hits

    @staticmethod
    def _candidate(view: View, before: Sequence[str], start: int, end: int) -> Candidate:
        text = view.text_at(start)
        floor, ceiling = view.borders(text)
        return Candidate(view.buffer, start, end, floor, ceiling, before[text])


def _after_word(buffer: bytes, start: int, end: int) -> int:
    """Past the letters, or the digits, that a candidate begins with: in abc4155550132 a number may be known."""
    row = _ROW.match(buffer, start, end)
    return row.end() if row else start + 1


@lru_cache(maxsize=8)
def scanner(level: str, regions: tuple[str, ...], names: bool = True) -> Scanner:
    """The scanner of a level and phone regions, compiled once a process. names: see `recognisers`."""
    return Scanner(level, recognisers(level, regions, names=names))
