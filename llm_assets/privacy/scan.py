"""The pattern scan: linear-time unions of all recognisers over a joined batch, and a decision per candidate.

Engine: RE2 (google-re2), whose time is linear in the text whatever the text; see docs/privacy-model.md for what it finds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import re2

from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, families
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.view import View

_MAX_MEMORY = 1 << 28
_ROW = re.compile(rb"[0-9]+|[A-Za-z]+")
_REACH = 1024  # bytes from a place on that decide which recognisers match there
WINDOW = 8 * _REACH  # bytes that one search looks at
_NOWHERE = (-1, -1)

# A span of the first match in [start, end) of a buffer, `_NOWHERE` when there is none.
Find = Callable[[bytes, int, int], tuple[int, int]]


class _Lane:
    """Recognisers that are searched for together. numbers: theirs, in the order in which recognisers are tried."""

    def __init__(self, numbered: Sequence[tuple[int, Recogniser]], options: re2.Options) -> None:
        self.numbers = [number for number, _ in numbered]
        # Without groups, RE2 needs nothing but its automaton; which recognisers match is asked at the place that was found.
        self._search = _finder(_union(recogniser for _, recogniser in numbered), options, anchored=False)
        self._here = re2.Set.MatchSet(options)
        for _, recogniser in numbered:
            self._here.Add(recogniser.pattern.encode("latin-1"))
        self._here.Compile()

    def next(self, buffer: bytes, position: int) -> int:
        """Where the first match from a place on begins; behind the buffer when there is none.

        In windows: what may begin early (a host, a web token) is followed as far as it goes before a later match counts, so in
        one row of letters, digits and hyphens each search would read up to the row's end.
        """
        size = len(buffer)
        while (limit := position + WINDOW) < size:
            start = self._search(buffer, position, limit)[0]
            if 0 <= start <= limit - _REACH:
                return start
            position = limit - _REACH  # what begins from here on may need more than the window shows
        start = self._search(buffer, position, size)[0]
        return start if start >= 0 else size

    def here(self, window: bytes) -> list[int]:
        """The numbers of those that match where a window begins, as far as can be told without what stands before."""
        if len(self.numbers) == 1:
            return self.numbers
        return [self.numbers[index] for index in self._here.Match(window) or ()]


class Scanner:
    """The recognisers of one level, family by family. union: all that are searched for in every text as one expression, in RE2
    syntax over ISO 8859-1; those that look at short texts only are none of them.

    Each family has an automaton of its own: what they are in the midst of multiplies in a common one, which then makes a new
    state for every few letters of a new text. A dozen small ones, which stay as they are, read it in a fraction of that time.
    """

    def __init__(self, level: str, families: Iterable[Sequence[Recogniser]]) -> None:
        self._level = level
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MAX_MEMORY
        options.log_errors = False
        self._each: list[tuple[Recogniser, Find, bool]] = []
        self._lanes: list[_Lane] = []
        everything = [list(family) for family in families]
        short: list[tuple[int, Recogniser]] = []
        for family in everything:
            numbered = list(enumerate((each for each in family if each.pattern), len(self._each)))
            for _, each in numbered:
                find = _finder(each.pattern.encode("latin-1"), options, anchored=True)
                self._each.append((each, find, each.active(level)))
            short += [(number, each) for number, each in numbered if each.longest]
            if common := [(number, each) for number, each in numbered if not each.longest]:
                self._lanes.append(_Lane(common, options))
        self.union = _union(each for each, _, _ in self._each if not each.longest)
        self._brief = _Lane(short, options) if short else None
        self._short = re.compile(_union(each for _, each in short)).search if short else None
        self._longest = max((each.longest for _, each in short), default=0)
        self._answers = [each for family in everything for each in family if each.asked]

    def scan(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """Every candidate of the batch that its recogniser takes something of, and every number: that may be a known one."""
        buffer, position, size = view.buffer, 0, len(view.buffer)
        ceilings, lanes = view.ceilings, self._lanes
        # What a recogniser saw whole, it need not see again when others look into it.
        examined = [0] * len(self._each)
        text, floor, ceiling = 0, 0, ceilings[0] if ceilings else 0
        starts = [lane.next(buffer, 0) for lane in lanes]
        brief = self._in_short(view)
        place, stop = next(brief, _NOWHERE)
        while True:
            while 0 <= place < position:
                place, stop = next(brief, _NOWHERE)
            begin = min(starts, default=size)
            until = -1  # where the first of the recognisers that match here sees its end
            if 0 <= place < begin:
                begin, until = place, stop
            if begin >= size:
                break
            while ceiling <= begin:
                text, floor, ceiling = text + 1, ceiling + 1, ceilings[text + 1]
            window = buffer[begin : begin + _REACH]
            here = [number for lane, start in zip(lanes, starts, strict=True) if start == begin for number in lane.here(window)]
            if self._brief is not None and ceiling - floor <= self._longest:
                here += self._brief.here(window)
            passed = 0
            # What one recogniser refuses, another may take at the same place: 03.53.01.21.65 is no IP address but a phone.
            for index in sorted(here):
                recogniser, find, active = self._each[index]
                again = begin < examined[index] or (recogniser.longest and ceiling - floor > recogniser.longest)
                if again and (until >= 0 or recogniser.longest):
                    continue
                end = find(buffer, begin, min(begin + WINDOW, size))[1]
                if end < 0:
                    continue  # the set sees nothing of what stands before, such as the border of a word
                if until < 0 and not recogniser.longest:
                    until = end
                if again:
                    continue
                candidate = Candidate(buffer, begin, end, floor, ceiling, before[text])
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
                    passed = max(hit.end for hit in hits)
                    break
                # What stays (a plain address) may hold what must not.
                examined[index] = max(hit.end if hit.sure else candidate.end for hit in hits)
            position = max(_after_word(buffer, begin, max(until, begin + 1)), passed)
            for number, start in enumerate(starts):
                if start < position:
                    starts[number] = lanes[number].next(buffer, position)
        yield from self._answered(view, before)

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
    """The scanner of a level and phone regions, compiled once a process. names: see `families`."""
    return Scanner(level, families(level, regions, names=names))
