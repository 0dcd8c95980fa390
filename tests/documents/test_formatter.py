"""Formats by name."""

from pathlib import Path

import pytest

from llm_assets.documents.formatter import FORMATS, formatter, layout
from llm_assets.errors import ConfigError
from llm_assets.settings.model import LlmOutput


def make(name: str) -> object:
    return formatter(name, settings=LlmOutput(), root=Path())


def test_the_formats_and_their_layouts() -> None:
    made = {name: formatter(name, settings=LlmOutput(), root=Path()) for name in FORMATS}
    assert {name: (layout(one), one.file_extension) for name, one in made.items()} == {
        "chat": ("lines", ".jsonl"),
        "chunks": ("lines", ".jsonl"),
        "jsonl": ("records", ".jsonl"),
        "markdown": ("document", ".md"),
        "parquet": ("records", ".parquet"),
        "text": ("document", ".txt"),
        "xml": ("document", ".xml"),
    }


@pytest.mark.parametrize(("name", "near"), [("markdwon", "markdown"), ("json", "jsonl")])
def test_an_unknown_format_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(ConfigError, match=f"Did you mean '{near}'"):
        make(name)


def test_an_unknown_format_like_none_lists_all() -> None:
    with pytest.raises(ConfigError, match=r"format 'zzz'.*Known formats: chat, chunks, jsonl, markdown"):
        make("zzz")


def test_a_formatter_of_others_needs_no_layout() -> None:
    class Plain:
        file_extension = ".txt"

        def format_user(self, user: object, interactions: object) -> str:
            return "x"

        def format_interaction(self, interaction: object) -> str:
            return "y"

    assert layout(Plain()) == "document"
