"""The pattern scan: one linear-time pass of all recognisers over a joined batch, and a decision per candidate.

Where recognisers begin to match tells one automaton of them all (`engine`), how far one of them matches there RE2 (google-re2).
The time of both is linear in the text whatever the text; see docs/privacy-model.md for what is found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from llm_assets import linear
from llm_assets.privacy.engine.automaton import Starts
from llm_assets.privacy.engine.ends import Ends
from llm_assets.privacy.engine.program import Program
from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser, families
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.view import View

_ROW = re.compile(rb"[0-9]+|[A-Za-z]+")
_MEMORY = 1 << 28  # bytes of the automaton of one pattern
WINDOW = 8192  # bytes that one search looks at
_MASKS = 1 << 12  # sets of recognisers that are kept
_NOWHERE = (-1, -1)
_NONE: list[int] = []

# The span of a match that begins at `start` of [start, end) of a buffer, `_NOWHERE` when there is none.
Find = Callable[[bytes, int, int], tuple[int, int]]


class Scanner:
    """The recognisers of one level, family by family. union: all that are searched for in every text as one expression, in RE2
    syntax over ISO 8859-1; those that look at short texts only are none of them. engine: the module `re2`, or nothing.
    """

    def __init__(self, level: str, families: Iterable[Sequence[Recogniser]], engine: Any = linear.re2) -> None:
        self._level = level
        everything = [each for family in families for each in family]
        patterned = [each for each in everything if each.pattern]
        finders = _finders([each.pattern.encode("latin-1") for each in patterned], engine)
        self._each: list[tuple[Recogniser, Find, bool]] = [
            (each, find, each.active(level)) for each, find in zip(patterned, finders, strict=True)
        ]
        searched = [(number, each) for number, (each, _, _) in enumerate(self._each) if not each.longest]
        self.union = _union(each for _, each in searched)
        self._numbers = [number for number, _ in searched]
        patterns = [each.pattern.encode("latin-1") for _, each in searched]
        self._starts = Starts(Program.of(patterns, [each.apart for _, each in searched]))
        self._of_mask: dict[int, list[int]] = {}
        self._short = [number for number, (each, _, _) in enumerate(self._each) if each.longest]
        short = [self._each[number][0] for number in self._short]
        self._in_short = re.compile(_union(short)).search if short else None
        self._longest = max((each.longest for each in short), default=0)
        self._answers = [each for each in everything if each.asked]

    def scan(self, view: View, before: Sequence[str]) -> Iterator[tuple[Recogniser, Candidate, list[Hit]]]:
        """Every candidate of the batch that its recogniser takes something of, and every number: that may be a known one."""
        buffer, position, size = view.buffer, 0, len(view.buffer)
        found, masks = self._starts.of(buffer)
        places, which, index = [*found.tolist(), size], masks.tolist(), 0
        ceilings = view.ceilings
        # What a recogniser saw whole, it need not see again when others look into it.
        examined = [0] * len(self._each)
        text, floor, ceiling = 0, 0, ceilings[0] if ceilings else 0
        brief = self._brief(view)
        place, stop = next(brief, _NOWHERE)
        while True:
            while 0 <= place < position:
                place, stop = next(brief, _NOWHERE)
            while places[index] < position:
                index += 1
            begin = places[index]
            until = -1  # where the first of the recognisers that match here sees its end
            if 0 <= place < begin:
                begin, until = place, stop
            if begin >= size:
                break
            while ceiling <= begin:
                text, floor, ceiling = text + 1, ceiling + 1, ceilings[text + 1]
            here = self._of(which[index]) if begin == places[index] else _NONE
            if self._short and ceiling - floor <= self._longest:
                here = sorted([*here, *self._short])
            passed = 0
            # What one recogniser refuses, another may take at the same place: 03.53.01.21.65 is no IP address but a phone.
            for number in here:
                recogniser, find, active = self._each[number]
                again = begin < examined[number] or (recogniser.longest and ceiling - floor > recogniser.longest)
                if again and (until >= 0 or recogniser.longest):
                    continue
                end = find(buffer, begin, min(begin + WINDOW, size))[1]
                if end < 0:
                    continue  # a short one, or one that needs more than the window shows
                if until < 0 and not recogniser.longest:
                    until = end
                if again:
                    continue
                candidate = Candidate(buffer, begin, end, floor, ceiling, before[text])
                hits = list(recogniser.accept(candidate))
                if recogniser.looks_up_all:
                    # The whole row of numbers was looked at; what else may stand in it (an IP address) is still to be found.
                    examined[number] = max((hit.end for hit in hits), default=candidate.end)
                    yield recogniser, candidate, hits
                elif hits:
                    yield recogniser, candidate, hits
                if not hits:
                    continue
                if active and all(hit.cuts for hit in hits):
                    passed = max(hit.end for hit in hits)
                    break
                # What stays (a plain address) may hold what must not.
                examined[number] = max(hit.end if hit.sure else candidate.end for hit in hits)
            position = max(_after_word(buffer, begin, max(until, begin + 1)) if until >= 0 else begin + 1, passed)
        yield from self._answered(view, before)

    def _of(self, mask: int) -> list[int]:
        """The numbers of the recognisers of a mask, in the order in which they are tried."""
        if (here := self._of_mask.get(mask)) is None:
            if len(self._of_mask) == _MASKS:
                self._of_mask.clear()
            here = [number for bit, number in enumerate(self._numbers) if mask >> bit & 1]
            self._of_mask[mask] = here
        return here

    def _brief(self, view: View) -> Iterator[tuple[int, int]]:
        """Spans of what the recognisers of short texts may take, in these alone."""
        if self._in_short is None or not view.ceilings:
            return
        ceilings = np.array(view.ceilings, dtype=np.int64)
        floors = np.concatenate(([0], ceilings[:-1] + 1))
        brief = ceilings - floors <= self._longest
        for floor, ceiling in zip(floors[brief].tolist(), ceilings[brief].tolist(), strict=True):
            while (found := self._in_short(view.buffer, floor, ceiling)) is not None:
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


def _finders(patterns: Sequence[bytes], engine: Any) -> list[Find]:
    """For each pattern a function that tells how far it reaches from a place on.

    The methods of RE2's wrapper make generators and objects for each call, at ten times the cost; what they call is used where
    it is there.
    """
    if engine is None:
        ends = Ends(Program.of(patterns))
        return [partial(_reached, ends, number) for number in range(len(patterns))]
    compiled = [linear.compiled(pattern, memory=_MEMORY) for pattern in patterns]
    inner: list[Any] = [getattr(each, "_regexp", None) for each in compiled]
    anchors = getattr(engine, "_Anchor", None)
    if anchors is None or None in inner:
        return [partial(_matched, each.match) for each in compiled]
    return [partial(_told, each.Match, anchors.ANCHOR_START) for each in inner]


def _told(match: Any, anchor: Any, buffer: bytes, start: int, end: int) -> tuple[int, int]:
    span: tuple[int, int] = match(anchor, buffer, start, end)[0]
    return span


def _matched(match: Any, buffer: bytes, start: int, end: int) -> tuple[int, int]:
    found = match(buffer, start, end)
    return found.span() if found else _NOWHERE


def _reached(ends: Ends, number: int, buffer: bytes, start: int, end: int) -> tuple[int, int]:
    reached = ends.of(number, buffer, start, end)
    return (start, reached) if reached >= 0 else _NOWHERE


def _after_word(buffer: bytes, start: int, end: int) -> int:
    """Past the letters, or the digits, that a candidate begins with: in abc4155550132 a number may be known."""
    row = _ROW.match(buffer, start, end)
    return row.end() if row else start + 1


@lru_cache(maxsize=8)
def scanner(level: str, regions: tuple[str, ...], names: bool = True) -> Scanner:
    """The scanner of a level and phone regions, compiled once a process. names: see `families`."""
    return Scanner(level, families(level, regions, names=names))
