"""JSON lines: exactly the contract's keys, and one line for every reader."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from llm_assets.documents.formatter import formatter
from llm_assets.documents.schemas import record_schema
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

USER = "abcdefghijklmnopqrstuvwx"
OUTPUT = LlmOutput(format="jsonl")
JSONL = formatter("jsonl", settings=OUTPUT, root=Path())
SCHEMAS = {part: Draft202012Validator(record_schema(part)) for part in ("profiles", "interactions")}
COLUMNS = st.dictionaries(st.text(), st.none() | st.text())


@given(COLUMNS, COLUMNS, st.text())
def test_records_round_trip(text: dict, attributes: dict, kind: str) -> None:
    record = SafeInteraction(USER, None, 3, "2024-05-03", kind, None, text, attributes)
    line = JSONL.format_interaction(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {
        "user": USER,
        "conversation": None,
        "sequence": 3,
        "timestamp": "2024-05-03",
        "kind": kind,
        "speaker": None,
        "text": text,
        "attributes": attributes,
    }
    assert faults("jsonl", "interactions", line, OUTPUT) == []
    assert not list(SCHEMAS["interactions"].iter_errors(json.loads(line)))


@given(COLUMNS, st.text())
def test_profiles_round_trip(attributes: dict, kind: str) -> None:
    line = JSONL.format_user(SafeUser(USER, attributes), [SafeInteraction(USER, None, 0, None, kind, None)])
    assert len(line.splitlines()) == 1
    made = json.loads(line)
    assert list(made) == ["user", "attributes", "statistics"]
    assert made["attributes"] == attributes
    assert made["statistics"]["kinds"] == {kind: 1}
    assert faults("jsonl", "profiles", line, OUTPUT) == []
    assert not list(SCHEMAS["profiles"].iter_errors(made))


def test_naughty_strings_stay_on_their_line(naughty: list[str]) -> None:
    lines = "".join(JSONL.format_user(SafeUser(USER, {text: text}), []) for text in naughty)
    assert [json.loads(line)["attributes"] for line in lines.splitlines()] == [{text: text} for text in naughty]


def test_records_are_whole_without_metadata() -> None:
    bare = formatter("jsonl", settings=LlmOutput(include_metadata=False), root=Path())
    assert bare.format_user(SafeUser(USER), []) == JSONL.format_user(SafeUser(USER), [])
