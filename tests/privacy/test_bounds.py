"""What keeps the work on any text within bounds: the number of looks, and what is decided once for a whole row."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from llm_assets.privacy import Redactor
from llm_assets.privacy.batch import Batch
from llm_assets.privacy.scan import WINDOW, Find
from llm_assets.privacy.spans import Finding, disjoint, joined, widened

# Each was replaced one by one once: what stood beside a fresh tag was found by the next look only, so that n characters
# took n looks.
CASCADES = ('"\u0639no. `', "MS4wLzAuMA==--1", "name is Anna.\n\u200b", "12 Main Street Apt ")


@pytest.mark.parametrize("unit", CASCADES)
def test_the_number_of_looks_has_a_bound(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    redactor = Redactor(key="bound " * 8)
    looks = 0
    found = redactor._sight.found

    def counted(batch: Batch, plain: object) -> list[list[Finding]]:
        nonlocal looks
        looks += 1
        return found(batch, plain)  # type: ignore[arg-type]

    monkeypatch.setattr(redactor._sight, "found", counted)
    text = unit * (6_000 // len(unit))
    once = redactor.redact([text])
    assert looks <= 10
    assert redactor.redact(once) == once


def _finding(start: int, end: int, entity: str = "PERSON") -> Finding:
    return Finding(start, end, entity, "rule", f"{start}-{end}")


def _places(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in findings]


def test_a_widened_finding_takes_whole_words_and_whole_findings() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff"
    old = [_finding(0, 9), _finding(25, 29)]
    wide = widened(old, [_finding(12, 13)], 4, text)
    assert _places(wide) == [(0, 19)]
    assert _places(joined(old, wide)) == [(0, 19), (25, 29)]


def test_widened_findings_that_meet_are_one() -> None:
    assert _places(widened([], [_finding(10, 11), _finding(13, 14)], 3, "x" * 40)) == [(0, 40)]
    assert _places(widened([], [_finding(2, 3), _finding(13, 14)], 1, "a b c d e f g h i j k l m")) == [(0, 5), (12, 15)]


def test_thousands_of_overlapping_findings_become_disjoint_in_order() -> None:
    text = "1234567890" * 3_000
    found = disjoint([_finding(place, place + 3 + place % 5) for place in range(0, 29_000, 2)], text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert sum(each.end - each.start for each in found) >= 28_000


def test_a_row_of_single_digits_is_no_row_of_cards() -> None:
    row = "/".join("52601815908301661318609139099603082462819482199351819093786597543231948757")
    assert Redactor(key="row " * 10).redact([row]) == [row]
    assert "4" not in Redactor(key="row " * 10).redact(["4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"])[0]


@pytest.mark.parametrize(
    "unit",
    ["eyJabc-1234567-", "AKIA-1234567-", "a-1234567-", "xeyJabcdefgh1", "1.2@a.", "12-34 Aa ", "postgres://u:p", "eyJ-.eyJ"],
)
def test_a_search_reads_no_further_than_a_window(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host or a web token that may begin early was followed to the end of its row by the recogniser that was asked how far it
    goes."""
    redactor = Redactor(key="window " * 8, names=False)
    scanner = redactor._sight._scanner
    read: list[int] = []

    def counted(find: Find) -> Find:
        def counting(buffer: bytes, start: int, end: int) -> tuple[int, int]:
            read.append(end - start)
            return find(buffer, start, end)

        return counting

    monkeypatch.setattr(scanner, "_each", [(each, counted(find), active) for each, find, active in scanner._each])
    ends = unit.startswith("xeyJ") * ".eyJabcdefghij"
    redactor.find([unit * (40_000 // len(unit)) + ends])
    assert max(read, default=0) <= WINDOW


@pytest.mark.parametrize("length", [*range(6_100, 6_200, 9), *range(7_100, 7_230, 3), *range(8_130, 8_230, 3)])
def test_nothing_is_lost_at_the_border_of_a_window(length: int) -> None:
    redactor = Redactor(key="border " * 8, names=False)
    text = "lorem ipsum " * 1_000
    value = "jane.roe@example.com and 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00"
    found = redactor.find([text[: length - 1] + " " + value + " " + text])[0]
    assert [(span.start - length, span.entity) for span in found] == [(0, "EMAIL"), (25, "CREDIT_CARD"), (46, "IBAN")]
