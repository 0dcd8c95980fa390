"""The plots of what is left: who can be told by behaviour, and whom an attacker links."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from llm_assets.tree.report.drawing import WIDTH, diamond, dot, label, line, plot, polyline
from llm_assets.tree.report.figures import interval, number, share
from llm_assets.tree.report.scales import HEIGHT, LEFT, RIGHT, above, height_of, upright
from llm_assets.tree.report.words import ATTACKERS

Row = Mapping[str, Any]


def unicity(rows: Sequence[Row]) -> Markup:
    """The share of users that p of their interactions single out, before and after, with the interval of the sample."""
    rows = sorted((row for row in rows if row.get("points")), key=lambda row: row["points"])
    if not rows:
        return Markup("")
    most = max(int(row["points"]) for row in rows)
    inner = WIDTH - LEFT - RIGHT - 40

    def x(points: int) -> float:
        return LEFT + 20 + inner * (points - 1) / max(most - 1, 1)

    marks = list(upright("share of users singled out"))
    for row in rows:
        marks.append(label(x(row["points"]), HEIGHT + 15, number(row["points"]), "tick", "middle"))
    for side in ("before", "after"):
        seen = [(x(row["points"]), height_of(row[side])) for row in rows if row.get(side) is not None]
        if len(seen) > 1:
            marks.append(polyline(seen, f"curve {side}"))
        for row in rows:
            low, high = _bounds(row, side)
            if low is not None and high is not None:
                marks.append(line(x(row["points"]), height_of(low), x(row["points"]), height_of(high), f"whisker {side}"))
        marks += [dot(*place, f"point {side}", 4.5) for place in seen]
    marks.append(label(LEFT + 20 + inner / 2, HEIGHT + 31, "interactions known to the attacker", "tick", "middle"))
    said = "; ".join(
        f"{number(row['points'])} interactions: {share(row.get('before'))} before, {share(row.get('after'))} after"
        for row in rows
    )
    return plot("unicity", "Users singled out by their interactions", f"{said}.", HEIGHT + 38, marks)


def _bounds(row: Row, side: str) -> tuple[float | None, float | None]:
    """The interval of one side: under keys of its own, else `low` and `high`, which belong to what is published."""
    low, high = row.get(f"{side}_low"), row.get(f"{side}_high")
    return (row.get("low"), row.get("high")) if low is None and side == "after" else (low, high)


def attackers(rows: Sequence[Row]) -> Markup:
    """Each attacker: the share that it links with its interval, what guessing would link, and the limit."""
    rows = [row for row in rows if row.get("linked") is not None]
    if not rows:
        return Markup("")
    left, wide, top, step = 30, WIDTH - 30 - 104, 26, 52
    foot = top + len(rows) * step
    marks = list(above(left, wide, top, foot, (0.0, 0.25, 0.5, 0.75, 1.0)))
    for index, row in enumerate(rows):
        y = top + index * step + 18
        marks.append(label(0, y + 12, str(row["name"]), "name strong big"))
        if row.get("limit") is not None:
            at = left + wide * min(row["limit"], 1)
            marks.append(line(at, y - 12, at, y + 28, "limit"))
        linked = float(row["linked"])
        low, high = (linked if row.get(end) is None else float(row[end]) for end in ("low", "high"))
        if low < high:
            marks.append(line(left + wide * low, y, left + wide * high, y, "whisker after"))
        marks.append(dot(left + wide * linked, y, "point after"))
        # What the marks say stands beside the scale, where no mark can run through it.
        marks.append(label(left + wide + 14, y + 4, share(linked), "value strong"))
        if row.get("guess") is not None:
            marks.append(diamond(left + wide * row["guess"], y + 18, "guess"))
            marks.append(label(left + wide + 14, y + 22, f"guess {share(row['guess'])}", "value"))
    said = "; ".join(
        f"attacker {row['name']}, who {row.get('knows') or ATTACKERS.get(str(row['name']), '')}: {share(row['linked'])} linked "
        f"({interval(row.get('low'), row.get('high'))}), guessing {share(row.get('guess'))}"
        for row in rows
    )
    return plot("attackers", "Share of people that each attacker links", f"{said}.", foot + 4, marks)
