"""HTML columns as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.html import plain_text


@pytest.mark.parametrize(
    ("html", "expected", "why"),
    [
        ("no markup", "no markup", "untouched"),
        ("a &amp; b", "a & b", "entities are decoded: a value may hide in them"),
        ("<p>one</p><p>two</p>", "one\n\ntwo", "paragraphs stay apart"),
        ("An<b>n</b>a", "Anna", "inline markup does not part a word"),
        ("a<br>b", "a\nb", "a line break is one"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two", "lists"),
        ('<a href="https://x.example/y">label</a>', "label (https://x.example/y)", "where a link goes is content"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example", "an address is not said twice"),
        ('<img alt="a cat" src="c.png">', "a cat c.png", "what an image says"),
        ("<script>alert(1)</script>text<style>p{}</style>", "text", "what nobody reads is no text"),
        ("<pre>a\n  b</pre>", "a\n  b", "code keeps its lines"),
        ("<!-- Anna -->text", "text", "comments are not shown"),
        ("<p>not closed <b>bold", "not closed bold", "broken markup is read as browsers do"),
    ],
)
def test_what_a_reader_sees(html: str, expected: str, why: str) -> None:
    assert plain_text(html) == expected, why


@given(st.text(alphabet="<>/abp &;!-\n\"'=", max_size=200))
def test_any_soup_gives_text_without_error(html: str) -> None:
    assert isinstance(plain_text(html), str)


def test_deep_nesting_is_no_recursion() -> None:
    assert plain_text("<div>" * 20_000 + "x").strip() == "x"
