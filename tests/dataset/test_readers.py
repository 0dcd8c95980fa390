"""What is inside a file: dialects, damage, and the public collections of odd files."""

import gzip
import json
from contextlib import suppress

import pytest
import zstandard

from llm_assets.dataset.columns import shape_of
from llm_assets.dataset.readers import batch as batches
from llm_assets.dataset.readers import csv_rows, json_array, json_lines, read_file
from llm_assets.dataset.sources import find_files
from llm_assets.errors import DatasetError
from llm_assets.settings.model import Users

from .conftest import USERS, as_csv, as_json, as_jsonl


def read(tmp_path, name, data, columns, **options):
    """Rows by declared column, and the broken rows, of a file with the given bytes."""
    (tmp_path / name).write_bytes(data)
    key, *others = columns
    section = Users.model_validate({"source": name, "id": key, "columns": dict.fromkeys(others, "attribute"), "csv": options})
    rows, broken = [], []
    for batch in read_file(find_files(name, tmp_path, "users")[0], shape_of(section), tmp_path):
        rows += zip(*(batch.columns[column].to_pylist() for column in columns), strict=True)
        broken += batch.broken
    return rows, broken


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (b"a,b\n1,x;y\n2,\n", {}),
        (b"\xef\xbb\xbfa,b\n1,x;y\n2,\n", {}),  # Excel's byte order mark
        (b'a;b\r\n1;"x;y"\r\n2;\r\n', {}),
        (b"a\tb\n1\tx;y\n2\t\n", {}),
        (b"b|other|a\nx;y|,,,,,|1\n||2\n", {}),  # more commas than bars: the declared columns decide
        (b"a~b\n1~x;y\n2~\n", {}),
        (b"'a','b'\n'1','x;y'\n'2',''\n", {}),  # single quotes in the header
        (b"a;b\n1;'x;y'\n2;\n", {}),  # single quotes, seen by the width of the rows
        (b"a,b\n1,'x;y'\n2,''\n", {}),  # single quotes, seen by a column that always has them
        ("a,b\n1,x;y\n2,\n".encode("utf-16"), {}),
        (b"a^b\n1^x;y\n2^\n", {"delimiter": "^"}),
        (b"a,b\n1,*x;y*\n2,\n", {"quote": "*"}),
        (b"a,b\r1,x;y\r2,\r", {}),  # line ends of old Macs
        (b"a,b\n\n1,x;y\n\n2,", {}),  # blank lines, and none at the end
    ],
)
def test_dialects(tmp_path, data, options):
    assert read(tmp_path, "x.csv", data, ["a", "b"], **options) == ([("1", "x;y"), ("2", None)], [])


def test_escaped_quotes_of_mysql(tmp_path):
    data = b'a,b\n1,"say \\"x, y\\" now"\n2,"z"\n'
    assert read(tmp_path, "x.csv", data, ["a", "b"])[0] == [("1", 'say "x, y" now'), ("2", "z")]


def test_apostrophes_are_no_quotes(tmp_path):
    data = b"a,b\n1,'tis\n2,it's\n3,'quoted'\n"
    assert read(tmp_path, "x.csv", data, ["a", "b"])[0] == [("1", "'tis"), ("2", "it's"), ("3", "'quoted'")]


def test_one_column(tmp_path):
    assert read(tmp_path, "x.csv", b'a\n1\n"2,3"\n', ["a"]) == ([("1",), ("2,3",)], [])


def test_an_encoding_that_is_set(tmp_path):
    assert read(tmp_path, "x.csv", "a\né\n".encode("cp1252"), ["a"], encoding="cp1252")[0] == [("é",)]
    with pytest.raises(DatasetError, match="no such encoding"):
        read(tmp_path, "x.csv", b"a\n1\n", ["a"], encoding="none")


def test_a_cell_longer_than_the_limit_is_malformed(tmp_path, monkeypatch):
    monkeypatch.setattr("llm_assets.dataset.readers.dialect.MAX_FIELD", 100)
    rows, broken = read(tmp_path, "x.csv", b"a,b\n1," + b"x" * 1000 + b"\n2,y\n", ["a", "b"])
    assert (rows, [b.row for b in broken]) == ([("2", "y")], [2])


def test_a_header_without_the_declared_columns_shows_no_cells(tmp_path):
    """A file without a header has people's values in its first line."""
    with pytest.raises(DatasetError) as caught:
        read(tmp_path, "x.csv", b"1,Ann Bell,ann@example.org\n", ["user_id", "name"])
    assert "Ann" not in str(caught.value)
    assert "ann@" not in str(caught.value)


def test_a_declared_column_that_occurs_twice_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="'a' occurs 2 times"):
        read(tmp_path, "x.csv", b"a,b,a\n1,2,3\n", ["a", "b"])


@pytest.mark.parametrize("ending", [".jsonl", ".json"])
def test_numbers_of_json_stay_as_they_are_written(tmp_path, ending):
    text = b'{"a": 18446744073709551616, "b": 1.10, "c": {"d": [1.0, 2e3]}}'
    data = b"[" + text + b"]" if ending == ".json" else text
    columns = ["a", "b", "c"]
    assert read(tmp_path, f"x{ending}", data, columns)[0] == [("18446744073709551616", "1.10", '{"d":[1.0,2e3]}')]


