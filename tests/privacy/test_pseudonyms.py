"""Pseudonyms, codes and offsets: keyed, framed, and apart in every part of what they are made from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import MAX_SHIFT_SECONDS, Pseudonymizer

KEY = Key(b"k" * 40)


@given(st.text())
def test_a_pseudonym_is_24_lower_case_letters_and_always_the_same(value: str) -> None:
    one = Pseudonymizer(KEY, "support", "high").user(value)
    assert re.fullmatch("[a-z]{24}", one)
    assert Pseudonymizer(KEY, "support", "high").user(value) == one


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Pseudonymizer(Key(b"l" * 40), "support", "high"), "another key"),
        (Pseudonymizer(KEY, "sales", "high"), "another dataset"),
        (Pseudonymizer(KEY, "support", "low"), "another level: trees of two levels must not be joined"),
        (Pseudonymizer(KEY, "supporth", "igh"), "the parts are framed: moving a letter between them matters"),
    ],
)
def test_every_part_of_the_message_counts(other: Pseudonymizer, why: str) -> None:
    mine = Pseudonymizer(KEY, "support", "high")
    assert mine.user("42") != other.user("42"), why
    assert mine.code("", "EMAIL", "a@b.example") != other.code("", "EMAIL", "a@b.example"), why
    assert mine.shift("u") != other.shift("u"), why


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_domain_and_value_cannot_be_confused(domain: str, value: str, other_domain: str, other_value: str) -> None:
    pseudonymizer = Pseudonymizer(KEY, "support", "high")
    same = (domain, value) == (other_domain, other_value)
    assert (pseudonymizer.pseudonym(domain, value) == pseudonymizer.pseudonym(other_domain, other_value)) == same


def test_no_two_of_many_ids_share_a_pseudonym() -> None:
    pseudonymizer = Pseudonymizer(KEY, "support", "high")
    assert len({pseudonymizer.user(str(number)) for number in range(50_000)}) == 50_000


def test_letters_are_close_to_uniform() -> None:
    """A letter takes 9 or 10 of the 256 byte values, so none may stand more than a twentieth above its share."""
    pseudonymizer = Pseudonymizer(KEY, "support", "high")
    letters = "".join(pseudonymizer.user(str(number)) for number in range(20_000))
    shares = [letters.count(chr(ord("a") + index)) / len(letters) for index in range(26)]
    assert max(shares) < 1.05 * 10 / 256
    assert min(shares) > 0.95 * 9 / 256


def test_offsets_fill_the_year_before_and_after() -> None:
    pseudonymizer = Pseudonymizer(KEY, "support", "high")
    offsets = [pseudonymizer.shift(f"user{number}") for number in range(4_000)]
    assert all(-MAX_SHIFT_SECONDS <= offset <= MAX_SHIFT_SECONDS for offset in offsets)
    tenths = [
        sum(offset < -MAX_SHIFT_SECONDS + 2 * MAX_SHIFT_SECONDS * tenth / 10 for offset in offsets) for tenth in range(1, 10)
    ]
    assert all(abs(count / 4_000 - tenth / 10) < 0.04 for tenth, count in enumerate(tenths, 1))
    assert len({offset % 86_400 for offset in offsets}) > 3_000  # in seconds, not in days


@given(st.text(), st.text())
def test_codes_of_one_owner_say_nothing_to_another(owner: str, other: str) -> None:
    pseudonymizer = Pseudonymizer(KEY, "support", "high")
    code = pseudonymizer.code(owner, "EMAIL", "a@b.example")
    assert re.fullmatch("[a-z]{8}", code)
    assert (code == pseudonymizer.code(other, "EMAIL", "a@b.example")) == (owner == other)
