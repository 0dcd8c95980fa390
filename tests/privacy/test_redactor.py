"""The redactor's contract: spans that fit, texts that redacting again leaves as they are, results of their own."""

import json
from functools import lru_cache
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.batch import Batch
from llm_assets.privacy.known import Scopes
from llm_assets.privacy.tags import TAG
from tests.privacy.material import PEOPLE, composed, sample_texts, texts

LEVELS = ("low", "medium", "high")
KEY = "k" * 40


@lru_cache(maxsize=6)
def redactor(level: str, known: bool) -> Redactor:
    return Redactor(level, PEOPLE if known else None, key=KEY)


redactors = st.builds(redactor, st.sampled_from(LEVELS), st.booleans())


def borders(text: str) -> set[int]:
    """Where characters begin as readers see them, by another implementation of UAX #29 than the package's."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


def assert_contract(redactor: Redactor, material: list[str]) -> None:
    found, once = redactor.find(material), redactor.redact(material)
    for text, spans in zip(material, found, strict=True):
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            assert span.entity.isupper()
            assert span.rule
            end = span.end
        whole = borders(text)
        torn = [span for span in spans if not {span.start, span.end} <= whole]
        assert not torn, "half of what a reader takes for one character is left"
    assert redactor.redact(once) == once


@given(redactors, st.lists(texts(), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_contract_for_any_text(redactor: Redactor, material: list[str]) -> None:
    assert_contract(redactor, material)


@pytest.mark.parametrize("known", [False, True], ids=["nothing known", "known values"])
@pytest.mark.parametrize(
    "level", [pytest.param("low", marks=pytest.mark.slow), pytest.param("medium", marks=pytest.mark.slow), "high"]
)
def test_contract_for_the_sample(level: str, known: bool) -> None:
    assert_contract(redactor(level, known), sample_texts())


@pytest.mark.parametrize("level", LEVELS)
def test_contract_for_naughty_strings(level: str, shared_data: Path) -> None:
    strings = json.loads((shared_data / "adversarial" / "blns.json").read_text(encoding="utf-8"))
    assert_contract(redactor(level, True), strings)


@pytest.mark.parametrize(
    "text",
    [
        # A replacement takes away what stood beside it, and the neighbour becomes something of its own.
        "+49 30 901820bob@host.com",
        "bob@host.com(415) 555-0132",
        "(415) 555-0132Anna Smith",
        "+1 415 555 0132+49 30 901820",
        "GB82 WEST 1234 5698 7654 32-----BEGIN RSA PRIVATE KEY-----",
        # The word that announces a number comes near only when the address between them is shortened.
        "call https://a.example.com/a-very-long/path/that/keeps/both/apart 4155550132",
        # What stands before a tag must not run into it.
        "https://a.example.com/[EMAIL:abcdefgh]/x bob@[URL:abcdefgh].com",
        # Values inside and across other values.
        "https://anna-smith.example.de/about@anna_smith_62",
        "[PHONE:abcdefgh] phone [A [B]",
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_redacting_again_changes_nothing(level: str, text: str) -> None:
    assert_contract(redactor(level, True), [text])


def test_a_neighbour_that_comes_to_light_is_found_where_it_stood() -> None:
    text = "bob@host.com(415) 555-0132"
    spans = redactor("high", False).find([text])[0]
    assert [(text[span.start : span.end], span.entity) for span in spans] == [
        ("bob@host.com", "EMAIL"),
        ("(415) 555-0132", "PHONE"),
    ]


JOINED = [
    "", " ", "\u200d", "\u0301", "\u20e3", "\ufe0f", "\U0001f3fd", "\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea",
    "\u1112\u1161", "\u0928\u094d", "\u0e33", "\r\n", "\u0600", "*", "<b>", "&#769;", "%CC%81",
]  # fmt: skip
VALUES = [
    *(value for values in PEOPLE.values() for value in values), "4111 1111 1111 1111", "+1 415 555 0132", "bob@host.com",
    "DE89370400440532013000", "192.0.2.1", "01/02/2024", "12 Main Street",
]  # fmt: skip
mixed = st.lists(st.one_of(st.sampled_from(VALUES), st.sampled_from(JOINED), st.characters()), max_size=7).map("".join)


@given(redactors, mixed)
@settings(max_examples=250, deadline=None)
def test_no_character_of_a_reader_is_torn(redactor: Redactor, text: str) -> None:
    assert_contract(redactor, [text])


@given(st.sampled_from(VALUES), st.sampled_from(VALUES), st.integers(0, 12), st.sampled_from(["", " ", ", ", "/", "-", "\n"]))
@settings(max_examples=200, deadline=None)
def test_of_two_values_that_run_into_each_other_no_half_is_left(one: str, two: str, shared: int, joint: str) -> None:
    """Wherever a finding touches a run of letters and digits, it takes it whole."""
    text = f"so {one}{joint}{two[min(shared, len(two) - 1) :]} it is"
    cut = {place for span in redactor("high", True).find([text])[0] for place in range(span.start, span.end)}
    whole = redactor("high", True).find([f"so {one} it is"])[0]
    if joint in (", ", "\n"):
        for span in whole:
            assert all(place in cut or not text[place].isalnum() for place in range(span.start, span.end))


@given(redactors, st.lists(composed(8), min_size=1, max_size=12), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_a_text_does_not_depend_on_the_batch(redactor: Redactor, material: list[str], turn: int) -> None:
    together = redactor.redact(material)
    assert together == [redactor.redact([text])[0] for text in material]
    turned = material[turn:] + material[:turn]
    assert sorted(redactor.redact(turned)) == sorted(together)


def test_the_sample_does_not_depend_on_the_batch() -> None:
    material = sample_texts()[:250]
    one = redactor("high", True)
    assert one.redact(material) == [one.redact([text])[0] for text in material]


def test_same_key_same_output_other_key_other_tags() -> None:
    text = "write to bob@host.com"
    assert Redactor(key=KEY).redact([text]) == Redactor(key=KEY.encode()).redact([text])
    assert Redactor(key=KEY).redact([text]) != Redactor(key="x" * 40).redact([text])


def test_without_a_key_tags_are_those_of_this_instance() -> None:
    first, second = Redactor(), Redactor()
    text = "write to bob@host.com"
    assert first.redact([text]) == first.redact([text])
    assert first.redact([text]) != second.redact([text])


def test_equal_values_get_equal_tags_however_they_are_written() -> None:
    plain, disguised = redactor("high", False).redact(["bob@host.com", "Bob (at) HOST (dot) com"])
    assert plain == disguised
    assert TAG.fullmatch(plain)


def test_codes_are_of_their_scope() -> None:
    batch = Batch(["bob@host.com"] * 3, [""] * 3, Scopes.of([[0]] * 3), ["a", "b", "a"], [""] * 3)
    first, second, third = redactor("high", False).redact_batch(batch)[0]
    assert first == third != second


def test_the_message_before_is_context() -> None:
    one = redactor("high", False)
    assert one.redact(["4155550132"], before=["what is your phone number?"]) != ["4155550132"]
    unasked = "some 4155550132 drops fell on the roof today"
    assert one.redact([unasked], before=["what was the weather like?"]) == [unasked]


def test_a_code_is_never_a_known_value() -> None:
    """A handle of eight letters may be the very code of a tag: another is drawn then, or the audit would find it."""
    text = "bob@host.com"
    code = Redactor(key=KEY).redact([text])[0].partition(":")[2].rstrip("]")
    assert code not in Redactor(known_values={"USERNAME": [code]}, key=KEY).redact([text])[0]


def test_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="low, medium, high"):
        Redactor("extreme")


def test_nothing_in_nothing_out() -> None:
    assert redactor("high", True).redact([]) == []
    assert redactor("high", True).find(["", " "]) == [[], []]
