"""Spans: where in a text something personal stands, and how overlapping findings become disjoint ones."""

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


def disjoint(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted, disjoint findings. Of those that overlap the longest wins, then a known value, and it grows over what it beat, so
    that no value is left half redacted."""
    result: list[Finding] = []
    for new in sorted(findings, key=lambda f: (f.start, -f.end)):
        if not result or new.start >= result[-1].end:
            result.append(new)
            continue
        old = result.pop()
        best = max(old, new, key=lambda f: (f.end - f.start, f.person != NOBODY, -f.start))
        end = max(old.end, new.end)
        lost = new if best is old else old
        if (best.start, best.end) == (old.start, end):
            # A host that is kept must not be kept when it names someone.
            result.append(replace(best, keep=0) if lost.start < best.start + best.keep else best)
        else:
            # Two values that overlap are no longer either of them: nothing of them may stay, and no person is named for sure.
            person = best.person if best.person in (NOBODY, lost.person) else AMBIGUOUS
            result.append(Finding(old.start, end, best.entity, best.rule, f"{old.key}\0{new.key}", person))
    return result
