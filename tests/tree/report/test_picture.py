"""A plot without the page: it brings its own colours, and says the same."""

import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from llm_assets.tree.report import plots, risks
from llm_assets.tree.report.picture import picture

from .evidence import evidence

_SVG = "{http://www.w3.org/2000/svg}"


def _plots() -> list[Markup]:
    made = evidence()
    return [
        plots.flow("users", {"read": 10, "quarantined": 2, "kept": 8}, "kept"),
        plots.replaced({"EMAIL": 12, "PERSON": 7}),
        plots.amounts("tokens", "Tokens, by format", {"markdown": 120, "jsonl & <own>": 80}),
        plots.group_sizes(made["anonymity"]),
        risks.attackers(made["intruder"]["attackers"]),
        risks.unicity(made["behaviour"]["unicity"]),
    ]


@pytest.mark.parametrize("plot", _plots(), ids=["flow", "replaced", "amounts", "groups", "attackers", "unicity"])
def test_every_class_of_a_plot_has_its_rule_in_the_picture(plot: Markup) -> None:
    root = ET.fromstring(picture(plot))
    style = root.findtext(f"{_SVG}style") or ""
    used = {name for each in root.iter() for name in (each.get("class") or "").split()} - {"plot", "point", "curve"}
    assert used
    assert not {name for name in used if f".{name}" not in style}
    assert ":root" in style
    assert int(root.get("width") or 0) > int(root.get("height") or 0) / 4
    texts = [each.text for each in root.iter(f"{_SVG}text")]
    assert texts == [each.text for each in ET.fromstring(plot).iter("text")]


def test_what_is_no_plot_is_refused() -> None:
    with pytest.raises(ValueError, match="not a plot"):
        picture(Markup("<p>no plot</p>"))
