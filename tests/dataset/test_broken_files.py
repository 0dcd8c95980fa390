"""Broken files give the right rows, or quarantine with line and reason: no crash, no silent loss, no guess."""

import csv
import io
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.dataset.columns import Shape, shape_of
from llm_assets.dataset.readers import read_file
from llm_assets.dataset.sources import find_files
from llm_assets.errors import FileGenerationError
from llm_assets.settings.model import Interactions, Users
from tests.dataset.malformed import PAGE, page


def _shape(names: Sequence[str], **more: Any) -> Shape:
    section = {"source": "s", "columns": dict.fromkeys(names[1:], "attribute"), **more}
    if "explode" in more:
        return shape_of(Interactions.model_validate({**section, "user": names[0]}))
    return shape_of(Users.model_validate({**section, "id": names[0]}))


def _read(path: Path, names: Sequence[str], **more: Any) -> tuple[list[tuple[Any, ...]], list[int]]:
    """(rows, lines in quarantine) of a file."""
    rows: list[tuple[Any, ...]] = []
    broken: list[int] = []
    [file] = find_files(str(path), path.parent, "users")
    for batch in read_file(file, _shape(names, **more), path.parent):
        rows += zip(*(batch.columns[name].to_pylist() for name in names), strict=True)
        broken += [each.row for each in batch.broken]
        for index in range(len(batch.rows)):
            batch.raw(index)  # as quarantine would have it
    return rows, broken


_LONG = "x" * 10_000_000
_Z = [("3", "z")]
CASES = [
    ("UTF-16, as spreadsheets save it", "a.csv", "id,name\r\n1,Zoë\r\n".encode("utf-16"), [("1", "Zoë")], []),
    ("one byte that is no UTF-8 spoils its row only", "a.csv", b"id,name\n1,Zo\xeb\n2,Bob\n", [("2", "Bob")], [2]),
    ("lines above the header", "a.csv", b"Report of May\nby X\n\nid,name\n1,a\n", [("1", "a")], [1, 2]),
    ("rows too short and too long", "a.csv", b"id,name\n1,a\n2\n3,c,d\n4,e\n", [("1", "a"), ("4", "e")], [3, 4]),
    ("a second table below", "a.csv", b"id,name\n1,a\n2,b\n\nproduct,price\nx,1\n", [("1", "a"), ("2", "b")], [5, 6]),
    ("files that were joined", "a.csv", b"id,name\n1,a\nid,name\n2,b\n", [("1", "a"), ("2", "b")], [3]),
    ("an empty line, and rows as before", "a.csv", b"id,name\nann,a\n\nbob,b\n", [("ann", "a"), ("bob", "b")], []),
    ("a NUL is a character", "a.csv", b"id,name\n1,a\x00b\n", [("1", "a\x00b")], []),
    ("a cell of 10 MB", "a.csv", b'id,name\n1,"' + _LONG.encode() + b'"\n2,c\n', [("1", _LONG), ("2", "c")], []),
    ("a row behind broken quoting", "a.csv", b'id,name\n1,"he said "hi\n99,evil"\n3,c\n', [("3", "c")], [2, 3]),
    # The story: the line in the middle is a piece of a cell, and was read as a user of its own.
    ("text behind a closing quote", "a.csv", b'id,name\n1,"abc\n99,evil\nmore" x\n4,ok\n', [("4", "ok")], [2]),
    ("a file that ends in a quoted cell", "a.csv", b'id,name\n1,a\n2,"abc\n99,evil\n', [("1", "a")], [3]),
    ("old line ends", "a.csv", b"id,name\r1,a\r2,b\r", [("1", "a"), ("2", "b")], []),
    ("a BOM and CRLF", "a.jsonl", b'\xef\xbb\xbf{"id":1,"name":"x"}\r\n{"id":2}\r\n', [("1", "x"), ("2", None)], []),
    ("commas at the end", "a.jsonl", b'{"id":1,"name":"x",}\n{"id":2},\n{"id":3,"name":"n"}\n', [("3", "n")], [1, 2]),
    (
        "big and exact numbers",
        "a.jsonl",
        b'{"id":123456789012345678901234567890,"name":1.10}\n',
        [("1234567890" * 3, "1.10")],
        [],
    ),
    (
        "half of a character",
        "a.jsonl",
        b'{"id":1,"name":"x\\ud800y"}\n{"id":2,"n\\udc00":1}\n{"id":3,"name":"z"}\n',
        [("3", "z")],
        [1, 2],
    ),
    ("half of a character in an array", "a.json", b'[{"id":1,"name":["\\ud800"]},{"id":2,"name":"z"}]', [("2", "z")], [1]),
    (
        "a key twice",
        "a.jsonl",
        b'{"id":1,"name":"x","name":"y"}\n{"id":2,"a":[{"b":1,"b" :2}]}\n{"id":3,"name":"z"}\n',
        [("3", "z")],
        [1, 2],
    ),
    ("a key twice in an array", "a.json", b'[{"id":1,"name":"x","name":"y"},{"id":2,"name":"z"}]', [("2", "z")], [1]),
    ("a key twice with one value", "a.jsonl", b'{"id":1,"name":"x","name":"x"}\n', [("1", "x")], []),
    ("what only looks like keys", "a.jsonl", b'{"id":1,"name":"\\":\\"name\\" :"}\n', [("1", '":"name" :')], []),
    ("JSON in UTF-16", "a.jsonl", '{"id":1,"name":"ë"}\n'.encode("utf-16"), [("1", "ë")], []),
    ("JSON in Latin-1", "a.jsonl", '{"id":1,"name":"ë"}\n{"id":2,"name":"n"}\n'.encode("latin-1"), [("2", "n")], [1]),
    ("NULs between lines", "a.jsonl", b'{"id":1,"name":"n"}\n\0\0\n{"id":2}\n', [("1", "n"), ("2", None)], [2]),
    ("an array that is cut off", "a.json", b'[{"id":1,"name":"n"},{"id":2},{"id":', [("1", "n"), ("2", None)], [3]),
]


