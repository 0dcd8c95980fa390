"""The true spans: they lie where they say, and what stands there is what they say, however it is written."""

import html
import re
import unicodedata
from collections import Counter
from typing import Any
from urllib.parse import unquote

import phonenumbers
import pytest
from stdnum import iban, luhn

from llm_assets.settings.model import Entity

Row = dict[str, Any]


def _field(mark: Row, users: dict[str, Row], events: dict[str, Row]) -> str:
    row = users[mark["row"]] if mark["table"] == "users" else events[mark["row"]]
    text: str = row[mark["column"]]
    return text


def _plain(text: str) -> str:
    """Undoes every disguise that the sample uses."""
    text = unquote(html.unescape(text)).replace(" (at) ", "@").replace(" (dot) ", ".").replace("**", "")
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join(text.casefold().split())


def _values(marks: list[Row], users: dict[str, Row], events: dict[str, Row], entity: str) -> list[tuple[str, str | None]]:
    return [
        (_field(mark, users, events)[span["start"] : span["end"]], span["value_of"])
        for mark in marks
        for span in mark["spans"]
        if span["entity"] == entity
    ]


def test_spans_lie_in_their_fields_and_do_not_overlap(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    known = set(Entity.__args__)  # type: ignore[attr-defined]
    for mark in marks:
        text = _field(mark, users, events)
        both = sorted([*mark["spans"], *mark.get("decoys", [])], key=lambda span: span["start"])
        assert both, "a line without marks"
        end = 0
        for span in both:
            assert end <= span["start"] < span["end"] <= len(text)
            assert span.get("entity", span.get("looks_like")) in known
            assert span.get("value_of") is None or span["value_of"] in users
            end = span["end"]


def test_one_line_a_field(marks: list[Row]) -> None:
    fields = Counter((mark["table"], mark["row"], mark["column"]) for mark in marks)
    assert max(fields.values()) == 1


@pytest.mark.parametrize(
    ("entity", "column"), [("EMAIL", "email"), ("USERNAME", "username"), ("ADDRESS", "address"), ("ZIP", "zip")]
)
def test_a_users_value_stands_there(
    marks: list[Row], users: dict[str, Row], events: dict[str, Row], entity: str, column: str
) -> None:
    owned = [(text, owner) for text, owner in _values(marks, users, events, entity) if owner]
    assert owned
    for text, owner in owned:
        expected = _plain(users[owner][column])
        found = _plain(text)
        # An address may be its street alone; `+` in a link is percent-encoded, so it comes back as itself.
        assert found == expected or (entity == "ADDRESS" and expected.find(found) >= 0)


def test_a_users_name_or_a_part_of_it_stands_there(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    owned = [(text, owner) for text, owner in _values(marks, users, events, "PERSON") if owner]
    assert len(owned) > 1000
    for text, owner in owned:
        found = re.sub(r"^(.+), (.+)$", r"\2 \1", _plain(text))
        assert found in _plain(users[owner]["name"])


def test_a_users_phone_stands_there(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    for text, owner in _values(marks, users, events, "PHONE"):
        if owner:
            region = users[owner]["country"]
            written = phonenumbers.parse(unicodedata.normalize("NFKC", text), region)
            assert written == phonenumbers.parse(users[owner]["phone"])


def test_ids_in_texts_are_distinctive(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    ids = _values(marks, users, events, "ID_OTHER")
    assert len(ids) > 10
    assert all(text == owner and not text.startswith("u-") for text, owner in ids)


def test_numbers_with_check_digits_are_right(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    cards = [re.sub(r"\D", "", unicodedata.normalize("NFKC", t)) for t, _ in _values(marks, users, events, "CREDIT_CARD")]
    ibans = [text for text, _ in _values(marks, users, events, "IBAN")]
    assert len(cards) > 20
    assert len(ibans) > 20
    assert all(luhn.is_valid(number) for number in cards)
    assert all(iban.is_valid(number, check_country=False) for number in ibans)


def test_no_email_of_the_texts_is_unmarked(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    marked = {(mark["row"], mark["column"]): mark["spans"] for mark in marks if mark["table"] == "interactions"}
    for event in events.values():
        for column in ("subject", "body", "body_html"):
            for hit in re.finditer(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", event[column] or ""):
                spans = marked[event["event_id"], column]
                assert any(span["start"] < hit.end() and hit.start() < span["end"] for span in spans)


def test_no_known_value_of_the_texts_is_unmarked(marks: list[Row], users: dict[str, Row], events: dict[str, Row]) -> None:
    columns = ("name", "email", "phone", "username", "address")
    values = {row[column] for row in users.values() for column in columns} | {u for u in users if not u.startswith("u-")}
    longest_first = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    marked = {(mark["row"], mark["column"]): mark["spans"] for mark in marks if mark["table"] == "interactions"}
    for event in events.values():
        for column in ("subject", "body", "body_html"):
            spans = marked.get((event["event_id"], column), [])
            for hit in pattern.finditer(event[column] or ""):
                assert any(span["start"] <= hit.start() and hit.end() <= span["end"] for span in spans), event["event_id"]


def test_every_entity_is_marked(marks: list[Row]) -> None:
    found = {span["entity"] for mark in marks for span in mark["spans"]}
    assert found == set(Entity.__args__)  # type: ignore[attr-defined]


def test_near_misses_are_marked(marks: list[Row]) -> None:
    decoys = Counter(decoy["looks_like"] for mark in marks for decoy in mark.get("decoys", []))
    assert set(decoys) >= {"PERSON", "DATE", "PHONE", "IP", "ID_OTHER"}
