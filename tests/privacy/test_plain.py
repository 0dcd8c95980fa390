"""Plain texts are seen as `View` sees them, whatever stands beside them in a batch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.plain import PLACEHOLDER, PlainView, plain_texts
from llm_assets.privacy.view import View

_TEXTS = st.lists(
    st.text(max_size=30) | st.text("abA1.@4 ;/>\n\tñß’中&%<[*~`\x01\x0b\u200b", max_size=12), min_size=1, max_size=8
)


@given(_TEXTS)
def test_a_plain_text_is_seen_as_any_other(texts: list[str]) -> None:
    plain = [text for text, is_plain in zip(texts, plain_texts(texts, written=False), strict=True) if is_plain]
    if not plain:
        return
    fast, slow = PlainView(plain), View(plain)
    assert fast.buffer == slow.buffer
    for name in ("pattern", "codes", "start", "stop", "text_of", "begin"):
        assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
    assert not any(slow.ambiguous.values())
    assert [fast.borders(text) for text in range(len(plain))] == [slow.borders(text) for text in range(len(plain))]


@given(st.text("ab \x00*~`\x01\x0b\u200b\u0301", min_size=1, max_size=6))
def test_what_hides_something_is_not_plain(text: str) -> None:
    hides = any(char in "\x00*~`\x01\x0b\u200b\u0301" for char in text)
    assert plain_texts(["", text, "x"], written=False).tolist() == [True, not hides, True]


@pytest.mark.parametrize("text", ["R&D", "20 % off", "50%", "x < y", "a <3", "[x]", "[ ]", "100%!"])
def test_a_mark_that_begins_nothing_hides_nothing(text: str) -> None:
    hides = text == "R&D"  # an entity might begin so
    assert plain_texts([text], written=False).tolist() == [not hides]


@pytest.mark.parametrize("text", ["a&#64;b", "a&amp;b", "a%40b", "<b>a</b>", "</i>", "[EMAIL:abcdefgh]"])
def test_a_disguise_is_not_plain(text: str) -> None:
    assert plain_texts([text], written=False).tolist() == [False]


def test_a_placeholder_is_one_opaque_character() -> None:
    text = f"call {PLACEHOLDER} now"
    assert plain_texts([text], written=True).tolist() == [True]
    assert plain_texts([text], written=False).tolist() == [False]
    tagged = View(["call [PHONE:abcdefgh] now"])
    assert PlainView([text]).buffer == tagged.buffer
    accented = f"café {PLACEHOLDER}"
    assert PlainView([accented]).buffer == View(["café [DATE]"]).buffer


@settings(deadline=None)
@given(_TEXTS)
def test_a_text_is_read_alike_in_any_company(texts: list[str]) -> None:
    redactor = Redactor(key="k" * 32)
    texts = [*texts, "mail a.b@example.com or +1 415 555 0132", "see **https://example.com/a%20b**"]
    together = redactor.redact(texts)
    assert together == [redactor.redact([text])[0] for text in texts]
    assert redactor.redact(together) == together
