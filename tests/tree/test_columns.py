"""Parquet of the tree: typed, the same bytes however it was cut, and looked into by the audit."""

from pathlib import Path

import duckdb
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets.privacy.audit.contents import contents, count_rows
from llm_assets.tree import columns as columns_module
from llm_assets.tree.columns import Columns, ParquetRecords
from llm_assets.tree.files import TreeFile

_COLUMNS = {"users.attributes": ["plan", "zip"], "interactions.text": ["body"], "interactions.attributes": []}
_TIMES = {"day": "2024-05-03", "second": "2024-05-03T12:00:00Z", "year": "2024"}


def _line(number: int, time: str | None) -> bytes:
    record = {"user": f"u{number}", "conversation": None, "sequence": number, "timestamp": time, "kind": "chat"}
    record |= {"speaker": None, "text": {"body": f"text {number}\n\u2028 é"}, "attributes": {}}
    return orjson.dumps(record) + b"\n"


def _profile(number: int) -> bytes:
    figures = {"interactions": 3, "conversations": 1, "kinds": {"chat": 2, "note": 1}, "first": "2024-05-03", "last": None}
    attributes = {"plan": "pro", "zip": None if number % 2 else "01013"}
    return orjson.dumps({"user": f"u{number}", "attributes": attributes, "statistics": {**figures, "active_days": 1}}) + b"\n"


def _write(root: Path, name: str, part: str, times: str, pieces: list[list[bytes]]) -> Path:
    file = TreeFile(root, name, None)
    records = ParquetRecords(file, Columns.of(part, _COLUMNS, times))
    for piece in pieces:
        records.write(b"".join(piece), len(piece), 0)
    records.end()
    entry = file.close()
    assert entry.records == sum(map(len, pieces)) == count_rows(root / name)
    return root / name


@pytest.mark.parametrize(("times", "kind"), [("day", pa.date32()), ("second", pa.timestamp("us", "UTC")), ("year", pa.int16())])
def test_times_have_the_type_that_the_settings_leave(tmp_path: Path, times: str, kind: pa.DataType) -> None:
    path = _write(tmp_path, "a.parquet", "interactions", times, [[_line(0, _TIMES[times]), _line(1, None)]])
    table = pq.read_table(path)
    assert table.schema.field("timestamp").type == kind
    assert table.column("timestamp").null_count == 1
    assert str(table.column("timestamp")[0].as_py()).startswith("2024")
    assert "attributes" not in table.schema.names, "there is no struct without fields"
    assert table.column("text")[0].as_py() == {"body": "text 0\n\u2028 é"}


def test_bytes_do_not_depend_on_how_the_lines_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_module, "_ROWS", 7)
    lines = [_line(number, "2024-05-03") for number in range(30)]
    whole = _write(tmp_path, "a.parquet", "interactions", "day", [lines])
    cut = _write(tmp_path, "b.parquet", "interactions", "day", [lines[:1], lines[1:9], lines[9:]])
    assert whole.read_bytes() == cut.read_bytes()
    assert pq.ParquetFile(whole).num_row_groups == 5


def test_duckdb_and_pandas_read_profiles(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.parquet", "profiles", "day", [[_profile(0), _profile(1)]])
    rows = duckdb.sql(f"select attributes.zip, statistics.kinds[1].kind, statistics.first from '{path}' order by 1").fetchall()
    assert [(row[0], row[1], str(row[2])) for row in rows] == [("01013", "chat", "2024-05-03"), (None, "chat", "2024-05-03")]
    frame = pd.read_parquet(path)
    assert frame["attributes"][0] == {"plan": "pro", "zip": "01013"}


def test_the_audit_sees_every_value_and_name(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.parquet", "profiles", "day", [[_profile(0)]])
    text = "\n".join(contents(str(path), 1000))
    for value in ("u0", "pro", "01013", "chat", "note", "2024-05-03", "attributes", "plan"):
        assert value in text
    path = _write(tmp_path, "b.parquet", "interactions", "day", [[_line(n, "2024-05-03") for n in range(5000)]])
    pieces = list(contents(str(path), 1000))
    assert len(pieces) == 3
    assert all(f"text {number}\n" in "".join(pieces) for number in range(5000))


def test_a_file_that_is_none_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    assert count_rows(tmp_path / "x.parquet") == -1


def test_naughty_strings_are_data(tmp_path: Path, shared_data: Path) -> None:
    naughty = orjson.loads((shared_data / "adversarial" / "blns.json").read_bytes())
    records = [orjson.loads(_line(number, "2024-05-03")) | {"text": {"body": text}} for number, text in enumerate(naughty)]
    path = _write(tmp_path, "a.parquet", "interactions", "day", [[orjson.dumps(record) + b"\n" for record in records]])
    assert [text["body"] for text in pq.read_table(path).column("text").to_pylist()] == naughty
    told = "\n".join(contents(str(path), 100_000))
    assert [text for text in naughty if text not in told] == []
