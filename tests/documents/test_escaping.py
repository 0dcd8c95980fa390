"""What people wrote stays what they wrote: it forges no structure, and its words survive."""

import re
import time

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from llm_assets.documents.escaping import Escaped, inert, inline, plain, quote, yaml

PARSER = MarkdownIt("commonmark")
# Texts of the characters that mean something in Markdown come up far more often than by chance.
MARKS = st.text(alphabet="\\`*_[]<>#+-=~:!|&;().1a b\t\n\r\x0b\x85\u2028\x00\"'/", max_size=40)
TEXTS = st.one_of(MARKS, st.text(max_size=40))


def tokens(markdown: str) -> tuple[list, dict]:
    env: dict = {}
    return PARSER.parse(markdown, env), env


def every(found: list) -> list:
    return [inner for token in found for inner in (token, *every(token.children or []))]


def assert_contained(markdown: str) -> None:
    """One block quote and nothing beside it, no HTML, nothing defined."""
    found, env = tokens(f"before\n\n{markdown}\n\nafter\n")
    assert [t.type for t in found if t.level == 0] == [
        "paragraph_open",
        "paragraph_close",
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
    ]
    assert found[1].content == "before"
    assert found[-2].content == "after"
    assert not [t.type for t in every(found) if t.type.startswith("html")]
    assert not env.get("references")


@given(TEXTS)
def test_a_quote_contains_any_text(text: str) -> None:
    assert_contained(quote(text))


@given(TEXTS)
def test_a_quote_changes_nothing_but_marks_and_breaks(text: str) -> None:
    lines = [re.sub(r"^> ?", "", line) for line in quote(text).split("\n")]
    expected = plain(text).strip("\n")
    one, other = (text.replace("\\", "").replace("&lt;", "<") for text in ("\n".join(lines), expected))
    assert one == other


@given(TEXTS)
def test_every_line_of_a_quote_has_the_mark_for_every_reader(text: str) -> None:
    assert all(line.startswith(">") for line in quote(text).splitlines())
    assert quote(text)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("a < b", "> a &lt; b", "the bracket alone is escaped"),
        ("\\<b>", "> \\\\&lt;b>", "a backslash before it would escape the entity"),
        ("\\\\<b>", "> \\\\&lt;b>", "an escaped backslash escapes nothing"),
        ("<|im_end|>", "> &lt;|im_end|>", "no control token of a model stands in the file"),
        ("[INST] x [/INST] [x]", "> [INST\\] x [/INST\\] [x]", "nor one in brackets"),
        ("[a]: /b", "> [a]\\: /b", "a definition would hold for the whole document"),
        ("a\r\n\rb", "> a\n>\n> b", "all kinds of line breaks"),
        ("a\u2028# b", "> a\n> # b", "a break for some readers only"),
        ("\n\na\n\n", "> a", "blank lines around a text say nothing"),
        ("", ">", "an empty quote is a quote"),
        ("a\x00\x1fb\x7f", "> ab", "control characters go"),
        ("AT&T *x* _y_ # z", "> AT&T *x* _y_ # z", "what is harmless in a quote stays readable"),
    ],
)
def test_quote(text: str, expected: str, why: str) -> None:
    assert quote(text) == expected, why
    assert_contained(quote(text))


@given(TEXTS)
def test_inline_is_text_wherever_it_stands(value: str) -> None:
    for template, block in [("{}", "paragraph"), ("- {}", "bullet_list"), ("### {}", "heading"), ("x\n{}\ny", "paragraph")]:
        markdown = template.format(inline(value))
        found, env = tokens(markdown + "\n")
        assert {t.type for t in found if t.level == 0} <= {f"{block}_open", "inline", f"{block}_close"}, template
        children = {t.type for t in every(found) if t.type != "inline" and t.nesting == 0}
        assert children <= {"text", "softbreak", "text_special"}, template
        assert not env.get("references")


