"""Order, grouping and figures of documents; records stay as they are."""

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from llm_assets.documents.arranging import arranged
from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.wellformed import check_documents
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, interaction, pseudonym, read_pack
from .test_build import build

A, B = "a" * 24, "b" * 24
HISTORIES = st.lists(st.lists(st.sampled_from([None, A, B]), max_size=5), min_size=1, max_size=4)
CONTENTS = st.builds(Content, order=st.sampled_from(["oldest", "newest"]), group_by=st.sampled_from([None, "conversation"]))


@given(HISTORIES, CONTENTS)
def test_each_history_is_put_in_order_by_itself(histories: list[list[str | None]], content: Content) -> None:
    rows = [
        {"user": pseudonym(u), "conversation": c, "sequence": i} for u, own in enumerate(histories) for i, c in enumerate(own)
    ]
    schema = pa.schema([("user", pa.string()), ("conversation", pa.string()), ("sequence", pa.int64())])
    users = pa.RecordBatch.from_pydict({"user": [pseudonym(u) for u in range(len(histories))]})
    first = np.cumsum([0, *map(len, histories)])
    batch = RecordBatch(users, pa.RecordBatch.from_pylist(rows, schema=schema), first)
    expected = []
    for user in range(len(histories)):
        mine = [row for row in rows if row["user"] == pseudonym(user)]
        mine = mine[::-1] if content.order == "newest" else mine
        shown = list(dict.fromkeys(row["conversation"] for row in mine))
        expected += sorted(mine, key=lambda row: shown.index(row["conversation"])) if content.group_by else mine
    assert arranged(batch, content).interactions.to_pylist() == expected


FORMATS = ["markdown", "text", "xml", "jsonl", "chat", "chunks"]


def _bodies(stage: Stage, **content: Any) -> dict[str, list[str]]:
    report = build(stage, format=FORMATS, content=Content(**content))
    output = LlmOutput(format=FORMATS, content=Content(**content))
    assert check_documents(stage.work.stage("documents"), report, output, None)["faults"] == {}
    rows = {name: read_pack(stage.work.stage("documents") / f"{name}-00000.arrow") for name in FORMATS}
    return {name: [row["body"].decode() for row in found] for name, found in rows.items()}


@pytest.fixture
def filled(stage: Stage) -> Stage:
    """One user who writes in two conversations by turns, and once in none."""
    threads = [A, B, None, A]
    rows = [{**interaction(pseudonym(0), i, f"\n## Conversation {B}\n== x"), "conversation": c} for i, c in enumerate(threads)]
    stage.add_shard([{"user": pseudonym(0), "attributes": {"plan": "pro"}}], rows)
    return stage


def _headings(body: str) -> list[str]:
    found = MarkdownIt("commonmark").parse(body.partition("\n---\n")[2])
    own = [(token, after) for token, after in pairwise(found) if token.nesting == 1 and token.level == 0]
    return [after.content.partition(" |")[0] for token, after in own if token.tag in ("h2", "h3")][2:]


def test_conversations_have_headings_in_documents_and_records_keep_their_order(filled: Stage) -> None:
    plain = _bodies(filled)
    found = _bodies(filled, group_by="conversation", order="newest")
    (markdown,), (text,), (xml,) = found["markdown"], found["text"], found["xml"]
    groups = [f"Conversation {A}", "3", "0", "Without Conversation", "2", f"Conversation {B}", "1"]
    assert _headings(markdown) == groups
    lines = [
        line.removeprefix("== ").removeprefix("[").partition("]")[0] for line in text.split("\n") if line[:1] in ("=", "[")
    ]
    assert lines == groups
    told = [(group.get("id"), [e.get("sequence") for e in group]) for group in ElementTree.fromstring(xml).iter("conversation")]
    assert told == [(A, ["3", "0"]), (None, ["2"]), (B, ["1"])]
    for name in ("jsonl", "chat", "chunks"):
        assert found[name] == plain[name]


def test_documents_without_figures_tell_the_number_alone(filled: Stage) -> None:
    found = _bodies(filled, statistics=False)
    (markdown,), (text,), (xml,) = found["markdown"], found["text"], found["xml"]
    assert "- Total Interactions: 4\n\n## Interactions" in markdown
    assert "statistics:\n  interactions: 4\n---\n" in markdown
    assert "Interactions: 4\n" in text
    assert '<interactions total="4">' in xml
    assert "First:" not in text
    assert "<statistics" not in xml
