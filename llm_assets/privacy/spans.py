"""Spans: where in a text something personal stands, and how overlapping findings become disjoint ones."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

NOBODY = -1
AMBIGUOUS = -2
# Rules that only a form speaks for: where another rule finds the very same, it knows better what that is.
_BY_FORM_ALONE = frozenset({"id-form"})


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
    result: list[Finding] = []
    counts: list[int] | None = None
    for row in _rows(findings):
        if len(row) == 1:
            result += row
            continue
        if counts is None and len(row) > _MANY:
            counts = [0, *accumulate(map(str.isalnum, text))]
        result += _told_apart(row, text, counts)
    return result


_MANY = 8  # findings that overlap, from which on letters are counted once for all


def _rows(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The findings in order, in rows: what overlaps nothing of a row begins the next one."""
    row: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=lambda f: f.start):
        if row and finding.start >= end:
            yield row
            row = []
        end = max(end, finding.end) if row else finding.end
        row.append(finding)
    if row:
        yield row


def _told_apart(row: Sequence[Finding], text: str, counts: Sequence[int] | None) -> list[Finding]:
    chosen: list[Finding] = []
    starts: list[int] = []
    lost: list[Finding] = []

    def rank(finding: Finding) -> tuple[int, bool, int, int, bool, str]:
        if counts is None:
            letters = sum(map(str.isalnum, text[finding.start : finding.end]))
        else:
            letters = counts[finding.end] - counts[finding.start]
        alone = finding.rule in _BY_FORM_ALONE
        return -letters, finding.person == NOBODY, finding.start - finding.end, finding.start, alone, finding.entity

    for finding in sorted(row, key=rank):
        place = bisect_left(starts, finding.start)
        before = chosen[place - 1].end if place else 0
        if before > finding.start or (place < len(chosen) and starts[place] < finding.end):
            lost.append(finding)
        else:
            chosen.insert(place, finding)
            starts.insert(place, finding.start)
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


def joined(found: Sequence[Finding], fresh: Iterable[Finding]) -> list[Finding]:
    """Findings of two looks at a text, the second of which saw what the first one left; both sorted and disjoint.

    A fresh finding takes over what lies in it. It may lie in what a finding keeps: that begins after it then.
    """
    result = sorted(fresh, key=lambda f: f.start)
    starts, kept = [new.start for new in result], list[Finding]()
    for old in found:
        place = max(bisect_right(starts, old.start) - 1, 0)
        within = list[Finding]()
        while place < len(result) and starts[place] < old.end:
            if result[place].end > old.start:
                within.append(result[place])
            place += 1
        if any(new.start <= old.start + old.keep and old.end <= new.end for new in within) or (within and not old.cuts):
            continue
        kept.append(replace(old, start=old.start + old.keep, keep=0) if within else old)
    return sorted([*result, *kept], key=lambda f: f.start)


def widened(found: Sequence[Finding], fresh: Iterable[Finding], reach: int, text: str) -> list[Finding]:
    """Fresh findings with `reach` characters to both sides, and all of each finding and word that this touches.

    Those that meet are one. Sorted and disjoint; `joined` puts them in the place of what was found there before.
    """
    starts, result = [old.start for old in found], list[Finding]()
    for new in sorted(fresh, key=lambda f: f.start):
        start, end = max(new.start - reach, 0), min(new.end + reach, len(text))
        start, end = _whole(start, -1, text), _whole(end, 1, text)
        place = bisect_right(starts, start) - 1
        if place >= 0 and found[place].end > start:
            start = found[place].start
        place = bisect_left(starts, end) - 1
        if place >= 0 and found[place].end > end:
            end = found[place].end
        if result and result[-1].end >= start:
            last = result.pop()
            start, end, new = last.start, max(end, last.end), last
        result.append(replace(new, start=start, end=end, key="", person=NOBODY, keep=0))
    return [replace(each, key=text[each.start : each.end]) for each in result]


_WORD = 64  # characters of a word that is not to be cut


def _whole(place: int, step: int, text: str) -> int:
    """The end of the word in which a place lies, where that is near."""
    for _ in range(_WORD):
        if not 0 < place < len(text) or text[place - (step < 0)].isspace():
            break
        place += step
    return place
