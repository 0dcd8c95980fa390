"""A text with its findings replaced, which remembers where each replacement came from."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from llm_assets.privacy.spans import Finding


@dataclass(frozen=True, slots=True)
class Written:
    """text: as it reads now. starts, ends: of the replacements in it. sources: [start, end) of what each stands for, in the
    text as it was."""

    text: str
    starts: list[int]
    ends: list[int]
    sources: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, findings: Sequence[Finding], replacement: Callable[[Finding], str]) -> "Written":
        """Writes `replacement` of each finding that cuts something in its place; what a finding keeps stays before it."""
        pieces: list[str] = []
        starts, ends, sources, position, size = [], [], [], 0, 0
        for finding in findings:
            if not finding.cuts:
                continue
            start = finding.start + finding.keep
            tag = replacement(finding)
            pieces += (text[position:start], tag)
            starts.append(size + start - position)
            size = starts[-1] + len(tag)
            ends.append(size)
            sources.append((start, finding.end))
            position = finding.end
        return cls("".join(pieces) + text[position:] if pieces else text, starts, ends, sources)

    def origin(self, finding: Finding) -> Finding:
        """A finding in the text as it reads now, with its place in the text as it was; it takes in what it touches of a
        replacement."""
        start, end = self._source(finding.start, first=True), self._source(finding.end, first=False)
        keep = self._source(finding.start + finding.keep, first=True) - start if finding.keep else 0
        return replace(finding, start=start, end=end, keep=keep)

    def _source(self, place: int, *, first: bool) -> int:
        """Where a place was; within a replacement: where what it stands for began, or ended."""
        # As a start, a place belongs to what begins there; as an end, to what ends there.
        index = bisect_right(self.starts, place) - 1 if first else bisect_left(self.starts, place) - 1
        if index < 0:
            return place
        start, end = self.sources[index]
        inside = place < self.ends[index] if first else place <= self.ends[index]
        return (start if first else end) if inside else end + place - self.ends[index]