def test_json_lines_in_a_json_file(tmp_path):
    assert read(tmp_path, "x.json", b'{"a": 1}\n{"a": 2}\n', ["a"])[0] == [("1",), ("2",)]


def test_an_object_over_several_lines_is_told(tmp_path):
    with pytest.raises(DatasetError, match="neither JSON lines"):
        read(tmp_path, "x.json", b'{\n "users": [\n  {"a": 1}\n ]\n}\n', ["a"])


def test_a_broken_tail_of_an_array_is_one_malformed_row(tmp_path):
    rows, broken = read(tmp_path, "x.json", b'[{"a": 1}, 5, {"a": 2}, {"a": tru', ["a"])
    assert rows == [("1",), ("2",)]
    assert broken == [batches.Broken(2, "5"), batches.Broken(4, '{"a": tru')]


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_an_array_may_be_cut_anywhere_by_the_buffer(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(json_array, "_CHUNK", chunk)
    data = [{"a": str(i), "b": 'é\n"🎈' * i, "c": 12.50 * i} for i in range(40)]
    rows, broken = read(tmp_path, "x.json", json.dumps(data).encode() + b" \n", ["a", "b"])
    assert (rows, broken) == ([(row["a"], row["b"] or None) for row in data], [])


def test_an_overlong_line_is_malformed_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines, "MAX_ROW_BYTES", 64)
    data = as_jsonl([{"a": "1"}, {"a": "x" * 1000}, {"a": "2"}])
    rows, broken = read(tmp_path, "x.jsonl", data, ["a"])
    assert (rows, [b.row for b in broken]) == ([("1",), ("2",)], [2])


@pytest.mark.parametrize("rows_a_batch", [1, 3])
def test_batches_do_not_show(tmp_path, monkeypatch, rows_a_batch):
    for module in (csv_rows, json_lines, json_array):
        monkeypatch.setattr(module, "BATCH_ROWS", rows_a_batch)
    rows = [{"a": str(i), "b": "x\ny"} for i in range(10)]
    expected = ([(row["a"], row["b"]) for row in rows], [])
    for name, data in (("x.csv", as_csv(rows)), ("x.jsonl", as_jsonl(rows)), ("x.json", as_json(rows))):
        assert read(tmp_path, name, data, ["a", "b"]) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv.gz", gzip.compress(as_csv(USERS * 5000))[:-20]),
        ("x.csv.zst", zstandard.compress(as_csv(USERS * 5000))[:-50]),  # a library that ends in silence would lose rows
        ("x.jsonl.gz", as_jsonl(USERS)),  # not compressed at all
        ("x.jsonl.zst", as_jsonl(USERS)),
        ("x.csv", gzip.compress(as_csv(USERS))),
        ("x.csv", b"PK\x03\x04 a spreadsheet"),
        ("x.parquet", as_csv(USERS)),
        ("x.parquet.gz", as_csv(USERS)),
    ],
)
def test_a_damaged_or_mistaken_file_is_told(tmp_path, name, data):
    with pytest.raises(DatasetError) as caught:
        read(tmp_path, name, data, ["user_id", "name"])
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize("members", [1, 3])
def test_compressed_files_of_several_members_are_read_whole(tmp_path, members):
    for name, pack in (("x.jsonl.gz", gzip.compress), ("x.jsonl.zst", zstandard.compress)):
        data = b"".join(pack(as_jsonl([{"a": i}])) for i in range(members))
        assert len(read(tmp_path, name, data, ["a"])[0]) == members


def test_csv_spectrum(tmp_path, shared_data):
    folder = shared_data / "malformed" / "csv-spectrum"
    files = sorted((folder / "csvs").glob("*.csv"))
    assert files
    for file in files:
        expected = json.loads((folder / "json" / f"{file.stem}.json").read_text())
        columns = list(expected[0])
        rows, broken = read(tmp_path, "x.csv", file.read_bytes(), columns)
        crlf = [tuple((row[c] or None) for c in columns) for row in expected]
        assert ([tuple(v and v.replace("\r\n", "\n") for v in row) for row in rows], broken) == (
            [tuple(v and v.replace("\r\n", "\n") for v in row) for row in crlf],
            [],
        ), file.name


@pytest.mark.parametrize("ending", [".jsonl", ".json"])
def test_no_json_file_is_too_odd(tmp_path, shared_data, ending):
    """Each file of the suite as it is, and as the cell of an object: rows, malformed rows or a DatasetError, never a crash."""
    files = sorted((shared_data / "malformed" / "json").glob("*.json"))
    assert files
    for file in files:
        data = file.read_bytes()
        with suppress(DatasetError):
            read(tmp_path, f"x{ending}", data, ["a"])
        line = b'{"a": ' + data.replace(b"\n", b" ").strip() + b"}"
        cell = b'{"a": 1}\n' + line + b"\n" if ending == ".jsonl" else b'[{"a": 1}, ' + line + b"]"
        rows, broken = read(tmp_path, f"x{ending}", cell, ["a"])
        assert rows[0] == ("1",)
        assert len(rows) + len(broken) >= 2, file.name
        if file.name.startswith("y_"):
            twice = file.name == "y_object_duplicated_key.json"
            assert [each.reason for each in broken] == ["repeated_key"] * twice, file.name
