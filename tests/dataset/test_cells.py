"""Exact text of cells."""

import json
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.dataset.cells import BINARY, compact, exact_json, text_of, values_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("01013", "01013"),
        ("  x ", "  x "),  # blanks belong to an id
        ("", None),
        (None, None),
        (True, "true"),
        (10**30, "1" + "0" * 30),
        (1.5, "1.5"),
        (np.float64(1.5), "1.5"),  # numpy's own repr is `np.float64(1.5)`
        (np.int64(7), "7"),
        (float("nan"), None),
        (Decimal("1.10"), "1.10"),
        (date(2024, 5, 3), "2024-05-03"),
        (datetime(2024, 5, 3, 12), "2024-05-03T12:00:00"),
        (pd.NaT, None),
        (pd.NA, None),
        (b"abc", BINARY),  # `attachments` drops and counts it
        (b"", None),
        ("a\ud800b", "a\ufffdb"),  # cannot be written as UTF-8
        ("\ud83c\udf88", "🎈"),  # two halves of one character
        ("a\0b", "a\0b"),
        ({"a": [1, None, "é"], "b": {}}, '{"a":[1,null,"é"],"b":{}}'),
    ],
)
def test_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ("a", ["a"]),
        ("", []),
        (None, []),
        (["a", None, 1, ""], ["a", "1"]),
        ({"home": "1", "work": ["2", "3"]}, ["1", "2", "3"]),  # each must be hunted for, never their JSON
        (np.array(["a", "b"]), ["a", "b"]),
    ],
)
def test_values_of_direct_identifiers(value, values):
    assert values_of(value) == values


def test_numbers_stay_as_they_are_written():
    row = exact_json('{"a": 1.10, "b": 12345678901234567890123, "c": [1.0, 1E5], "d": -0}')
    assert [text_of(row[key]) for key in "abcd"] == ["1.10", "12345678901234567890123", "[1.0,1E5]", "-0"]


def test_depth_is_no_limit():
    """Python's own encoder fails some thousand levels down."""
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert compact(deep) == "[" * 100_001 + "]" * 100_001
    assert values_of(deep) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
)


@given(JSON)
def test_compact_is_the_same_json(value):
    # An empty text inside a list stays an empty text.
    assert json.loads(compact(value)) == json.loads(json.dumps(value))
