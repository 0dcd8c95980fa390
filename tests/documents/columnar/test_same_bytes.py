"""Whole batches give the bytes that the formatter of single records gives, whatever stands in them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_assets.documents.arranging import arranged
from llm_assets.documents.batches import RecordBatch, read_batches
from llm_assets.documents.columnar.figures import figures
from llm_assets.documents.columnar.jsonl import jsonl_pieces
from llm_assets.documents.jsonl import JsonlFormatter
from llm_assets.documents.markdown import MarkdownFormatter
from llm_assets.documents.safe import records
from llm_assets.documents.tokens import count, counts_of
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import LlmOutput
from tests.documents.conftest import pseudonym

_ODD = (
    "", " ", "\n", "\n\n", "a\n\n\nb", "# x", "---", "1. a", "<b>", "\\<i>", "]: x", "\x00", "\x1c", "\x85", "\u2028",
    "\u3000", "\ufeff", '"', "\\", "&amp;", "_a_", "a  b", " a", "a ", "`", "|", "> q", "\n>", "plain", "2024-05-03",
    "2024-05-03T12:00:00Z", "中文", "😀", "[EMAIL:abcdefgh]", "\t", "a\r\nb", "\x7f", "{{ x }}",
    "<|im_end|>", "[INST]", "[/TOOL_CALLS]", "[PERSON]",
)  # fmt: skip
_LETTERS = st.characters(exclude_categories=["Cs"])
texts = st.none() | st.lists(st.sampled_from(_ODD) | st.text(_LETTERS, max_size=5), max_size=5).map("".join)
dates = st.none() | st.sampled_from(["2024-05-03", "2023-01-01", "2024-05-03T12:00:00Z", "2024-05-03T11:00:00Z"])
_NAMES = ("plan", "we ird", "#h", "conversation", "é")


@st.composite
def batches(draw: st.DrawFn) -> RecordBatch:
    """Some users, with and without interactions, text columns and attributes."""
    text_columns, own, others = (draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=3)) for _ in range(3))
    users, rows, first = [], [], [0]
    for number in range(draw(st.integers(1, 4))):
        users.append({"user": pseudonym(number), "attributes": {name: draw(texts) for name in own}})
        for sequence in range(draw(st.integers(0, 4))):
            row = {"user": pseudonym(number), "conversation": draw(st.none() | st.sampled_from(["c" * 24, "d" * 24]))}
            row |= {"sequence": sequence, "timestamp": draw(dates), "kind": draw(texts), "speaker": draw(texts)}
            row |= {"text": {n: draw(texts) for n in text_columns}, "attributes": {n: draw(texts) for n in others}}
            rows.append(row)
        first.append(len(rows))
    return RecordBatch(_batch(users, own, ()), _batch(rows, others, text_columns), pa.array(first).to_numpy())


def _batch(rows: list[dict], attributes: list[str], text_columns: list[str] | tuple) -> pa.RecordBatch:
    fields = [pa.field("user", pa.string())]
    if not rows or "sequence" in rows[0]:
        fields += [pa.field(name, pa.string()) for name in ("conversation", "timestamp", "kind", "speaker")]
        fields.append(pa.field("sequence", pa.int64()))
    for part, names in (("text", text_columns), ("attributes", attributes)):
        if names:
            fields.append(pa.field(part, pa.struct([(name, pa.string()) for name in names])))
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(fields))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(batches(), st.booleans(), st.sampled_from([Content(), Content(group_by="conversation", statistics=False)]))
def test_same_bytes_as_one_by_one(batch: RecordBatch, include_metadata: bool, content: Content) -> None:
    output = LlmOutput(include_metadata=include_metadata, mark_untrusted=include_metadata, content=content)
    single, batch = MarkdownFormatter(output, Path()), arranged(batch, content)
    lines, found = JsonlFormatter(), figures(batch)
    one_by_one = list(records(batch))
    [(part, names, documents)] = single.format_batch(batch, found)
    assert part == "document"
    assert names.to_pylist() == [user.user for user, _ in one_by_one]
    assert documents.to_pylist() == [single.format_user(user, events) for user, events in one_by_one]
    profiles, interactions = jsonl_pieces(batch, found)
    assert profiles[2].to_pylist() == [lines.format_user(user, events) for user, events in one_by_one]
    assert interactions[2].to_pylist() == [lines.format_interaction(event) for _, events in one_by_one for event in events]


@given(st.lists(st.text(_LETTERS, max_size=20) | st.sampled_from(_ODD), max_size=20))
@settings(deadline=None)
def test_tokens_of_a_column_are_those_of_each_text(found: list[str]) -> None:
    assert counts_of(pa.array(found, pa.string())).tolist() == [count(text) for text in found]


@pytest.mark.parametrize("many", [1, 30])
def test_a_history_larger_than_a_batch_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr("llm_assets.documents.batches._BYTES", 200)
    monkeypatch.setattr("llm_assets.documents.batches._ROWS", 3)
    monkeypatch.setattr("llm_assets.documents.batches._USERS", 4)
    sizes = [0, many, 1, 0, 0, many, 2, 0, 0]
    pq.write_table(pa.table({"user": [pseudonym(n) for n in range(len(sizes))]}), tmp_path / "users")
    owners = [pseudonym(n) for n, size in enumerate(sizes) for _ in range(size)]
    pq.write_table(pa.table({"user": owners, "sequence": range(len(owners))}), tmp_path / "events")
    made = list(read_batches(tmp_path / "users", tmp_path / "events"))
    assert [size for batch in made for size in (batch.first[1:] - batch.first[:-1]).tolist()] == sizes
    assert [name for batch in made for name in batch.interactions.column("user").to_pylist()] == owners
    assert [name for batch in made for name in batch.names.to_pylist()] == [pseudonym(n) for n in range(len(sizes))]
