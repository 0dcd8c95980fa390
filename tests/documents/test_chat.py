"""Conversations for fine-tuning, as the rules of those who take them say."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.documents.chat import ChatFormatter
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.format_models import Chat
from llm_assets.settings.model import LlmOutput

USER = SafeUser("a" * 24)
_TEXTS = st.none() | st.text(max_size=20)
_TURNS = st.lists(
    st.tuples(st.sampled_from(["customer", "agent", "Agent", None]), _TEXTS, st.sampled_from(["c", "d", None])), max_size=12
)


def _interactions(turns: list[tuple[str | None, str | None, str | None]]) -> list[SafeInteraction]:
    return [
        SafeInteraction("a" * 24, conversation and conversation * 24, number, None, "message", speaker, {"body": text})
        for number, (speaker, text, conversation) in enumerate(turns)
    ]


def _lines(turns: list[tuple[str | None, str | None, str | None]], **more: Any) -> tuple[list[dict[str, Any]], ChatFormatter]:
    formatter = ChatFormatter(Chat(**more))
    lines = [line for _, line in formatter.format_lines(USER, _interactions(turns))]
    assert all(faults("chat", "train", line, LlmOutput()) == [] for line in lines)
    return [json.loads(line) for line in lines], formatter


def _openai_faults(record: dict[str, Any]) -> list[str]:
    """The rules of OpenAI's guide to fine-tuning, and of its cookbook's check of a file."""
    found = []
    if set(record) != {"messages"} or not record["messages"]:
        return ["no messages"]
    for place, message in enumerate(record["messages"]):
        if set(message) != {"role", "content"}:
            found.append("keys")
        if message["role"] not in ("system", "user", "assistant") or (message["role"] == "system" and place):
            found.append("role")
        if not isinstance(message["content"], str) or not message["content"].strip():
            found.append("content")
    if record["messages"][-1]["role"] != "assistant":
        found.append("the last message is not the assistant's")
    return found


def _turns_of(record: dict[str, Any], variant: str) -> list[tuple[str, str]]:
    if variant == "sharegpt":
        names = {"human": "user", "gpt": "assistant", "system": "system"}
        return [(names[each["from"]], each["value"]) for each in record["conversations"]]
    if variant == "bedrock":
        return [(each["role"], each["content"][0]["text"]) for each in record["messages"]]
    return [(each["role"], each["content"]) for each in record["messages"]]


@given(turns=_TURNS, variant=st.sampled_from(["openai", "bedrock", "sharegpt"]), system=st.none() | st.just("Be kind."))
def test_sides_alternate_and_nothing_is_lost_uncounted(turns: list[Any], variant: str, system: str | None) -> None:
    records, formatter = _lines(turns, variant=variant, system=system)
    for record in records:
        said = _turns_of(record, variant)
        if system and variant != "bedrock":
            assert said[0] == ("system", system)
        roles = [role for role, _ in said if role != "system"]
        assert roles == ["user", "assistant"] * (len(roles) // 2)
        if variant == "openai":
            assert _openai_faults(record) == []
        if variant == "bedrock":
            assert record["schemaVersion"] == "bedrock-conversation-2024"
            assert record.get("system") == ([{"text": system}] if system else None)
    conversations = {conversation for _, _, conversation in turns}
    assert len(records) + formatter.left_out["one_sided_conversations"] == len(conversations)


def test_turns_of_one_side_are_one_and_the_ends_are_cut() -> None:
    turns = [
        ("agent", "Welcome!", "c"),
        ("customer", "Hi.", "c"),
        ("customer", "It is broken.", "c"),
        ("agent", " ", "c"),
        ("agent", "Sorry to hear.", "c"),
        ("customer", "bye", "c"),
        ("customer", "only me", "d"),
    ]
    [record], formatter = _lines(turns)
    assert record["messages"] == [
        {"role": "user", "content": "Hi.\n\nIt is broken."},
        {"role": "assistant", "content": "Sorry to hear."},
    ]
    assert formatter.left_out == {"empty_turns": 1, "turns_at_the_ends": 2, "one_sided_conversations": 1}


def test_naughty_texts_stay_inside_their_turn(shared_data: Path) -> None:
    naughty = json.loads((shared_data / "adversarial" / "blns.json").read_text(encoding="utf-8"))
    for text in naughty:
        records, _ = _lines([("customer", f"x{text}", "c"), ("agent", f"y{text}", "c")])
        [record] = records
        assert [each["role"] for each in record["messages"]] == ["user", "assistant"]
        assert record["messages"][0]["content"][0] == "x"


@pytest.mark.parametrize("line", ["{}\n", '{"messages": []}\n', '{"messages":[{"role":"user","content":"x"}]}\n', "[]\n", "x"])
def test_a_conversation_that_is_none_has_a_fault(line: str) -> None:
    assert faults("chat", "train", line, LlmOutput())
