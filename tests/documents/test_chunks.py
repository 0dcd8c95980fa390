"""Pieces for retrieval: no larger than asked, in order, with the times and conversations that they cover."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.documents.chunks import ChunksFormatter
from llm_assets.documents.text import TextFormatter
from llm_assets.documents.tokens import count
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

USER = SafeUser("b" * 24)
_WORDS = st.lists(st.sampled_from(["tea", "kettle", "🎉", "größer", "# head", "a.b", "\n", "<b>"]), max_size=60).map(" ".join)


def _history(texts: list[str]) -> list[SafeInteraction]:
    return [
        SafeInteraction("b" * 24, "cd"[number % 2] * 24, number, f"2024-01-{number + 1:02d}", None, None, {"body": text})
        for number, text in enumerate(texts)
    ]


def _pieces(texts: list[str], **more: Any) -> list[dict[str, Any]]:
    formatter = ChunksFormatter(LlmOutput.model_validate({"chunks": more}))
    lines = [line for _, line in formatter.format_lines(USER, _history(texts))]
    assert all(faults("chunks", "chunks", line, LlmOutput()) == [] for line in lines)
    return [json.loads(line) for line in lines]


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_WORDS, max_size=8), tokens=st.integers(20, 80), overlap=st.integers(0, 15))
def test_pieces_are_small_enough_and_hold_every_word(texts: list[str], tokens: int, overlap: int) -> None:
    pieces = _pieces(texts, tokens=tokens, overlap=overlap)
    spoken = [each for each in _history(texts) if (each.text["body"] or "").strip()]
    whole = "\n".join(map(TextFormatter(LlmOutput()).format_interaction, spoken))
    assert all(piece["tokens"] == count(piece["text"]) <= tokens for piece in pieces)
    assert all(piece["text"] in whole for piece in pieces)
    assert {word for piece in pieces for word in piece["text"].split()} >= set(whole.split())
    assert [piece["id"] for piece in pieces] == [f"{'b' * 24}-{number:05d}" for number in range(len(pieces))]


def test_a_piece_tells_when_it_was_and_where_it_stands() -> None:
    pieces = _pieces([f"number {n} " + "word " * 30 for n in range(6)], tokens=90, overlap=0)
    assert [(piece["first"], piece["last"]) for piece in pieces] == [
        ("2024-01-01", "2024-01-02"),
        ("2024-01-03", "2024-01-04"),
        ("2024-01-05", "2024-01-06"),
    ]
    assert {piece["source"] for piece in pieces} == {f"profiles/bb/{'b' * 24}.md"}
    assert pieces[0]["conversations"] == ["c" * 24, "d" * 24]
