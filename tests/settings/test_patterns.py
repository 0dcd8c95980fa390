"""Custom patterns: what is refused and in which words, and what the rest means over the view."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.characters import characters
from llm_assets.settings.patterns import PatternRefused, compiled, problems_of, translate


@pytest.mark.parametrize(
    ("pattern", "reason", "place"),
    [
        ("ab(?=c)", "found a look-around, which is not linear; use `context` or `validator`", 3),
        ("(?!c)ab", "found a look-around", 1),
        ("(?<=c)ab", "found a look-around", 1),
        ("(?<!c)ab", "found a look-around", 1),
        (r"(?:a)\1", "found a back-reference, which is not linear", 6),
        ("x(?P=y)", "found a back-reference", 2),
        ("a(b)", "found a capturing group", 2),
        ("(?P<year>a)", "found a capturing group", 1),
        ("(?:a(b(c)))", "found a capturing group", 5),  # nested: the outer one is told
        ("(?>a)", "found a group that is not known here", 1),
        ("(?s)a", "found a group that is not known here", 1),
        ("(?-i:a)", "found a group that is not known here", 1),
        ("^a", "found an anchor", 1),
        ("a$", "found an anchor", 2),
        (r"\Aa", "found an anchor", 1),
        ("[a-", "found a class without its closing bracket", 1),
        ("[]", "found a class without its closing bracket", 1),
        ("[z-a]", "found a range that has no order", 2),
        (r"[\D]", "found a negated escape inside a class", 2),
        (r"\p{Cyrillic}", "found a property that is not known here", 1),
        (r"\Qa", "found an escape that is not known here", 1),
        ("a\\", "found an escape that is not known here", 2),
        (r"\x00", "found a control character", 1),
        (r"[\x{1}]", "found a control character", 2),
        ("a*", "found a pattern that matches the empty text", 0),
        ("a|", "found a pattern that matches the empty text", 0),
        (r"\b", "found a pattern that matches the empty text", 0),
        (r"\bx*\b", "found a pattern that matches the empty text", 0),
        ("a{2000}", "found a pattern that RE2 refuses (invalid repetition size)", 0),
        ("(?:", "found a pattern that RE2 refuses (missing )", 0),
        ("a++", "found a pattern that RE2 refuses (bad repetition operator)", 0),
    ],
)
def test_what_is_refused_and_where(pattern: str, reason: str, place: int) -> None:
    with pytest.raises(PatternRefused) as caught:
        translate(pattern)
    assert caught.value.reason.startswith(reason)
    assert caught.value.place == place
    (told,) = problems_of(pattern)
    assert told.endswith(f", at character {place}") is bool(place)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"TCK-[0-9]{6}", ["TCK-123456"], ["tck-123456", "TCK_123456"]),
        (r"(?i)tck", ["TcK"], []),
        (r"a.c", ["abc", "a\xe0c", "a\x80c"], ["a\nc", "a\x00c", "a\x01c"]),
        (r"a[^b]c", ["aac", "a\nc"], ["abc", "a\x00c", "a\x01c"]),
        (r"a\Dc", ["abc"], ["a1c", "a\x01c"]),
        (r"a\Sc", ["abc", "a\x80c"], ["a c", "a\x00c"]),
        (r"\w+", ["aZ_9\xe0"], ["a-b", "\x80"]),
        (r"\p{L}+", ["aZ\xe0"], ["a1"]),
        (r"\pL", ["a", "\xe0"], ["1"]),
        (r"\P{L}", ["1", "-"], ["a", "\xe0", "\x01"]),
        ("Größe", ["Gro\xe0e"], ["Gr\xe0\xe0e"]),
        ("[À-ÿ]x", ["Ax", "ex", "\xe0x"], ["!x", "bx"]),
        ("[а-я]", ["\xe0"], ["a"]),
        ("[]a]", ["]", "a"], ["b"]),
        (r"[\]a-c\-\d]", ["]", "b", "-", "7"], ["d"]),
        ("１２", ["12"], []),  # full width
        ("a{b", ["a{b"], []),
        (r"a\.\\b", ["a.\\b"], ["axb"]),
        (r"\x41\x{42}", ["AB"], []),
    ],
)
def test_what_a_pattern_means_over_the_view(pattern: str, yes: list[str], no: list[str]) -> None:
    regex = compiled(translate(pattern).view)
    assert [text for text in yes if not regex.fullmatch(text.encode("latin-1"))] == []
    assert [text for text in no if regex.fullmatch(text.encode("latin-1"))] == []


@given(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn", "Me", "Cn", "Co", "Zl", "Zp")))
def test_a_character_is_the_byte_that_the_view_has_for_it(char: str) -> None:
    pattern = re.escape(char) if char.isascii() else char
    assert compiled(translate(pattern).view).fullmatch(bytes([characters().pattern[ord(char)]]))


@given(st.text(alphabet=r"ab0[](){}|*+?.^$\-,:=!<>PiLdwsb é订", max_size=12))
def test_a_pattern_is_refused_or_never_matches_nothing_nor_a_border(pattern: str) -> None:
    try:
        meaning = translate(pattern)
    except PatternRefused:
        return
    regex = compiled(meaning.view)
    for border in (b"", b"\x00", b"\x01"):
        assert regex.search(border) is None
    if meaning.exact:
        compiled(meaning.exact, text=True)
