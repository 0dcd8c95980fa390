"""A plot as a picture of its own: SVG that needs no page around it, for whoever shows images and not our style sheet."""

import re
from functools import cache

from markupsafe import Markup

from llm_assets.tree.report.drawing import WIDTH
from llm_assets.tree.report.page import TEMPLATES

_PIXELS = 440  # a dialog of Dagster's UI has room for 520
_FRAME = re.compile(r'<svg class="plot" viewBox="0,0,(?P<wide>[\d.]+),(?P<high>[\d.]+)"')
_MARGIN = 8
_FONT = "font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif"


def picture(plot: Markup) -> bytes:
    """The plot with the style of the report, on a ground of its own, so that it can be read in a dark window too."""
    found = _FRAME.match(plot)
    if found is None:
        raise ValueError("not a plot of tree.report.drawing")
    wide, high = WIDTH + 2 * _MARGIN, float(found["high"]) + 2 * _MARGIN
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="{-_MARGIN},{-_MARGIN},{wide},{high:g}" '
        f'width="{_PIXELS}" height="{_PIXELS * high / wide:.0f}"'
    )
    head, _, marks = plot[found.end() :].partition(">")
    used = frozenset(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', marks))))
    style = "".join(rule for names, rule in _rules() if not names or names & used)
    ground = f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{wide}" height="{high:g}" fill="#fff"/>'
    return f"{frame}{head}><style>{style}</style>{ground}{marks}".encode()


@cache
def _rules() -> tuple[tuple[frozenset[str], str], ...]:
    """(classes, rule) of the report's style sheet, as far as it is about plots; without classes: colours and font."""
    sheet = (TEMPLATES / "style.css.j2").read_text(encoding="utf-8")
    colours = re.search(r":root \{[^}]*\}", sheet)
    assert colours is not None
    found = [(frozenset[str](), " ".join(colours[0].split())), (frozenset[str](), f"svg{{{_FONT}}}")]
    for rule in re.findall(r"^(?:\.plot|svg) .*\}$", sheet, re.MULTILINE):
        chosen = rule.partition("{")[0]
        classes = frozenset(re.findall(r"\.([\w-]+)", chosen)) - {"plot"}
        if classes or " text " in chosen:
            found.append((classes, rule))
    return tuple(found)
