"""What a reader takes for one character, against another implementation of UAX #29 (that of the package `regex`)."""

import random

import pytest
import regex

from llm_assets.privacy.graphemes import inside, whole
from llm_assets.privacy.spans import Finding

# Marks, joiners, emoji, flags, Hangul and Indic letters, controls: every rule of the standard has its characters here.
POOL = (
    "a1 \r\n\u0301\u20e3\ufe0f\u200c\u200d\u0600\u0e33\u1112\u1161\u11ab\uac01\uac00\u0928\u094d\u0915\u0bcd\u0b95\u0d15\u0d4d"
)
EMOJI = "\U0001f469\U0001f467\U0001f1e9\U0001f1ea\U0001f3fd\u270a"


def borders(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


def test_no_place_inside_a_character_is_taken_for_a_border() -> None:
    dice = random.Random(1)
    for _ in range(20_000):
        text = "".join(dice.choices(POOL + EMOJI, k=dice.randint(2, 7)))
        inner = set(range(1, len(text))) - borders(text)
        assert all(inside(text, place) for place in inner), ascii(text)


def test_every_character_behind_a_letter() -> None:
    for code in (*range(1, 0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE0200)):
        text = f"a{chr(code)}"
        assert 1 in borders(text) or inside(text, 1), hex(code)


def test_plain_letters_are_characters_of_their_own() -> None:
    assert not any(inside(text, 1) for text in ("ab", "a b", "\u4e2d\u6587", "\u0430\u0431", "a\U0001f469", "\n\r", "\u200da"))


@pytest.mark.parametrize(
    ("text", "place", "taken"),
    [
        ("Anna\u0301 x", (0, 4), (0, 5)),  # a mark
        ("x \U0001f469\u200d\U0001f467", (2, 3), (2, 5)),  # a family
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", (2, 3), (2, 4)),  # the second flag
        ("\u0928\u094d\u092f", (0, 1), (0, 3)),  # a conjunct
    ],
)
def test_a_finding_takes_whole_characters(text: str, place: tuple[int, int], taken: tuple[int, int]) -> None:
    found = whole(Finding(*place, "PERSON", "rule", "key"), text)
    assert (found.start, found.end) == taken


def test_what_is_kept_ends_with_a_whole_character() -> None:
    assert whole(Finding(0, 8, "URL", "rule", "key", keep=3), "a.de\u0301/bc").keep == 3
    assert whole(Finding(0, 8, "URL", "rule", "key", keep=4), "a.de\u0301/bc").keep == 3