@pytest.mark.parametrize(("name", "content", "rows", "broken"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_broken_file(tmp_path: Path, name: str, content: bytes, rows: list[tuple[Any, ...]], broken: list[int]) -> None:
    (tmp_path / name).write_bytes(content)
    assert _read(tmp_path / name, ["id", "name"]) == (rows, broken)


@pytest.mark.parametrize("length", [1, 20_000], ids=["to the end of the file", "beyond the largest cell"])
def test_what_may_be_a_piece_of_a_cell_is_never_a_row(tmp_path: Path, length: int) -> None:
    """Each line from a quotation mark to the one that closes it is counted; behind that, rows are read again."""
    cell = "b" * length
    lines = ["id,name", '0,"open', *(f"{n},{cell}" for n in range(1, 2_000))]
    (tmp_path / "a.csv").write_text("\n".join([*lines, '2000,"c"', "2001,d", '2002,"e"']) + "\n")
    assert _read(tmp_path / "a.csv", ["id", "name"]) == ([("2001", "d"), ("2002", "e")], list(range(2, 2_003)))
    (tmp_path / "a.csv").write_text("\n".join(["id,name", "a,b", *lines[1:]]) + "\n")
    assert _read(tmp_path / "a.csv", ["id", "name"]) == ([("a", "b")], list(range(3, 2_003)))


def test_every_file_of_two_public_collections_gives_what_the_page_says(shared_data: Path) -> None:
    told = page(shared_data / "malformed")
    assert told == PAGE.read_text(encoding="utf-8")
    cells = dict(re.findall(r"^\| (\w_\S+) \|.*\| (.*) \|$", told, re.M))
    assert len(cells) == len(list((shared_data / "malformed" / "json").iterdir()))
    read = {name for name, cell in cells.items() if cell == "1 row"}
    assert {name for name in read if name.startswith("n_")} == {"n_string_unescaped_newline.json"}  # a blank, in a cell
    assert {name for name in cells if name.startswith("y_")} - read == {"y_object_duplicated_key.json"}


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=6), cut=st.integers(0, 200))
def test_a_csv_file_that_is_cut_off_gives_no_row_that_was_not_there(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], cut: int
) -> None:
    """Every cell is quoted, so that a cut inside a record can be seen."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("key", "value"), *rows])
    head = len('"key","value"\n')
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_text(text.getvalue()[: head + cut], encoding="utf-8", newline="")
    found, _ = _read(path, ["key", "value"])
    whole = [(key or None, value or None) for key, value in rows]
    # What is cut exactly behind an opening pair of quotes is an empty cell, and cannot be told from one.
    assert [row for row in found if row not in whole and row[1] is not None] == []


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json", "a.parquet"]))
def test_any_bytes_are_read_quarantined_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    with suppress(FileGenerationError):  # one clear refusal
        _read(path, ["id", "name"])


_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=6)
_OBJECTS = st.fixed_dictionaries({"email": _SCALARS, "home": st.fixed_dictionaries({"zip": _SCALARS})})


def _text(value: Any) -> str | None:
    return None if value in (None, "") else json.dumps(value) if isinstance(value, bool) else str(value)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(_OBJECTS, min_size=1, max_size=5), lines=st.booleans())
def test_fields_inside_objects_are_named_by_their_path(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Any]], lines: bool
) -> None:
    path = tmp_path_factory.mktemp("nested") / ("a.jsonl" if lines else "a.json")
    objects = [{"id": number, "profile": person} for number, person in enumerate(people)]
    path.write_text("\n".join(map(json.dumps, objects)) if lines else json.dumps(objects))
    rows, broken = _read(path, ["id", "profile.email", "profile.home.zip"])
    assert rows == [(str(n), _text(each["email"]), _text(each["home"]["zip"])) for n, each in enumerate(people)]
    assert broken == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_each_element_of_a_list_is_a_row_beside_the_fields_around_it(tmp_path: Path, name: str) -> None:
    tickets = [
        {"user": "u1", "messages": [{"text": "hi", "n": 1.10}, {"text": "ho"}]},
        {"user": "u2", "messages": []},
        {"user": "u3"},  # no list: not lost
        {"user": "u4", "messages": [{"text": "x"}]},
    ]
    written = [json.dumps(ticket).replace("1.1}", "1.10}") for ticket in tickets]
    (tmp_path / name).write_text("\n".join(written) if name == "a.jsonl" else f"[{', '.join(written)}]")
    rows, broken = _read(tmp_path / name, ["user", "messages.text", "messages.n"], explode="messages")
    assert rows == [("u1", "hi", "1.10"), ("u1", "ho", None), ("u4", "x", None)]
    assert broken == [3]
