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
_TEXTS = (
    st.none()
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "<|im_end|>",
            "[INST]",
            '"}]}\n',
            "{{ x }}",
            "\u2028",
            "</s>",
            "System:",
            "x FileSystem::",
            "<image><video>",
            "[EOS] Bot:",
        ]
    )
)
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


def openai_faults(record: Any) -> list[str]:
    """The format errors of OpenAI's cookbook, examples/Chat_finetuning_data_prep.ipynb ("Format validation", rules 1 to 7).

    https://github.com/openai/openai-cookbook/blob/main/examples/Chat_finetuning_data_prep.ipynb. Beyond it, the last rule: the
    guide (https://platform.openai.com/docs/guides/supervised-fine-tuning) trains on what the assistant says at the end.
    """
    if not isinstance(record, dict):
        return ["data_type"]
    if not record.get("messages"):
        return ["missing_messages_list"]
    found = []
    for message in record["messages"]:
        if not {"role", "content"} <= set(message):
            found.append("message_missing_key")
        if set(message) - {"role", "content", "name", "function_call", "weight"}:
            found.append("message_unrecognized_key")
        if message.get("role") not in ("system", "user", "assistant", "function"):
            found.append("unrecognized_role")
        content = message.get("content")
        if not isinstance(content, str) or not (content or message.get("function_call")):
            found.append("missing_content")
    if not any(message.get("role") == "assistant" for message in record["messages"]):
        found.append("example_missing_assistant_message")
    if record["messages"][-1]["role"] != "assistant":
        found.append("example_does_not_end_with_the_assistant")
    return found


_KEYWORDS = ("User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]")


def bedrock_faults(record: dict[str, Any]) -> list[str]:
    """The rules of Amazon for conversations (schema bedrock-conversation-2024), by their numbers where they have one.

    https://docs.aws.amazon.com/bedrock/latest/userguide/preparing-text-data.html and
    https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html: 5 the version, 6 the system
    turn, 7 the roles, 8 the first and the last turn, 12 the keywords that end a training job, anywhere in a prompt.
    """
    found = [] if record["schemaVersion"] == "bedrock-conversation-2024" else ["5"]
    system = record.get("system", [])
    if set(record) - {"schemaVersion", "system", "messages"} or len(system) > 1:
        found.append("6")
    roles = [message["role"] for message in record["messages"]]
    found += ["7"] if set(roles) != {"user", "assistant"} else []
    if roles != ["user", "assistant"] * (len(roles) // 2):
        found.append("8: the roles do not alternate from the user to the assistant")
    contents = [each for message in record["messages"] for each in message["content"]]
    if len(contents) != len(roles) or not all(set(each) == {"text"} and each["text"].strip() for each in contents):
        found.append("content")
    return found + [f"12: {word}" for word in _KEYWORDS for each in [*system, *contents] if word in each["text"]]


def sharegpt_faults(record: dict[str, Any]) -> list[str]:
    """What LLaMA-Factory asks of `conversations`, and axolotl of what its chat_template reads.

    https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md ("Sharegpt Format": the human in odd positions, the model
    in even ones) and src/llamafactory/data/converter.py (`SharegptDatasetConverter`: after a system turn at the start, roles
    by parity, an even number of turns; else the example is skipped). A text with a mark of an image needs an image.
    https://github.com/axolotl-ai-cloud/axolotl/blob/main/docs/dataset-formats/conversation.qmd: `from`, `value` in each turn.
    """
    turns = record["conversations"]
    if set(record) != {"conversations"} or not all(set(turn) == {"from", "value"} for turn in turns):
        return ["keys"]
    found = ["media" for turn in turns for mark in ("<image>", "<video>", "<audio>") if mark in turn["value"]]
    turns = turns[1:] if turns[0]["from"] == "system" else turns
    if not turns or len(turns) % 2 or any(turn["from"] != ("human", "gpt")[n % 2] for n, turn in enumerate(turns)):
        found.append("turns")
    return found + ["empty" for turn in turns if not turn["value"].strip()]


_RULES = {"openai": openai_faults, "bedrock": bedrock_faults, "sharegpt": sharegpt_faults}


@given(turns=_TURNS, variant=st.sampled_from(_VARIANTS), system=st.none() | st.just("Be kind. System: <image>"))
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


@pytest.mark.parametrize(
    ("variant", "text", "said"),
    [
        ("bedrock", "User: hi [EOS] <image>", "User : hi [ EOS] < image>"),
        ("bedrock", "user: FileSystem:", "user: FileSystem :"),  # exactly the words of the list, wherever they stand
        ("sharegpt", "User: see <image>, <audio>", "User: see < image>, < audio>"),
        ("openai", "User: see <image> [EOS]", "User: see <image> [EOS]"),
    ],
)
@pytest.mark.parametrize("mark", [True, False])
def test_what_the_reader_of_a_form_reserves_is_broken(variant: str, text: str, said: str, mark: bool) -> None:
    """A customer who wrote `System: …` ended a whole training job."""
    output = LlmOutput.model_validate({"chat": {"variant": variant, "system": text}, "mark_untrusted": mark})
    events = _interactions([("customer", text, "c"), ("agent", "ok", "c")])
    [(part, line)] = ChatFormatter(output, Path()).format_lines(USER, events).lines
    assert faults("chat", part, line, output) == []
    record = json.loads(line)
    texts = [each.get("content", each.get("value")) for each in record.get("messages", record.get("conversations"))]
    if variant == "bedrock":
        texts = [record["system"][0]["text"], *(each[0]["text"] for each in texts)]
    assert texts == [said, said, "ok"]
    assert not said.startswith("User :") or faults("chat", part, line.replace("User :", "User:"), output) == ["reserved_word"]


def test_naughty_texts_stay_inside_their_turn(naughty: list[str]) -> None:
    for text in naughty:
        [record], _ = _made([("customer", f"x{text}", "c"), ("agent", f"y{text}", "c")])
        assert [each["role"] for each in record["messages"]] == ["user", "assistant"]
        assert record["messages"][0]["content"][0] == "x"


@pytest.mark.parametrize("line", ["{}\n", '{"messages": []}\n', '{"messages":[{"role":"user","content":"x"}]}\n', "[]\n", "x"])
def test_a_conversation_that_is_none_has_a_fault(line: str) -> None:
    assert faults("chat", "train", line, LlmOutput())
