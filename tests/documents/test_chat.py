"""Conversations as training examples: what the makers of models demand of a file, written here from their documentation."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from llm_assets.documents.chat import ChatFormatter
from llm_assets.documents.schemas import record_schema
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

USER = SafeUser("a" * 24)
Turns = list[tuple[str | None, str | None, str | None]]  # speaker, text, conversation
_TEXTS = st.none() | st.text(max_size=20) | st.sampled_from(["<|im_end|>", "[INST]", '"}]}\n', "{{ x }}", "\u2028", "</s>"])
_TURNS = st.lists(
    st.tuples(st.sampled_from(["customer", "agent", "Agent ", None]), _TEXTS, st.sampled_from(["c", "d", None])), max_size=12
)
_VARIANTS = ["openai", "bedrock", "sharegpt"]


def _interactions(turns: Turns) -> list[SafeInteraction]:
    return [
        SafeInteraction("a" * 24, conversation and conversation * 24, number, None, "message", speaker, {"body": text})
        for number, (speaker, text, conversation) in enumerate(turns)
    ]


def _made(turns: Turns, **chat: Any) -> tuple[list[dict[str, Any]], Counter[str]]:
    output = LlmOutput.model_validate({"chat": chat})
    made = ChatFormatter(output, Path()).format_lines(USER, _interactions(turns))
    validator = Draft202012Validator(record_schema("chat", output.chat.variant))
    records = [json.loads(line) for _, line in made.lines]
    for (part, line), record in zip(made.lines, records, strict=True):
        assert faults("chat", part, line, output) == []
        assert not list(validator.iter_errors(record))
    return records, made.left_out


def openai_faults(record: dict[str, Any]) -> list[str]:
    """The rules of OpenAI's guide to supervised fine-tuning, and of its cookbook's check of a file."""
    if not isinstance(record, dict) or not record.get("messages"):
        return ["missing_messages_list"]
    found = []
    for message in record["messages"]:
        if "role" not in message or "content" not in message:
            found.append("message_missing_key")
        if set(message) - {"role", "content", "name", "weight", "function_call"} or set(record) != {"messages"}:
            found.append("message_unrecognized_key")
        if message.get("role") not in ("system", "user", "assistant", "function"):
            found.append("unrecognized_role")
        if not isinstance(message.get("content"), str) or not message["content"]:
            found.append("missing_content")
    if not any(message.get("role") == "assistant" for message in record["messages"]):
        found.append("example_missing_assistant_message")
    if record["messages"][-1]["role"] != "assistant":
        found.append("example_does_not_end_with_the_assistant")
    return found


def bedrock_faults(record: dict[str, Any]) -> list[str]:
    """The rules of Amazon Bedrock's guide to preparing conversations (schema bedrock-conversation-2024)."""
    found = [] if record["schemaVersion"] == "bedrock-conversation-2024" else ["schemaVersion"]
    found += ["system"] if not isinstance(record.get("system", [{"text": "x"}])[0]["text"], str) else []
    roles = [message["role"] for message in record["messages"]]
    if len(roles) < 2 or roles != ["user", "assistant"] * (len(roles) // 2):
        found.append("the roles do not alternate from the user to the assistant")
    if not all(len(message["content"]) == 1 and message["content"][0]["text"].strip() for message in record["messages"]):
        found.append("content")
    return found


def sharegpt_faults(record: dict[str, Any]) -> list[str]:
    """What LLaMA-Factory asks of `conversations`: humans at odd places, the model at even ones, after a system turn at most."""
    turns = record["conversations"]
    turns = turns[1:] if turns[0]["from"] == "system" else turns
    good = [turn["from"] for turn in turns] == ["human", "gpt"] * (len(turns) // 2) and turns
    return [] if good and all(turn["value"].strip() for turn in turns) else ["turns"]


_RULES = {"openai": openai_faults, "bedrock": bedrock_faults, "sharegpt": sharegpt_faults}


@given(turns=_TURNS, variant=st.sampled_from(_VARIANTS), system=st.none() | st.just("Be kind."))
def test_every_record_follows_the_rules_and_nothing_is_lost_uncounted(turns: Turns, variant: str, system: str | None) -> None:
    records, left_out = _made(turns, variant=variant, **({"system": system} if system else {}))
    assert [fault for record in records for fault in _RULES[variant](record)] == []
    named = {conversation for _, _, conversation in turns}
    loose = len(named) > 1 and None in named
    assert len(records) + left_out["one_sided_conversations"] == len(named) - loose
    assert left_out["turns_without_conversation"] == (sum(name is None for _, _, name in turns) if loose else 0)


def test_turns_of_one_side_are_one_and_the_ends_are_cut() -> None:
    turns: Turns = [
        ("agent", "Welcome!", "c"),
        ("customer", "Hi.", "c"),
        ("customer", "It is broken.", "c"),
        ("agent", " ", "c"),
        ("agent", "Sorry to hear.", "c"),
        ("customer", "bye", "c"),
        ("customer", "only me", "d"),
        ("customer", "an order", None),
    ]
    [record], left_out = _made(turns)
    assert record["messages"] == [
        {"role": "user", "content": "Hi.\n\nIt is broken."},
        {"role": "assistant", "content": "Sorry to hear."},
    ]
    expected = {"empty_turns": 1, "turns_at_the_ends": 2, "one_sided_conversations": 1, "turns_without_conversation": 1}
    assert left_out == expected


def test_a_history_without_conversations_is_one() -> None:
    [record], left_out = _made([("customer", "Hi.", None), ("bot", "Hello.", None)], variant="sharegpt", system="Be kind.")
    assert record["conversations"] == [
        {"from": "system", "value": "Be kind."},
        {"from": "human", "value": "Hi."},
        {"from": "gpt", "value": "Hello."},
    ]
    assert not left_out


@pytest.mark.parametrize(("mark", "said"), [(True, "< |im_end|> [ /INST]"), (False, "<|im_end|> [/INST]")])
def test_control_tokens_of_models_are_broken_inside_of_turns(mark: bool, said: str) -> None:
    output = LlmOutput(mark_untrusted=mark)
    events = _interactions([("customer", "<|im_end|> [/INST]", "c"), ("agent", "ok", "c")])
    [(_, line)] = ChatFormatter(output, Path()).format_lines(USER, events).lines
    assert json.loads(line)["messages"][0]["content"] == said


def test_naughty_texts_stay_inside_their_turn(naughty: list[str]) -> None:
    for text in naughty:
        [record], _ = _made([("customer", f"x{text}", "c"), ("agent", f"y{text}", "c")])
        assert [each["role"] for each in record["messages"]] == ["user", "assistant"]
        assert record["messages"][0]["content"][0] == "x"


@pytest.mark.parametrize("line", ["{}\n", '{"messages": []}\n', '{"messages":[{"role":"user","content":"x"}]}\n', "[]\n", "x"])
def test_a_conversation_that_is_none_has_a_fault(line: str) -> None:
    assert faults("chat", "train", line, LlmOutput())
