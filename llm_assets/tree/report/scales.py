"""Scales of shares: the lines and names behind the marks of a plot."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from llm_assets.tree.report.drawing import WIDTH, label, line
from llm_assets.tree.report.figures import tick

LEFT, RIGHT = 46, 12
HEIGHT = 190  # of a plot with an upright scale


def height_of(part: float) -> float:
    """Where a share stands on the upright scale."""
    return HEIGHT - part * (HEIGHT - 26)


def upright(name: str) -> list[Markup]:
    """A scale of shares at the left of a plot."""
    marks = [label(0, 10, name, "tick")]
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = height_of(part)
        marks += [
            line(LEFT, y, WIDTH - RIGHT, y, "axis" if not part else "grid"),
            label(LEFT - 6, y + 4, tick(part), "tick", "end"),
        ]
    return marks


def above(left: float, wide: float, top: float, foot: float, parts: Sequence[float]) -> Iterator[Markup]:
    """A scale of shares above a plot whose bars lie."""
    for part in parts:
        x = left + wide * part
        yield line(x, top - 6, x, foot, "axis" if not part else "grid")
        yield label(x, top - 12, tick(part), "tick", "middle")
