"""The plots of what was done. Each takes a part of the facts and gives a picture, or nothing where there is nothing to show."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from llm_assets.tree.report.drawing import WIDTH, bar, label, line, plot
from llm_assets.tree.report.figures import number, share
from llm_assets.tree.report.scales import HEIGHT, LEFT, RIGHT, above, height_of, upright

_NOTHING = Markup("")
_ROW = 26
_BORDERS = (10, 50, 200, 1_000, 10_000, 100_000, 1_000_000)  # of the sizes of groups, beside 1, 2 and k
Row = Mapping[str, Any]


def flow(table: str, counts: Mapping[str, int], end: str = "published") -> Markup:
    """What was read, what fell away, what is left: each bar begins where the one before it ends. end: key of what is left."""
    read = counts.get("read", 0)
    if not read:
        return _NOTHING
    gone = [(key, counts.get(key, 0)) for key in ("quarantined", "cut", "erased") if counts.get(key, 0)]
    x, wide = 98, WIDTH - 98 - 74
    marks, left = [label(0, 17, "read", "name"), bar(x, 5, wide, 16, "before"), _after(x + wide, 17, number(read))], read
    for index, (key, count) in enumerate(gone, 1):
        y = 5 + index * _ROW
        left -= count
        marks += [label(0, y + 12, f"− {key}", "name"), bar(x + wide * left / read, y, wide * count / read, 16, "warm")]
        marks.append(_after(x + wide, y + 12, number(count)))
    y = 5 + (len(gone) + 1) * _ROW
    published = counts.get(end, 0)
    marks += [label(0, y + 12, f"= {end}", "name strong"), _after(x + wide, y + 12, number(published), "strong")]
    if published:
        marks.append(bar(x, y, wide * published / read, 16, "after"))
    said = f"{number(read)} {table} read, {number(published)} {end}" + "".join(f", {number(n)} {key}" for key, n in gone)
    return plot(f"flow-{table}", f"What became of the {table}", f"{said}.", y + 24, marks)


def _after(x: float, y: float, text: str, class_: str = "") -> Markup:
    return label(x + 6, y, text, f"value {class_}".strip())


def replaced(by_entity: Mapping[str, int]) -> Markup:
    """How often each kind was replaced, most often first."""
    return amounts("replaced", "Replacements in texts, by kind", by_entity)


def amounts(name: str, title: str, by_name: Mapping[str, int]) -> Markup:
    """A bar for each of some amounts, the largest first. name, title: of the plot."""
    rows = sorted(((each, amount) for each, amount in by_name.items() if amount), key=lambda row: (-row[1], row[0]))
    if not rows:
        return _NOTHING
    x, most = 128, rows[0][1]
    wide = WIDTH - x - 62
    marks = []
    for index, (each, amount) in enumerate(rows):
        y = 4 + index * 24
        marks += [label(0, y + 12, each, "name"), bar(x, y, wide * amount / most, 15, "after")]
        marks.append(_after(x + wide * amount / most, y + 12, number(amount)))
    said = ", ".join(f"{each} {number(amount)}" for each, amount in rows)
    return plot(name, title, f"{said}.", len(rows) * 24 + 6, marks)


def group_bins(sizes: Sequence[Sequence[int]], k: int) -> list[tuple[str, int]]:
    """(range of sizes, groups of such a size), from 1 on; one border is k.

    sizes: (least size, number of groups) of ranges that begin at the borders here, or finer ones.
    """
    borders = sorted({1, 2, k, *[border for border in _BORDERS if border > k][:3]})
    bins = []
    for first, end in pairwise([*borders, 0]):
        groups = sum(count for size, count in sizes if size >= first and (not end or size < end))
        name = f"{number(first)}+" if not end else number(first) if end == first + 1 else f"{number(first)}–{number(end - 1)}"
        bins.append((name, groups))
    return bins


def group_sizes(anonymity: Mapping[str, Any]) -> Markup:
    """How large groups are, before and after."""
    k = int(anonymity.get("k") or 1)
    sides = [(each, (anonymity.get(each) or {}).get("sizes")) for each in ("before", "after")]
    bins = {side: group_bins(sizes, k) for side, sizes in sides if sizes}
    if not bins:
        return _NOTHING
    total = {side: sum(groups for _, groups in rows) or 1 for side, rows in bins.items()}
    names = [name for name, _ in next(iter(bins.values()))]
    step = (WIDTH - LEFT - RIGHT) / len(names)
    marks = upright("share of groups")
    for index, name in enumerate(names):
        x = LEFT + index * step
        for offset, (side, rows) in enumerate(bins.items()):
            part, wide = rows[index][1] / total[side], step * 0.36
            if part:
                y = height_of(part)
                marks.append(bar(x + step * 0.12 + offset * (wide + 2), y, wide, max(HEIGHT - y, 1.5), side))
        # Long names would touch: every second one stands lower.
        lower = 13 * (index % 2) * (max(map(len, names)) > 7)
        marks.append(label(x + step / 2, HEIGHT + 15 + lower, name, "tick", "middle"))
    if k > 1:
        border = LEFT + step * sum(name.partition("–")[0] in ("1", "2") and k > int(name[0]) for name in names)
        marks += [line(border, 26, border, HEIGHT, "limit"), label(border + 4, 38, f"k = {k}", "limit-name")]
    marks.append(label(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT + 44, "users in the group", "tick", "middle"))
    said = " ".join(
        f"{side.capitalize()}: "
        + ", ".join(f"{share(groups / total[side])} of groups have {name} users" for name, groups in rows if groups)
        + "."
        for side, rows in bins.items()
    )
    return plot("groups", "Groups by size", said, HEIGHT + 52, marks)


def recall(rows: Sequence[Row], way: str) -> Markup:
    """Recall of each kind on the canaries, of the values that must be found in one way, with its interval."""
    rows = [row for row in rows if row.get("planted") and row.get("way", way) == way]
    if not rows:
        return _NOTHING
    left = 128
    wide, top = WIDTH - left - 60, 24
    foot = top + len(rows) * 24
    marks = list(above(left, wide, top, foot, (0.0, 0.5, 1.0)))
    for index, row in enumerate(rows):
        y, found = top + index * 24 + 4, row.get("removed", 0) / row["planted"]
        # A kind has two rows where the level guarantees some spellings and only means to remove others.
        marks.append(label(0, y + 12, f"{row['entity']}{' ✓' if row.get('promised') else ''}", "name"))
        if found:
            marks.append(bar(left, y, wide * found, 15, "after" if row.get("meant", row.get("promised", True)) else "before"))
        if row.get("low") is not None and row.get("high") is not None:
            ends = left + wide * row["low"], y + 7.5, left + wide * row["high"], y + 7.5
            marks += [line(*ends, "whisker halo"), line(*ends, "whisker over")]
        marks.append(_after(left + wide, y + 12, share(found)))
    said = ", ".join(f"{row['entity']} {number(row.get('removed'))} of {number(row['planted'])}" for row in rows)
    return plot(f"recall-{way}", "Values of canaries that were removed, by kind", f"{said}.", foot + 4, marks)
