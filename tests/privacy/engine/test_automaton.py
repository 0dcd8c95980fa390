"""Where patterns begin to match: the automaton beside Python's own `re`, asked at each place."""

import random
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.redaction.pieces import PIECES, written
from llm_assets.privacy.engine.automaton import Starts
from llm_assets.privacy.engine.program import Program
from llm_assets.privacy.plain import PlainView
from llm_assets.privacy.redactor import DEFAULT_REGIONS
from llm_assets.privacy.scan import scanner

# Pieces of patterns and of texts that meet often.
_ATOMS = ("a", "b", "[ab]", "[^a]", r"\w", r"\d", r"\s", r"\b", "(?i:A)", "(?:ab|a)", "(?:a|b|)", "1", "_", "[a-z0-9]", r"\b_")
_COUNTS = ("", "", "?", "*", "+", "{2}", "{0,2}", "{2,}", "*?", "+?")
PATTERN = st.lists(st.tuples(st.sampled_from(_ATOMS), st.sampled_from(_COUNTS)), min_size=1, max_size=5).map(
    lambda pieces: "".join(atom if atom.startswith(r"\b") else atom + count for atom, count in pieces).encode()
)


def _asked(patterns: Sequence[bytes], buffer: bytes) -> dict[int, int]:
    compiled = [re.compile(pattern) for pattern in patterns]
    found = {
        place: sum((each.match(buffer, place) is not None) << bit for bit, each in enumerate(compiled))
        for place in range(len(buffer))
    }
    return {place: mask for place, mask in found.items() if mask}


def _found(starts: Starts, buffer: bytes) -> dict[int, int]:
    places, masks = starts.of(buffer)
    return dict(zip(places.tolist(), masks.tolist(), strict=True))


@settings(max_examples=40, deadline=None)
@given(st.lists(PATTERN, min_size=1, max_size=4), st.text("abA1_ \n", max_size=80).map(str.encode))
def test_patterns_begin_where_re_says(patterns: list[bytes], text: bytes) -> None:
    # Every buffer of a view ends with a separator, which begins nothing.
    patterns = [b"(?:" + pattern + b")[^\0\xff]" for pattern in patterns]
    assert _found(Starts(Program.of(patterns), 256), text + b"\0") == _asked(patterns, text + b"\0")


def test_the_recognisers_begin_where_re_says() -> None:
    """On hard texts; a recogniser that begins nowhere behind a letter is not asked there."""
    found = scanner("high", DEFAULT_REGIONS)
    searched = [each for each, _, _ in found._each if not each.longest]
    dice = random.Random(5)
    units = [tuple(dice.choices(PIECES, k=dice.randint(1, 12))) for _ in range(20)]
    buffer = PlainView([written(random.Random(7), unit, 100).replace("\x00", "") for unit in units]).buffer
    asked = _asked([each.pattern.encode("latin-1") for each in searched], buffer)
    plain = [chr(byte).isascii() and chr(byte).isalnum() for byte in buffer]
    for place in asked:
        if place and plain[place] and plain[place - 1]:
            asked[place] &= ~sum(each.apart << bit for bit, each in enumerate(searched))
    assert _found(found._starts, buffer) == {place: mask for place, mask in asked.items() if mask}


def test_states_that_were_forgotten_are_made_again() -> None:
    """Memory is bounded: a text that needs more states than there is room for loses none of its matches."""
    program = Program.of([rb"[ab]{3}[^c]{2,9}c", rb"\ba(?:b|ab|aab){2,40}c", rb"[ab]{12}c"])
    text = bytes(random.Random(3).choices(b"ab", k=2_000)) + b"c\0"
    whole = _found(Starts(program), text)
    for room in (64, 256):
        found = _found(Starts(program, room), text)
        # Where one place alone needs more, who is under way there is asked himself.
        assert all(found[place] & mask == mask for place, mask in whole.items())


def test_a_long_row_is_read_once() -> None:
    """From each of a million letters an address could begin, and each would be followed to the end of the row."""
    starts = Starts(Program.of([rb"[a-z]+@", rb"[a-z]{25}[0-9]"]))
    row = bytes(np.full(1_000_000, ord("x"), dtype=np.uint8))
    assert len(starts.of(row + b"\0")[0]) == 0
    assert len(starts.of(row + b"@\0")[0]) == len(row)


@pytest.mark.parametrize("pattern", [rb"(a)\1", rb"(?=a)b", rb"(?<!a)b", rb"(?>a+)b", rb"a++b", rb"("])
def test_what_takes_more_than_linear_time_is_no_pattern(pattern: bytes) -> None:
    with pytest.raises(ValueError, match=r"linear|no pattern"):
        Program.of([pattern])
