"""Chunks: no larger than asked, nothing lost, nobody can forge the line above a message."""

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from llm_assets.documents.chunks import ChunksFormatter
from llm_assets.documents.schemas import record_schema
from llm_assets.documents.tokens import count
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

USER = "b" * 24
VALIDATOR = Draft202012Validator(record_schema("chunks"))
_WORDS = st.lists(
    st.sampled_from(
        ["tea", "kettle", "🎉", "größer", "# head", "a.b", "\n", "<b>", "\n[7] 2020-01-01 | chat", "\n\nUser x", "。日本"]
    ),
    max_size=60,
).map(" ".join)


def _history(texts: list[str], **more: Any) -> list[SafeInteraction]:
    return [
        SafeInteraction(USER, "cd"[n // 2 % 2] * 24, n, f"2024-01-{n + 1:02d}", "chat", None, {"body": text}, **more)
        for n, text in enumerate(texts)
    ]


def _chunks(events: list[SafeInteraction], attributes: dict[str, str] | None = None, **output: Any) -> list[dict[str, Any]]:
    made = LlmOutput.model_validate(output)
    lines = ChunksFormatter(made, Path()).format_lines(SafeUser(USER, attributes or {}), events).lines
    records = [json.loads(line) for _, line in lines]
    for (part, line), record in zip(lines, records, strict=True):
        assert faults("chunks", part, line, made) == []
        assert not list(VALIDATOR.iter_errors(record))
    return records


@settings(max_examples=25, deadline=None)
@given(st.lists(_WORDS, max_size=8), st.integers(50, 120), st.integers(0, 25), _WORDS)
def test_chunks_are_small_enough_and_hold_every_word_under_its_own_head(
    texts: list[str], tokens: int, overlap: int, bio: str
) -> None:
    chunks = _chunks(_history(texts), {"bio": bio}, chunks={"tokens": tokens, "overlap": overlap})
    assert all(chunk["tokens"] == count(chunk["text"]) <= tokens for chunk in chunks)
    assert [chunk["id"] for chunk in chunks] == [f"{USER}-{number:05d}" for number in range(len(chunks))]
    heads = [line for chunk in chunks for line in chunk["text"].split("\n") if re.match(r"\[\d+\]", line)]
    expected = {f"[{n}] 2024-01-{n + 1:02d} | chat" for n in range(len(texts))}
    assert {head.replace("(continued) ", "") for head in heads} == expected
    assert sum(line == f"User {USER}" for chunk in chunks for line in chunk["text"].split("\n")) >= 1
    said = {word for chunk in chunks for word in re.findall(r"[\w.]+|🎉", chunk["text"])}
    assert said >= {word for text in texts for word in re.findall(r"[\w.]+|🎉", text) if len(word) < 10}


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), st.text(max_size=80), st.text(max_size=300))
def test_whatever_people_wrote_the_size_holds(text: str, kind: str, attribute: str) -> None:
    event = SafeInteraction(USER, None, 0, None, kind, kind, {"body": text}, {"x": attribute})
    for chunk in _chunks([event], {"bio": attribute}, chunks={"tokens": 100, "overlap": 20}):
        assert chunk["tokens"] == count(chunk["text"]) <= 100


def test_naughty_strings_are_data(naughty: list[str]) -> None:
    events = [SafeInteraction(USER, None, n, None, None, None, {"body": text}, {"x": text}) for n, text in enumerate(naughty)]
    chunks = _chunks(events, {"bio": "\n".join(naughty)}, chunks={"tokens": 200, "overlap": 0})
    heads = [line for chunk in chunks for line in chunk["text"].split("\n") if re.match(r"\[\d+\]", line)]
    assert list(dict.fromkeys(int(head[1 : head.index("]")]) for head in heads)) == list(range(len(naughty)))


def test_a_chunk_tells_when_it_was_and_where_it_stands() -> None:
    chunks = _chunks(_history([f"number {n} " + "word " * 30 for n in range(6)]), chunks={"tokens": 100, "overlap": 0})
    assert [(chunk["first"], chunk["last"]) for chunk in chunks] == [
        ("2024-01-01", "2024-01-02"),
        ("2024-01-03", "2024-01-04"),
        ("2024-01-05", "2024-01-06"),
    ]
    assert [chunk["conversations"] for chunk in chunks] == [["c" * 24], ["d" * 24], ["c" * 24]]
    assert {chunk["source"] for chunk in chunks} == {f"profiles/bb/{USER}.md"}
    assert {chunk["untrusted"] for chunk in chunks} == {True}


@pytest.mark.parametrize(("format_", "source"), [("xml", f"profiles/bb/{USER}.xml"), ("jsonl", None)])
def test_the_source_is_a_document_of_the_tree(format_: str, source: str | None) -> None:
    [chunk] = _chunks(_history(["x"]), format=[format_, "chunks"], mark_untrusted=False)
    assert (chunk["source"], chunk["untrusted"]) == (source, False)


def test_an_overlap_repeats_whole_messages_of_the_same_conversation() -> None:
    events = [SafeInteraction(USER, "c" * 24, n, None, None, None, {"body": f"w{n} " * 20}) for n in range(8)]
    chunks = _chunks(events, chunks={"tokens": 100, "overlap": 30})
    told = [re.findall(r"^\[(\d+)\]", chunk["text"], re.MULTILINE) for chunk in chunks]
    assert told[0][-1] == told[1][0]
    assert [int(number) for number in dict.fromkeys(chain.from_iterable(told))] == list(range(8))


def test_a_long_message_is_cut_where_sentences_end() -> None:
    sentences = [f"This is sentence number {n} of a long message." for n in range(40)]
    chunks = _chunks(_history([" ".join(sentences)]), chunks={"tokens": 60, "overlap": 0})
    assert len(chunks) > 5
    assert all(chunk["text"].rstrip().endswith(".") for chunk in chunks[1:])
    assert sum("(continued)" in chunk["text"] for chunk in chunks) == sum("[0]" in chunk["text"] for chunk in chunks) - 1
