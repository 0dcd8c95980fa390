"""The page: whole HTML that needs nothing else, reads well without eyes and without colours, and holds the facts unchanged."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import orjson
import pytest

from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.report.facts import SECTIONS, report_facts
from llm_assets.tree.report.page import REPORT, TEMPLATES, page
from llm_assets.tree.report.summary import all_figures
from llm_assets.tree.report.words import CHECKS

from .evidence import evidence
from .reader import Reader
from .told import facts


@pytest.fixture(scope="module")
def whole() -> Reader:
    return Reader(page(facts()))


def test_the_page_is_whole_html_and_its_names_are_unique(whole):
    assert whole.faults == []
    names = [each.attributes["id"] for each in whole.elements if "id" in each.attributes]
    assert len(names) == len(set(names))
    links = [each.attributes["href"] for each in whole.all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(names)


def test_the_page_needs_nothing_else(whole):
    """Neither a script nor a picture, a font or a style of elsewhere; what it links to is in it."""
    assert [each.attributes for each in whole.all("script")] == [{"type": "application/json", "id": "facts"}]
    assert not whole.all("link", "img", "iframe", "object", "embed", "video", "audio", "use", "image", "form", "base")
    told = {key for each in whole.elements for key in each.attributes}
    assert not {
        key for key in told if key.startswith("on") or key in ("src", "srcset", "data", "action", "style", "xlink:href")
    }
    assert not re.search(r"url\(|@import|@font-face|expression\(", whole.all("style")[0].text)


def test_headings_are_in_order_and_every_part_has_one(whole):
    levels = [int(each.name[1]) for each in whole.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = {each.attributes.get("id") for each in whole.all("h2")}
    assert {each.attributes["aria-labelledby"] for each in whole.all("section")} == ids
    assert [each.attributes["lang"] for each in whole.all("html")] == ["en"]
    assert whole.all("title")[0].text


def test_every_table_has_a_caption_and_its_heads_say_what_they_head(whole):
    tables = whole.all("table")
    assert len(tables) > 10
    for table in tables:
        assert table.children[0].name == "caption"
        assert table.children[0].text.strip()
    assert all(each.attributes.get("scope") in ("col", "row") for each in whole.all("th"))
    assert all(len(row.children) >= 2 for row in whole.all("tr"))


def test_every_plot_is_described_in_words(whole):
    plots = [each for each in whole.all("svg") if each.attributes.get("role") == "img"]
    assert len(plots) == 8
    for plot in plots:
        title, description = plot.children[:2]
        assert (title.name, description.name) == ("title", "desc")
        assert plot.attributes["aria-labelledby"].split() == [title.attributes["id"], description.attributes["id"]]
        assert title.text
        assert re.search(r"\d", description.text)
    others = [each for each in whole.all("svg") if each not in plots]
    assert all(each.attributes.get("aria-hidden") == "true" for each in others)


def test_the_page_holds_the_facts_as_they_are():
    told = facts()
    (script,) = Reader(page(told)).all("script")
    assert orjson.loads(script.text) == told
    assert set(SECTIONS) <= set(told)


def test_the_figures_of_every_section_can_be_read(whole):
    (main,) = whole.all("main")
    text = " ".join(main.text.split())
    for figure in (
        "1,210", "802", "0.267", "band:20",  # groups
        "91.0 %", "28.0 %", "841", "8.4 %",  # behaviour
        "34.2 %", "31.2 to 37.2 %", "99.3 %", "guess 0.07 %",  # intruder
        "13.1 % of 400 people beyond what guessing links (95 % interval 10.0 to 16.0 %), by attacker B",  # the three questions
        "28.0 % of 1,000 users are singled out by 4", "in the source it was 26.0 %",
        "Attacker C links more than the limit allows", "The column diagnosis is concluded", "44.0 %",
        "771", "zero-width space inside", "93.0 %",  # canaries
        "45 CFR 164.514(b)(2)(i)(A)", "random codes",  # policy
        "12 keyed ids",  # erasure
        "PERSON 40, EMAIL 7",  # columns
    ):  # fmt: skip
        assert figure in text, figure


def test_texts_cannot_become_markup():
    told = facts()
    bad = "</script><img src=x onerror=1><b>"
    told["weaker"] = [bad]
    told["canaries"]["examples"] = [bad]
    told["replaced"]["by_rule"] = {f"EMAIL {bad}": 1}
    told["columns"][0]["name"] = bad
    read = Reader(page(told))
    assert read.faults == []
    assert not read.all("img", "b")
    assert bad in read.all("blockquote")[0].text
    assert orjson.loads(read.all("script")[0].text)["weaker"] == [bad]


@pytest.mark.parametrize("missing", SECTIONS)
def test_a_section_that_was_not_measured_is_said_to_be_so(missing):
    told = facts()
    del told[missing]
    read = Reader(page(told))
    assert read.faults == []
    absent = {"behaviour", "intruder", "canaries"}
    assert ("Not measured in this run" in read.all("main")[0].text) is (missing in absent)


def test_without_any_evidence_the_page_still_tells_what_went_in_and_out():
    told = {key: value for key, value in facts().items() if key not in SECTIONS}
    text = Reader(page(told)).all("main")[0].text
    assert "= published" in text
    assert "No column is declared as a quasi-identifier" in text


def _without(told: Any, path: tuple[Any, ...]) -> Any:
    """A copy that lacks what stands at a path."""
    if len(path) == 1:
        return {key: value for key, value in told.items() if key != path[0]}
    copy = list(told) if isinstance(told, list) else dict(told)
    copy[path[0]] = _without(copy[path[0]], path[1:])
    return copy


def _paths(told: Any) -> Iterator[tuple[Any, ...]]:
    """Where the keys of nested mappings stand; of a list, those of its first entry."""
    for key, value in told.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((key, 0, *path) for path in _paths(value[0]))


_IDENTIFY = {"name", "column", "points", "entity"}  # of a row: without them there is no row


@pytest.mark.slow
@pytest.mark.parametrize("name", SECTIONS)
def test_whatever_a_producer_leaves_out_the_page_is_whole(name):
    """A version of a producer that has not all keys must not stop a publication."""
    told = facts()
    for path in _paths(told[name]):
        if path[-1] not in _IDENTIFY:
            read = Reader(page({**told, name: _without(told[name], path)}))
            assert read.faults == [], path
            all_figures({**told, name: _without(told[name], path)})


def test_the_page_says_whether_k_was_reached_and_what_the_settings_weaken():
    told = facts()
    assert "not reached" not in page(told).decode()
    told["anonymity"]["after"]["smallest"] = 3
    told["weaker"] = ["DATE found by form stays in all texts, unless it is a known value."]
    text = page(told).decode()
    assert "not reached: there are too few users" in text
    assert text.count("DATE found by form stays") == 3  # at the top, with the settings, and in the facts
    low = facts()
    low["level"] = "low"
    assert "re-identification is easy" in page(low).decode()
    assert "re-identification is easy" not in page(told).decode()


def test_no_row_of_digits_looks_like_a_number_of_somebody():
    """Coordinates of plots that stand side by side would be telephone numbers to the audit, and one of them somebody's."""
    text = page(facts()).decode()
    assert not re.search(r"(?<![0-9a-z])[0-9](?:[ ().\-/]{0,3}[0-9]){8,40}(?![0-9a-z])", text.casefold())


