"""Two sorted streams side by side: what is in one of them alone, what is in both and the same, what is in both and changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from llm_assets.errors import OutputError

Pair = tuple[str, str]  # what it is called, and a hash of what it holds


@dataclass(slots=True)
class Moved:
    """came: in the second stream alone; went: in the first alone; changed, same: in both."""

    came: int = 0
    went: int = 0
    changed: int = 0
    same: int = 0

    def counts(self) -> dict[str, int]:
        """The figures by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def side_by_side(first: Iterable[Pair], second: Iterable[Pair]) -> Moved:
    """Compares two streams that are sorted by name. Raises OutputError when one is not, or names something twice."""
    moved, left, right = Moved(), _sorted(first), _sorted(second)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            moved.went += 1
            one = next(left, None)
        elif one is None or other[0] < one[0]:
            moved.came += 1
            other = next(right, None)
        else:
            if one[1] == other[1]:
                moved.same += 1
            else:
                moved.changed += 1
            one, other = next(left, None), next(right, None)
    return moved


def _sorted(pairs: Iterable[Pair]) -> Iterator[Pair]:
    before = ""
    for pair in pairs:
        if pair[0] <= before:
            raise OutputError("a tree is not in the order in which trees are written", remedy="Publish it again.")
        before = pair[0]
        yield pair
