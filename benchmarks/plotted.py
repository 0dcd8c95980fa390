"""The main job's seconds and those of its floor, by users, from the table that `benchmarks.pipeline.main_job` prints."""

import math
import re

from llm_assets.tree.report.drawing import WIDTH, diamond, dot, label, line, plot, polyline
from llm_assets.tree.report.picture import picture

_HEIGHT, _LEFT, _BOTTOM, _TOP = 240, 48, 204, 30
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def rows(table: str) -> list[tuple[int, float, float]]:
    """(users, seconds of the main job, seconds of the floor), of each row of the table."""
    found = []
    for text in table.splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if len(cells) > 4 and _NUMBER.fullmatch(cells[0]):
            floor = sum(float(each) for each in re.findall(r"\d+\.\d+", cells[-1]))
            found.append((int(cells[0].replace(",", "")), float(cells[2].replace(",", "")), floor))
    return found


def main_job_plot(table: str) -> bytes:
    """An SVG with both axes in powers of ten. Raises ValueError for a table without rows."""
    measured = rows(table)
    if not measured:
        raise ValueError("the table has no rows")
    across = _powers([users for users, _, _ in measured])
    up = _powers([seconds for _, job, floor in measured for seconds in (job, floor)])

    def place(users: float, seconds: float) -> tuple[float, float]:
        x = _LEFT + (WIDTH - _LEFT - 30) * (math.log10(users) - across[0]) / (across[-1] - across[0])
        y = _BOTTOM - (_BOTTOM - _TOP) * (math.log10(max(seconds, 10.0 ** up[0])) - up[0]) / (up[-1] - up[0])
        return round(x, 1), round(y, 1)

    marks = [label(0, 14, "seconds"), label(WIDTH, _HEIGHT - 4, "users", anchor="end")]
    for power in up:
        y = place(10 ** across[0], 10.0**power)[1]
        marks += [line(_LEFT, y, WIDTH, y, "grid"), label(_LEFT - 6, y + 4, f"{10.0**power:g}", "tick", anchor="end")]
    for power in across:
        marks.append(label(place(10**power, 1)[0], _BOTTOM + 18, f"{10**power:,}", "tick", anchor="middle"))
    for column, mark, class_, name in ((1, dot, "after", "main job"), (2, diamond, "before", "floor")):
        points = [place(row[0], row[column]) for row in measured]
        marks += [polyline(points, f"curve {class_}"), *(mark(x, y, f"point {class_}") for x, y in points)]
        marks.append(label(points[-1][0] - 8, points[-1][1] - 10, name, anchor="end"))
    described = "; ".join(f"{users:,} users: {job:g} s, floor {floor:.1f} s" for users, job, floor in measured)
    return picture(plot("main-job", "Seconds of the main job by users", described, _HEIGHT, marks))


def _powers(values: list[float] | list[int]) -> list[int]:
    """Powers of ten from below the smallest value to above the largest one; two at least."""
    least = math.floor(math.log10(max(min(values), 0.01)))
    return list(range(least, max(math.ceil(math.log10(max(values))), least + 1) + 1))
