"""Custom patterns at work: scripts, disguises, context, validators, overlaps, and time."""

import time

import pytest

from llm_assets.privacy.policy.custom import custom_patterns
from llm_assets.privacy.spans import Finding, disjoint
from llm_assets.privacy.view import View
from llm_assets.settings.privacy_model import Pattern


def _found(text: str, before: str = "", level: str = "high", **pattern: object) -> list[str]:
    patterns = [Pattern.model_validate({"name": "own", **pattern})]
    view = View(["zero", text, "last"])
    found = list(custom_patterns(patterns, level).find(view, ["", before, ""]))
    assert {index for index, _ in found} <= {1}
    return [text[finding.start : finding.end] for _, finding in found]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"TCK-\d{6}", "see TCK-123456, TCK-12345 and TCK-1234567", ["TCK-123456", "TCK-123456"]),
        (r"\bTCK-\d{6}\b", "TCK-1234567 or TCK-123456.", ["TCK-123456"]),
        (r"TCK-\d{6}", "T\u200bC**K-12**3456 and ＴＣＫ-１２３４５６", ["T\u200bC**K-12**3456", "ＴＣＫ-１２３４５６"]),
        (r"Núñez \d", "Nunez 1, Núñez 2, NÚÑEZ 3", ["Nunez 1", "Núñez 2"]),
        ("заказ №\\d+", "заказ №15, налог №15", ["заказ №15"]),  # letters without an ASCII form are told apart
        (r"订单\d{4}", "订单1234 电话1234", ["订单1234"]),
        (r"(?i)заказ \d+", "ЗАКАЗ 15", ["ЗАКАЗ 15"]),
        (r"\w+-\d", "München-1 Łódź-2 東京-3", ["München-1", "Łódź-2", "東京-3"]),
        (r"a.*z", "a b\nz a c z", ["a c z"]),
        (r"x[^y]*y", "x [EMAIL:abcdefgh] y", []),  # over no tag
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, found: list[str]) -> None:
    assert _found(text, pattern=pattern) == found


@pytest.mark.parametrize(
    ("text", "before", "found"),
    [
        ("ticket 4711", "", True),
        ("4711 is my TICKET", "", True),
        ("4711", "What is your ticket number?", True),
        ("4711", "What is your name?", False),
        ("tickets 4711", "", False),  # another word
        ("Númèro 4711", "", True),
        ("ваш заказ: 4711", "", True),
        ("ваши заказы: 4711", "", False),
        ("我的订单是4711", "", True),  # no spaces to stand apart by
        ("ticket " + "x " * 40 + "4711", "", False),
        ("x " * 40 + "4711", "your ticket?", False),  # the question is far away
    ],
)
def test_words_of_context_in_any_script(text: str, before: str, found: bool) -> None:
    words = ["Ticket", "numero", "заказ", "订单"]
    assert bool(_found(text, before, pattern=r"\b\d{4}\b", context=words)) is found


@pytest.mark.parametrize(
    ("validator", "good", "bad"),
    [
        ("luhn", "79927398713", "79927398710"),
        ("mod97", "79444", "79445"),  # the example of ISO 7064
        ("entropy", "x7Kq2mZp9Rt4", "aaaaaaaabbbb"),
        ("stdnum.de.idnr", "36574261809", "36574261890"),  # the example of python-stdnum
    ],
)
def test_a_validator_decides(validator: str, good: str, bad: str) -> None:
    assert _found(f"{bad} {good}", pattern=r"\w+", validator=validator) == [good]


def test_a_pattern_works_from_its_level_on() -> None:
    assert _found("TCK", level="low", pattern="TCK") == ["TCK"]
    patterns = [Pattern(name="own", pattern="TCK", level="medium")]
    assert list(custom_patterns(patterns, "low").find(View(["TCK"]), [""])) == []
    assert [rule.name for rule in custom_patterns(patterns, "high").rules] == ["own"]


def test_of_two_patterns_at_one_place_the_longer_wins() -> None:
    patterns = [
        Pattern(name="short", pattern="AB"),
        Pattern(name="long", pattern=r"AB\d+"),
        Pattern(name="other", pattern=r"\d"),
    ]
    found = [finding.rule for _, finding in custom_patterns(patterns, "high").find(View(["AB12 AB 7"]), [""])]
    assert found == ["long", "short", "other"]


def test_what_is_refused_costs_no_more_than_what_is_taken() -> None:
    """A match that its validator refuses was looked at again from each of its words on: a line of 100 KB took minutes."""
    text = "word " * 20_000
    started = time.perf_counter()
    assert _found(text, pattern=r"\w.*\w", validator="luhn") == []
    assert time.perf_counter() - started < 2


def test_what_only_a_form_speaks_for_yields_to_a_pattern_of_your_own() -> None:
    by_form, own = Finding(0, 10, "ID_OTHER", "id-form", "a"), Finding(0, 10, "TICKET", "ticket", "b")
    assert disjoint([by_form, own], "TCK-104211") == [own]