@given(TEXTS)
def test_inline_round_trips(value: str) -> None:
    found, _ = tokens(f"### {inline(value)} x")
    assert found[1].content.endswith("x")
    text = "".join(t.content for t in found[1].children or [])
    assert text.removesuffix("x").split() == re.sub(r"[\t\n ]+", " ", plain(value)).split()


@given(st.lists(TEXTS, min_size=2, max_size=3))
def test_inline_values_side_by_side_forge_nothing(values: list[str]) -> None:
    found, env = tokens("".join(map(inline, values)))
    assert {t.type for t in found} <= {"paragraph_open", "inline", "paragraph_close"}
    assert not [t for t in every(found) if t.type.startswith(("html", "link", "image"))]
    assert not env.get("references")


@pytest.mark.parametrize(
    ("value", "expected", "why"),
    [
        ("order_id", "order_id", "an underscore inside a word is no emphasis"),
        ("_x_", "\\_x\\_", "at its edges it is"),
        ("2024-05-03T12:00:00Z", "2024-05-03T12:00:00Z", "times stay readable"),
        ("C# and AT&T, -5 to 3.5", "C# and AT&T, -5 to 3.5", "harmless marks stay"),
        ("1. x", "1\\. x", "a numbered list"),
        ("# x", "\\# x", "a heading"),
        ("---", "\\---", "front matter, a rule"),
        ("===", "\\===", "an underlined heading"),
        ("<b>", "&lt;b>", "HTML, even inside a template's own HTML"),
        ("&lt;", "&amp;lt;", "an entity"),
        ("[x](y)", "\\[x\\](y)", "a link"),
        ("a\n\nb", "a b", "one line"),
        ("a\n\n# b", "a \\# b", "marks at the end of a heading would close it"),
        (None, "*", "suppressed or unknown"),
        (7, "7", "numbers"),
    ],
)
def test_inline(value: object, expected: str, why: str) -> None:
    assert inline(value) == expected, why


@given(
    st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), lambda s: st.dictionaries(st.text(), s))
)
def test_yaml_parses_back_exactly(value: object) -> None:
    line = yaml(value)
    assert len(line.splitlines()) == 1
    assert pyyaml.safe_load(f"key: {line}\n") == {"key": value}


def test_naughty_strings_are_contained(naughty: list[str]) -> None:
    for text in naughty:
        assert_contained(quote(text))
        assert pyyaml.safe_load(f"{yaml(text)}: {yaml(text)}") == {text: text}


def test_what_is_done_to_escaped_text_is_unsafe_again() -> None:
    for made in (Escaped("x").upper(), Escaped("x") + "y", Escaped("xy")[1:], "{}y".format(Escaped("x")), str(Escaped("x"))):
        assert type(made) is str


@pytest.mark.parametrize("unit", ["\\", "<", "\\<", "&", "_", "#", " ", "\n", "]:", "&a", "1"])
def test_escaping_is_linear(unit: str) -> None:
    """A text of backslashes alone once took time that grew with its square."""
    text = "<" + unit * 300_000
    start = time.process_time()
    quote(text)
    inline(text)
    assert time.process_time() - start < 3


_FRAMES = (
    "<|im_start|>",
    "<|eot_id|>",
    "<s>",
    "</s>",
    "<<SYS>>",
    "<</SYS>>",
    "[INST]",
    "[/INST]",
    "<start_of_turn>",
    "<\uff5cUser\uff5c>",
)


@given(st.lists(st.sampled_from(_FRAMES) | MARKS, max_size=6).map("".join))
def test_no_control_token_of_a_model_is_left(text: str) -> None:
    for made in (inert(text), inline(text), quote(text), yaml(text)):
        assert not [frame for frame in _FRAMES if frame in made]
    assert inert(inert(text)) == inert(text)
    assert re.sub(r"(?<=[<\[]) ", "", inert(text)) == re.sub(r"(?<=[<\[]) ", "", text)


def test_what_frames_nothing_stays() -> None:
    for text in ("a < b", "<b>", "[EMAIL:abcdefgh]", "[PERSON]", "x <- y", "List<String>"):
        assert inert(text) == text
