"""Phones: forms that stand by themselves, forms that need words, and numbers that are none."""

from datetime import datetime
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.recognisers import numbers
from tests.privacy.recognisers.material import found

TIMES = ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y", "%m/%d/%Y %H:%M", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S+00:00"]


@pytest.mark.parametrize(
    "phone",
    [
        "+41 (0)44 668 18 00", "+44 20 7946 0000 ext. 5", "+7 495 123-45-67", "0044 131 496 0136", "001-555-555-0100",
        "(555)555-0100x123", "555.555.0100 #12", "555-555-0100", "1-800-555-0199", "+81 3-1234-5678", "030 901820",
    ],
)  # fmt: skip
def test_a_form_stands_by_itself(phone: str) -> None:
    assert found(f"well {phone}, then") == [("PHONE", phone)]


@pytest.mark.parametrize(
    ("lead", "phone", "follow"),
    [
        ("Phone: ", "785 0100", ""),
        ("They're not answering at ", "(88) 684-334", ""),
        ("Tel.: ", "12 34 56", ""),
        ("meine Handynummer ist ", "9876 54321", ""),
        ("mon portable est le ", "12 345 678", ""),
        ("mi móvil es el ", "12 345 678", ""),
        ("il mio cellulare è ", "12 345 678", ""),
        ("bel me op ", "123 45 678", ""),
        ("mój telefon to ", "12 345 678", ""),
        ("o meu telemóvel é ", "12 345 678", ""),
        ("", "28-64-66-98", " office\nnext"),
        ("", "3660170548", "-Fax"),
        ("call me at ", "5555550100", ""),
    ],
)
def test_words_beside_it_make_it_one(lead: str, phone: str, follow: str) -> None:
    assert found(lead + phone + follow) == [("PHONE", phone)]


@pytest.mark.parametrize(
    "text",
    [
        "call me on 2024-01-02 10:00", "my phone order 12345678", "the phone costs 1200000", "call 1 000 000 users",
        "phone: 3.14159265", "+40.7128 -74.0060", "ISBN 978-3-16-148410-0", "2012 - 11/3976",
        "1990-2005 phone",
        "100 200 300 400 500", "20240102 103000", "1,234,567 mobile users", "v12.345.678", "DE89 3704 0044 0532 0130 01",
        "1704067200000", "ratio 16/9 4/3 21/9", "123-45-67890", "051102-9234110",
    ],
)  # fmt: skip
def test_no_phone(text: str) -> None:
    assert "PHONE" not in [entity for entity, _ in found(text)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9999), min_size=3, max_size=6), min_size=2, max_size=5),
    st.sampled_from(["\t", " | ", ", "]),
)
def test_tables_hold_no_phones(rows: list[list[int]], joint: str) -> None:
    text = "\n".join(joint.join(f"{cell:,}.50" for cell in row) for row in rows)
    assert "PHONE" not in [entity for entity, _ in found(text)]


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(TIMES),
)
def test_times_are_no_phones(moment: datetime, form: str) -> None:
    assert "PHONE" not in [entity for entity, _ in found(f"call me {format(moment, form)}")]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9_999_999_999), st.sampled_from(["{}-{}-{}", "({}) {}-{}", "({}){}-{}", "{}.{}.{}"]))
def test_every_reader_knows_the_american_form(number: int, form: str) -> None:
    digits = f"{number:010}"
    phone = form.format(digits[:3], digits[3:6], digits[6:])
    assert ("PHONE", phone) in found(f"at home {phone} thanks")


def test_a_question_makes_the_answer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module(numbers.__module__)
    monkeypatch.setattr(module, "asks_for", lambda message: frozenset({"phone"} if "phone" in message else ()))
    assert found("5555550100", "what is your phone?") == [("PHONE", "5555550100")]
    assert "PHONE" not in dict(found("5555550100", "what is your order?"))