def test_the_same_facts_give_the_same_bytes():
    assert page(facts()) == page(deepcopy(facts()))


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_texts_and_marks_stand_out_in_light_in_dark_and_on_paper():
    """WCAG 2.2: 4.5 for texts (1.4.3), 3 for what a plot is made of (1.4.11)."""
    css = (TEMPLATES / "style.css.j2").read_text()
    light, dark, paper = (_colours(part) for part in css.split(":root")[1:])
    assert len(light) == len(dark) == len(paper) >= 7
    for colours in (light, dark, paper):
        for ground in ("ground", "panel"):
            for text in ("ink", "muted", "after", "warm"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for shape in ("after", "warm", "before"):
            assert _contrast(colours[shape], colours["ground"]) >= 3, shape


def test_every_check_that_forbids_publication_is_explained():
    assert set(CHECKS) == {*LEAK_CHECKS, *TREE_CHECKS, *EVIDENCE_CHECKS}


def test_the_report_is_a_file_of_the_tree_like_any_other(bench, snapshot):
    report = bench.report()
    staged = bench.stage(report)
    found = snapshot(staged.root)
    manifest = orjson.loads(found["manifest.json"])
    (entry,) = [each for each in manifest["files"] if each["path"] == REPORT]
    assert (entry["records"], entry["tokens"]) == (0, 0)
    assert REPORT in found["SHA256SUMS"].decode()
    assert f"({REPORT})" in found["llms.txt"].decode()
    assert REPORT in found["README.md"].decode()
    assert found[REPORT] == page(report_facts(staged.plan))


def test_shares_are_rounded_so_that_noise_does_not_change_the_bytes(bench):
    from llm_assets.tree.report.account import Account

    report = bench.report()
    given = evidence()
    given["behaviour"]["date_shift"]["within_day"] = 0.123456789
    staged = bench.stage(report, facts=bench.facts(report, account=Account(evidence=given)))
    assert report_facts(staged.plan)["behaviour"]["date_shift"]["within_day"] == 0.1235
