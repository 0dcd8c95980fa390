"""Spans: where in a text something personal stands, and how overlapping findings become disjoint ones."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

NOBODY = -1
AMBIGUOUS = -2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: [start, end) in code points, its entity, and the rule that found it."""

    start: int
    end: int
    entity: str
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A span with what is needed to replace it.

    key: normal form of the value; equal values of one owner get equal tags. keep: leading characters that stay (a URL's host).
    person: ordinal of the known user that is named, NOBODY, or AMBIGUOUS when several could be meant.
    """

    start: int
    end: int
    entity: str
    rule: str
    key: str
    person: int = NOBODY
    keep: int = 0

    @property
    def cuts(self) -> bool:
        """Whether anything is replaced: of a plain address all may stay."""
        return self.keep < self.end - self.start


def disjoint(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Sorted, disjoint findings of a text.

    Of those that overlap the one with the most letters and digits wins, then a known value, then the longest. What of a
    loser no winner covers, and holds a letter or a digit, goes to the winner beside it: no value is left half redacted.
    """
    chosen: list[Finding] = []
    lost: list[Finding] = []

    def rank(finding: Finding) -> tuple[int, bool, int, int, str]:
        letters = sum(map(str.isalnum, text[finding.start : finding.end]))
        return -letters, finding.person == NOBODY, finding.start - finding.end, finding.start, finding.entity

    for finding in sorted(findings, key=rank):
        place = bisect_left(chosen, finding.start, key=lambda f: f.start)
        before = chosen[place - 1].end if place else 0
        if before > finding.start or (place < len(chosen) and chosen[place].start < finding.end):
            lost.append(finding)
        else:
            chosen.insert(place, finding)
    for finding in lost:
        _give(chosen, finding, text)
    return chosen


def _give(chosen: list[Finding], lost: Finding, text: str) -> None:
    """Gives the uncovered rest of a loser to the winner that it overlaps."""
    place = max(bisect_left(chosen, lost.start, key=lambda f: f.end) - 1, 0)
    while place < len(chosen) and chosen[place].start < lost.end:
        winner = chosen[place]
        if winner.end > lost.start:
            start = winner.start
            free = max(lost.start, chosen[place - 1].end if place else 0)
            if any(char.isalnum() for char in text[free : winner.start]):
                start = free
            free = min(lost.end, chosen[place + 1].start if place + 1 < len(chosen) else lost.end)
            end = free if any(char.isalnum() for char in text[winner.end : free]) else winner.end
            # A host that is kept must not be kept when it names someone.
            keep = 0 if lost.cuts and lost.start < winner.start + winner.keep else winner.keep
            chosen[place] = replace(winner, keep=keep)
            if (start, end) != (winner.start, winner.end):
                # Two values that run into each other are neither of them: no person is named for sure.
                person = winner.person if winner.person in (NOBODY, lost.person) else AMBIGUOUS
                chosen[place] = replace(winner, start=start, end=end, key=f"{winner.key}\0{lost.key}", person=person, keep=0)
        place += 1


def joined(found: Iterable[Finding], fresh: Iterable[Finding]) -> list[Finding]:
    """Findings of two looks at a text, the second of which saw what the first one left.

    A fresh finding takes over what lies in it. It may lie in what a finding keeps: that begins after it then.
    """
    result = list(fresh)
    for old in found:
        within = [new for new in result if new.start < old.end and old.start < new.end]
        if any(new.start <= old.start + old.keep and old.end <= new.end for new in within) or (within and not old.cuts):
            continue
        result.append(replace(old, start=old.start + old.keep, keep=0) if within else old)
    return sorted(result, key=lambda f: f.start)
