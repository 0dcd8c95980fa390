"""Pieces of text know where they stand."""

import re

import pytest

from llm_assets.sample.markup import to_html
from llm_assets.sample.oddities import with_crlf
from llm_assets.sample.text import Piece, Text, fill

_MAIL = Piece("a@example.com", "EMAIL", "u-1")


def test_spans_are_counted_in_code_points() -> None:
    text = Text(Piece("👩🏽 "), _MAIL, Piece(", "), Piece("#1", looks_like="ID_OTHER"))
    spans, decoys = text.marks()
    assert spans == [{"start": 3, "end": 16, "entity": "EMAIL", "value_of": "u-1"}]
    assert str(text)[3:16] == "a@example.com"
    assert decoys == [{"start": 18, "end": 20, "looks_like": "ID_OTHER"}]


@pytest.mark.parametrize("literal", ["{{ name }}", '{"a": 1}', "{% if x %}", "{}", "{A}"])
def test_only_slots_are_filled(literal: str) -> None:
    assert str(fill(literal + " {mail}", lambda _: _MAIL)) == literal + " a@example.com"


def test_html_keeps_a_mail_twice_and_drops_the_span_of_what_is_escaped() -> None:
    made = to_html(Text(Piece("A < B\n\n"), _MAIL, Piece("D&D", "PERSON")))
    spans, _ = made.marks()
    assert [span["entity"] for span in spans] == ["EMAIL", "EMAIL"]
    assert [span["start"] for span in spans] == [m.start() for m in re.finditer("a@example.com", str(made))]
    assert "A &lt; B</p>\n<p>" in str(made)
    assert "D&amp;D" in str(made)


def test_crlf_moves_the_spans() -> None:
    made = with_crlf(Text(Piece("x\ny\n"), _MAIL))
    spans, _ = made.marks()
    assert spans[0]["start"] == 6
    assert str(made).startswith("x\r\ny\r\n")
