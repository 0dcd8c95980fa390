"""What differs between two trees, as a table for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from llm_assets.tree.diff.compare import Difference
from llm_assets.tree.report.figures import NONE, number, setting

_PARTS = (("head", "made with"), ("counts", "accounts"), ("figures", "findings and risk"), ("settings", "settings"))
_WIDEST = 44
Row = tuple[str, str, str, str]


def table(difference: Difference) -> str:
    """The text, with a line break at its end."""
    rows = list(_rows(difference))
    widths = [min(max(len(row[column]) for row in rows), _WIDEST) for column in range(3)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, row[3]]).rstrip())
    return "\n".join([*lines, "", *_sentences(difference), ""])


def _rows(difference: Difference) -> Iterator[Row]:
    first, second = difference["trees"]
    yield "", _short(first), _short(second), "change"
    for name, (one, other) in difference["published"].items():
        yield f"{name} published", number(one), number(other), _change(one, other)
    if difference["policy"] != [None, None]:
        one, other = difference["policy"]
        yield "policy", one or "none", other or "none", ""
    for part, title in _PARTS:
        if difference[part]:
            yield "", "", "", ""
            yield f"{title}:", "", "", ""
        for name, (one, other) in difference[part].items():
            yield f"  {name}", _cell(one), _cell(other), _change(one, other)


def _short(path: str) -> str:
    return path if len(path) <= _WIDEST else f"…{path[-_WIDEST + 1 :]}"


def _cell(value: Any) -> str:
    text = NONE if value is None else setting(value)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _change(one: Any, other: Any) -> str:
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other)):
        return ""
    change = other - one
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{number(round(abs(change), 4))}"


def _sentences(difference: Difference) -> Iterator[str]:
    if difference["same"]:
        yield "The trees are the same, to the byte."
        return
    if difference["users"] is None:
        yield f"Users cannot be compared: {difference['why']}."
    else:
        yield f"Users: {_moved(difference['users'])}."
    yield f"Files: {_moved(difference['files'])}."
    for sentence, (one, _) in difference["weaker"].items():
        yield f"Weaker than its level in the {'first' if one else 'second'} alone: {sentence}"
    for has_report, tree in zip(difference["reports"], difference["trees"], strict=True):
        if not has_report:
            yield f"No findings, risk and settings of {tree}: it has no privacy report."


def _moved(counts: Mapping[str, int]) -> str:
    return (
        f"{number(counts['came'])} came, {number(counts['went'])} went, {number(counts['changed'])} changed, "
        f"{number(counts['same'])} stayed as they were"
    )
