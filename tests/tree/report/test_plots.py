"""Plots: nothing is lost between the figures and the picture."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.tree.report import plots, risks
from llm_assets.tree.report.figures import answer, number, setting, share

from .evidence import evidence

_SIZES = st.lists(st.tuples(st.integers(1, 2_000_000), st.integers(1, 1000)), max_size=30)


@given(_SIZES, st.integers(1, 500))
def test_every_group_is_in_one_bin_and_no_bin_crosses_k(sizes: list[tuple[int, int]], k: int) -> None:
    bins = plots.group_bins(sizes, k)
    assert sum(groups for _, groups in bins) == sum(groups for _, groups in sizes)
    under = 0
    for name, groups in bins:
        first = int(name.partition("–")[0].rstrip("+").replace(",", ""))
        under += groups if first < k else 0
    assert under == sum(groups for size, groups in sizes if size < k)


def _bars(svg: str, kind: str) -> list[tuple[float, float]]:
    """(x, width) of the bars of a class."""
    found = re.findall(rf'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" class="{kind}"', svg)
    return [(float(x), float(width)) for x, width in found]


@pytest.mark.parametrize(("quarantined", "cut", "erased"), [(0, 0, 0), (100, 0, 0), (100, 50, 250), (1000, 0, 0)])
def test_the_bars_of_the_flow_add_up(quarantined: int, cut: int, erased: int) -> None:
    published = 1000 - quarantined - cut - erased
    counts = {"read": 1000, "published": published, "quarantined": quarantined, "cut": cut, "erased": erased}
    svg = str(plots.flow("users", counts))
    ((start, whole),) = _bars(svg, "before")
    kept = sum(width for _, width in _bars(svg, "after"))
    gone = _bars(svg, "warm")
    assert kept + sum(width for _, width in gone) == pytest.approx(whole, abs=0.5)
    if gone:
        assert gone[0][0] + gone[0][1] == pytest.approx(start + whole, abs=0.5)
        assert gone[-1][0] == pytest.approx(start + kept, abs=0.5)


def test_what_was_not_measured_has_no_picture() -> None:
    assert plots.flow("users", {}) == plots.replaced({}) == plots.group_sizes({}) == plots.recall([], "known") == ""
    assert risks.unicity([]) == risks.attackers([]) == risks.attackers([{"name": "A"}]) == ""


def test_every_mark_lies_in_its_picture() -> None:
    told = evidence()
    pictures = [
        plots.flow("users", {"read": 9_999_999, "published": 9_999_000, "quarantined": 999}),
        plots.replaced({"DRIVER_LICENSE": 1_000_000_000, "IP": 1}),
        plots.group_sizes({**told["anonymity"], "k": 500}),
        plots.recall(told["canaries"]["by_entity"], "form"),
        risks.unicity(told["behaviour"]["unicity"]),
        risks.attackers(told["intruder"]["attackers"]),
    ]
    for svg in map(str, pictures):
        wide, high = map(float, re.findall(r'viewBox="0,0,([\d.]+),([\d.]+)"', svg)[0])
        for name, limit in (("x", wide), ("cx", wide), ("y", high), ("cy", high), ("x2", wide), ("y2", high)):
            assert all(0 <= float(at) <= limit for at in re.findall(rf' {name}="(-?[\d.]+)"', svg))
        for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg):
            assert float(x) + float(width) <= wide


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.5, "50.0 %"),
        (0.9996, "99.96 %"),  # never rounded up to all
        (0.99999, "over 99.99 %"),
        (0.0004, "0.04 %"),
        (0.00001, "under 0.01 %"),  # nor down to none
        (None, "–"),
    ],
)
def test_shares_as_people_read_them(value: float | None, text: str) -> None:
    assert share(value).replace("\u00a0", " ") == text


def test_numbers_and_settings_as_people_read_them() -> None:
    assert [number(each) for each in (1234567, 0.25, 3.0, True, None, 0.00002)] == [
        "1,234,567",
        "0.25",
        "3",
        "yes",
        "–",
        "under 0.001",
    ]
    assert [setting(each) for each in (None, {}, [], {"a": 1}, ["x", "y"], False)] == [
        "not set", "none", "none", "a: 1", "x, y", "no",
    ]  # fmt: skip
    assert answer({}) == "–"
    told = answer({"linked": 0.5, "low": 0.4, "high": 0.6, "guess": 0.1, "people": 20, "how": "by guessing"})
    assert told.replace("\u00a0", " ") == (
        "50.0 %; 95 % interval 40.0 to 60.0 %; guessing 10.0 %; people: 20; how: by guessing"
    )
