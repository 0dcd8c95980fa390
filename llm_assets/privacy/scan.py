"""The pattern scan: one linear-time union of all recognisers over a joined batch, and a decision per candidate.

Engine: RE2 (google-re2), whose time is linear in the text whatever the text; see docs/privacy-model.md for what it finds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import re2

from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, recognisers
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.view import View

_MAX_MEMORY = 1 << 28
_ROW = re.compile(rb"[0-9]+|[A-Za-z]+")
_REACH = 1024  # bytes from a place on that decide which recognisers match there
_WINDOW = 8 * _REACH  # bytes that one search looks at
_NOWHERE = (-1, -1)

# A span of the first match in [start, end) of a buffer, `_NOWHERE` when there is none.
Find = Callable[[bytes, int, int], tuple[int, int]]


class Scanner:
    """The recognisers of one level as one expression. union: that expression, in RE2 syntax over ISO 8859-1, without those that
    look at short texts only."""

    def __init__(self, level: str, everything: Sequence[Recogniser]) -> None:
        self._level = level
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        patterned = [recogniser for recogniser in everything if recogniser.pattern]
        short = [recogniser for recogniser in patterned if recogniser.longest]
        self.union = _union(recogniser for recogniser in patterned if not recogniser.longest)
        # Without groups, RE2 needs nothing but its automaton; which recognisers match is asked at the place that was found.
        self._search = _finder(self.union, options, anchored=False)
        self._short = re.compile(_union(short)).search if short else None
        self._longest = max((recogniser.longest for recogniser in short), default=0)
        self._here = re2.Set.MatchSet(options)
        for recogniser in patterned:
            self._here.Add(recogniser.pattern.encode("latin-1"))
        self._here.Compile()
        self._each = [
            (each, _finder(each.pattern.encode("latin-1"), options, anchored=True), each.active(level)) for each in patterned
        ]
        self._answers = [each for each in everything if each.asked]

    def scan(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """Every candidate of the batch that its recogniser takes something of, and every number: that may be a known one."""
        buffer, position, size = view.buffer, 0, len(view.buffer)
        here, ceilings = self._here.Match, view.ceilings
        # What a recogniser saw whole, it need not see again when others look into it.
        examined = [0] * len(self._each)
        text, floor, ceiling = 0, 0, ceilings[0] if ceilings else 0
        start, end = self._next(buffer, 0)
        brief = self._in_short(view)
        place, stop = next(brief, _NOWHERE)
        while True:
            if start < position and start >= 0:
                start, end = self._next(buffer, position)
            while 0 <= place < position:
                place, stop = next(brief, _NOWHERE)
            if start < 0 and place < 0:
                break
            begin, until = (place, stop) if start < 0 or 0 <= place < start else (start, end)
            position = _after_word(buffer, begin, until)
            while ceiling <= begin:
                text, floor, ceiling = text + 1, ceiling + 1, ceilings[text + 1]
            # What one recogniser refuses, another may take at the same place: 03.53.01.21.65 is no IP address but a phone.
            for index in sorted(here(buffer[begin : begin + _REACH]) or ()):
                recogniser, find, active = self._each[index]
                if begin < examined[index] or (recogniser.longest and ceiling - floor > recogniser.longest):
                    continue
                until = find(buffer, begin, size)[1]
                if until < 0:
                    continue  # the set sees nothing of what stands before, such as the border of a word
                candidate = Candidate(buffer, begin, until, floor, ceiling, before[text])
                hits = list(recogniser.accept(candidate))
                if recogniser.looks_up_all:
                    # The whole row of numbers was looked at; what else may stand in it (an IP address) is still to be found.
                    examined[index] = max((hit.end for hit in hits), default=candidate.end)
                    yield recogniser, candidate, hits
                elif hits:
                    yield recogniser, candidate, hits
                if not hits:
                    continue
                if active and all(hit.cuts for hit in hits):
                    position = max(position, *(hit.end for hit in hits))
                    break
                # What stays (a plain address) may hold what must not.
                examined[index] = max(hit.end if hit.sure else candidate.end for hit in hits)
        yield from self._answered(view, before)

    def _next(self, buffer: bytes, position: int) -> tuple[int, int]:
        """The first match of the union from a place on.

        In windows: what may begin early (a host, a web token) is followed as far as it goes before a later match counts, so in
        one row of letters, digits and hyphens each search would read up to the row's end.
        """
        size = len(buffer)
        while (limit := position + _WINDOW) < size:
            start, end = self._search(buffer, position, limit)
            if 0 <= start <= limit - _REACH:
                return start, end
            position = limit - _REACH  # what begins from here on may need more than the window shows
        return self._search(buffer, position, size)

    def _in_short(self, view: View) -> Iterator[tuple[int, int]]:
        """Spans of what the recognisers of short texts may take, in these alone."""
        if self._short is None or not view.ceilings:
            return
        ceilings = np.array(view.ceilings, dtype=np.int64)
        floors = np.concatenate(([0], ceilings[:-1] + 1))
        brief = ceilings - floors <= self._longest
        for floor, ceiling in zip(floors[brief].tolist(), ceilings[brief].tolist(), strict=True):
            while (found := self._short(view.buffer, floor, ceiling)) is not None:
                yield found.span()
                floor = _after_word(view.buffer, *found.span())

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


def _union(everything: Iterable[Recogniser]) -> bytes:
    return "|".join(f"(?:{recogniser.pattern})" for recogniser in everything).encode("latin-1")


def _finder(pattern: bytes, options: re2.Options, *, anchored: bool) -> Find:
    """A function that finds a pattern. The wrapper's own methods make generators and objects for each call, at ten times the
    cost; what they call is used where it is there."""
    compiled = re2.compile(pattern, options)
    inner, anchors = getattr(compiled, "_regexp", None), getattr(re2, "_Anchor", None)
    if inner is not None and anchors is not None:
        match, anchor = inner.Match, anchors.ANCHOR_START if anchored else anchors.UNANCHORED
        return lambda buffer, start, end: match(anchor, buffer, start, end)[0]
    search = compiled.match if anchored else compiled.search

    def find(buffer: bytes, start: int, end: int) -> tuple[int, int]:
        found = search(buffer, start, end)
        return found.span() if found else _NOWHERE

    return find


def _after_word(buffer: bytes, start: int, end: int) -> int:
    """Past the letters, or the digits, that a candidate begins with: in abc4155550132 a number may be known."""
    row = _ROW.match(buffer, start, end)
    return row.end() if row else start + 1


@lru_cache(maxsize=8)
def scanner(level: str, regions: tuple[str, ...], names: bool = True) -> Scanner:
    """The scanner of a level and phone regions, compiled once a process. names: see `recognisers`."""
    return Scanner(level, recognisers(level, regions, names=names))
