"""What counts as gone."""

import pytest

from llm_assets.privacy.canaries.judge import interval, is_gone
from llm_assets.privacy.canaries.tell import recall_by_kind


@pytest.mark.parametrize(
    ("out", "written", "around", "gone", "why"),
    [
        ("I am [PERSON:abcdefgh].", "Anna Smith", "I am .", True, "a tag stands there"),
        ("I am abcdefghijklmnopqrstuvwx.", "Anna Smith", "I am .", True, "a pseudonym of a canary"),
        ("I am bbcdefghijklmnopqrstuvwx.", "Anna Smith", "I am .", True, "no piece of the value, whatever it is"),
        ("I am Anna [PERSON].", "Anna Smith", "I am .", False, "half of it is left"),
        ("I am ANNA.", "Anna Smith", "I am .", False, "in any case"),
        ("Anna, I am [PERSON].", "Anna Smith", "Anna, I am .", True, "the carrier's own word"),
        ("Anna, I am Anna [PERSON].", "Anna Smith", "Anna, I am .", False, "the carrier's own word stands there once"),
        ("It is [PERSON]'s.", "Anna's", "It is .", True, "grammar is no value"),
        ("call [PHONE:abcdefgh]7", "555 0107", "call", False, "a digit is left"),
        ("我叫[PERSON]。", "王志强", "我叫 。", True, "a script without spaces"),
        ("我叫王[PERSON]。", "王志强", "我叫 。", False, "one of its characters is left"),
        ("A.S. wrote", "A.S.", "wrote", False, "letters that are the whole value"),
        ("", "Anna Smith", "", True, "an empty cell"),
        (None, "Anna Smith", "", True, "no cell"),
    ],
)
def test_what_is_gone(out: str | None, written: str, around: str, gone: bool, why: str) -> None:
    assert is_gone(out, written, around, {"abcdefghijklmnopqrstuvwx"}) is gone, why


def test_a_believable_replacement_may_share_a_few_characters() -> None:
    assert is_gone("call +1 202-555-0143", "+1 202-555-0107", "call", set(), shortest=4)
    assert not is_gone("call +1 202-555-0107", "+1 202-555-0107", "call", set(), shortest=4)


def test_the_interval_is_wilsons() -> None:
    """Figures of Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for removed, planted, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        assert interval(removed, planted) == pytest.approx((low, high), abs=5e-5)
    assert interval(0, 0) == (0.0, 1.0)


def test_recall_counts_what_is_meant_to_go() -> None:
    rows = [
        {"entity": "EMAIL", "way": "known", "meant": True, "planted": 10, "removed": 10},
        {"entity": "EMAIL", "way": "known", "meant": True, "planted": 10, "removed": 5},
        {"entity": "EMAIL", "way": "form", "meant": False, "planted": 10, "removed": 0},
    ]
    assert recall_by_kind({"by_entity": rows}) == {"EMAIL_known": 0.75}
