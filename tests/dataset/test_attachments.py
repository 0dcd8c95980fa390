"""Binary columns, files in texts and in nested objects: none is passed on, all are counted, and plain text stays as it is."""

import base64
import io
import random
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.dataset.attachments import TAG, without_attachments
from llm_assets.dataset.cells import BINARY
from llm_assets.dataset.counting import told_attachments

from .conftest import COLUMNS, USERS, Built

FILE = random.Random(6).randbytes(600)
CODED = base64.b64encode(FILE).decode()
KINDS = {**COLUMNS, "interactions": {"body": "text", "photo": "attribute", "parts": "text"}}


def _nothing_of_it(built: Built) -> None:
    rows = repr([built.rows(name) for name in ("users", "interactions")])
    assert not any(bad in rows for bad in (BINARY, "\\ufdd0", "\\x", CODED[:24], "PNG", "\ufffd"))


def _parquet(rows: list[dict[str, Any]], **types: Any) -> bytes:
    out = io.BytesIO()
    schema = pa.schema([(name, types.get(name, pa.string())) for name in rows[0]])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.binary(600), pa.dictionary(pa.int32(), pa.binary())], ids=str
)
def test_a_binary_column_of_parquet_is_dropped_and_counted(build, kind: Any) -> None:
    nested = pa.list_(pa.struct([("name", pa.string()), ("data", pa.binary())]))
    parts = [{"name": "a.png", "data": FILE}, {"name": "b.png", "data": None}]
    events = [
        {"user_id": "7", "body": "see it", "photo": FILE, "parts": parts},
        {"user_id": "7", "body": "no", "photo": None, "parts": []},
    ]
    built = build(events=_parquet(events, photo=kind, parts=nested), suffix=(".csv", ".parquet"), columns=KINDS)
    assert [row["col:photo"] for row in built.rows("interactions")] == [None, None]
    assert built.rows("interactions")[0]["col:parts"] == f'[{{"name":"a.png","data":"{TAG}"}},{{"name":"b.png","data":null}}]'
    assert built.report["binary"] == {"interactions.photo": 1}
    assert built.report["attachments"] == {"interactions.parts": 1}
    assert told_attachments(built.report) == (
        "binary values dropped: 1 of interactions.photo; attachments in texts replaced by a tag: 1 of interactions.parts"
    )
    _nothing_of_it(built)


def test_ids_and_identifiers_in_bytes_are_read_as_text(build) -> None:
    """Old writers of Parquet knew no text: an e-mail that is dropped as binary would not be hunted."""
    users = [{"user_id": user["user_id"].encode(), "email": (user["email"] or "").encode() or None} for user in USERS]
    table = _parquet(users, user_id=pa.binary(), email=pa.binary())
    columns = {"users": {"email": {"role": "direct", "entity": "EMAIL"}}, "interactions": {"body": "text"}}
    built = build(users=table, events=[{"user_id": "7", "body": "x"}], suffix=(".parquet", ".jsonl"), columns=columns)
    assert {row["id"] for row in built.rows("users")} == {user["user_id"] for user in USERS}
    assert "ann@example.org" in [row["value"] for row in built.values()]
    assert built.report["binary"] == {}


def test_bytes_in_a_frame_and_in_a_database(build, tmp_path) -> None:
    events = [{"user_id": "7", "body": "x", "photo": FILE, "parts": [bytearray(FILE)]}]
    built = build(frames={"interactions": pd.DataFrame(events)}, columns=KINDS)
    assert built.report["binary"] == {"interactions.photo": 1}
    assert built.report["attachments"] == {"interactions.parts": 1}
    _nothing_of_it(built)
    with duckdb.connect(str(tmp_path / "e.duckdb")) as base:
        base.execute("CREATE TABLE e (user_id VARCHAR, body VARCHAR, photo BLOB, parts VARCHAR)")
        base.execute("INSERT INTO e VALUES ('7', 'x', ?, 'y')", [FILE])
    built = build(events=None, sources=(None, "duckdb:///e.duckdb"), columns=KINDS, table="e")
    assert built.report["binary"] == {"interactions.photo": 1}
    _nothing_of_it(built)


def test_files_in_texts_become_a_tag(build) -> None:
    folded = "\r\n".join(CODED[i : i + 76] for i in range(0, len(CODED), 76))
    events = [
        {
            "user_id": "7",
            "body": f"look: data:image/png;base64,{CODED} nice?",
            "photo": None,
            "parts": {"file": {"content": CODED}},
        },
        {
            "user_id": "7",
            "body": f'<img src="DATA:image/png;charset=utf-8;base64,{folded}" alt="me">',
            "photo": None,
            "parts": "x",
        },
        {"user_id": "7", "body": "data:text/html,%3Ch1%3E and data: one, two", "photo": None, "parts": "a" * 999},
    ]
    built = build(events=events, columns=KINDS)
    rows = sorted(built.rows("interactions"), key=lambda row: row["row"])
    assert [row["col:body"] for row in rows] == [
        f"look: {TAG} nice?",
        f'<img src="{TAG}" alt="me">',
        f"{TAG} and data: one, two",
    ]
    assert [row["col:parts"] for row in rows] == [f'{{"file":{{"content":"{TAG}"}}}}', "x", "a" * 999]
    assert built.report["attachments"] == {"interactions.body": 3, "interactions.parts": 1}
    _nothing_of_it(built)


@given(st.lists(st.none() | st.text(max_size=40) | st.just("https://example.org/a?b=c,d data:, x"), max_size=8))
def test_plain_text_stays_as_it_is(texts: list[str | None]) -> None:
    column = pa.array(texts, pa.string())
    left, dropped, replaced = without_attachments(column, "text")
    assert (left.to_pylist(), dropped, replaced) == (texts, 0, 0)
