"""The estimate of tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.documents.tokens import count, counts


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("", 0, "nothing"),
        (" \n\t", 0, "blanks are free"),
        ("Hello, world!", 4, "words and marks"),
        ("order_id 12", 2, "an underscore is part of a word"),
        ("naïve café", 2, "letters of any alphabet"),
        ("हिन्दी", 1, "combining marks are part of a word"),
        ("日本語です。", 6, "scripts without spaces: each character"),
        ("😀😀 𠀀", 3, "beyond the basic plane: each character"),
    ],
)
def test_count(text: str, expected: int, why: str) -> None:
    assert count(text) == expected, why


@given(st.lists(st.text()))
def test_texts_together_count_as_one_by_one(texts: list[str]) -> None:
    assert counts(texts) == [count(text) for text in texts]


@given(st.text(), st.text())
def test_a_line_break_joins_nothing(one: str, other: str) -> None:
    assert count(f"{one}\n{other}") == count(one) + count(other)
