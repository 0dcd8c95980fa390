"""Exports of other systems: the sample of each goes through `init --export` and the whole pipeline, and names nobody."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.__main__ import main
from llm_assets.dataset.columns import shape_of
from llm_assets.dataset.exports import EXPORTS, mapping, read_export
from llm_assets.errors import DatasetError, FileGenerationError
from llm_assets.pipeline import Pipeline
from llm_assets.sample.exports import MAKERS, PEOPLE
from llm_assets.settings import parse_settings
from llm_assets.settings.load import load_settings

# Users, interactions, rows in quarantine of the samples.
_EXPECTED = {
    "discourse": (3, 3, 0),
    "github": (3, 3, 0),
    "intercom": (3, 3, 0),
    "mbox": (3, 3, 0),
    "slack": (3, 3, 0),
    "stackexchange": (3, 3, 0),
    "takeout": (1, 3, 0),
    "whatsapp": (3, 4, 1),  # what the program itself says
    "zendesk": (3, 3, 0),
}


def test_every_export_has_a_sample_and_a_mapping() -> None:
    assert set(EXPORTS) == set(MAKERS) == set(_EXPECTED)


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("zipped", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_an_export_becomes_a_tree_with_nobody_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, zipped: bool
) -> None:
    MAKERS[name](tmp_path / "export")
    source = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "export") if zipped else str(tmp_path / "export")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LLM_ASSETS_CONFIG", raising=False)
    monkeypatch.setenv("LLM_ASSETS_KEY", "k" * 40)
    assert main(["init", source, "--export", name]) == 0
    with (tmp_path / "llm_assets.toml").open("a") as file:
        file.write("[privacy]\ncanaries = 0\n")
    job = Pipeline(load_settings())
    job.raw(), job.safe(), job.documents(), list(job.tree())
    manifest = json.loads((tmp_path / "output" / "manifest.json").read_bytes())
    counts = manifest["counts"]["interactions"]
    assert (manifest["users"], manifest["interactions"], counts["quarantined"]) == _EXPECTED[name]
    text = "\n".join(
        path.read_text() for path in (tmp_path / "output").rglob("*") if path.suffix in (".md", ".jsonl")
    ).casefold()
    for _, person, mail, nick in PEOPLE:
        for word in (*person.split(), mail, nick):
            assert word.casefold() not in text
    assert "kettle" in text


def _rows(name: str, path: Path, table: str) -> tuple[list[dict[str, Any]], int]:
    import tomllib

    values = tomllib.loads(mapping(name))  # type: ignore[arg-type]
    dataset = parse_settings({"dataset": values["dataset"]}, root=path.parent, origin="mapping").dataset
    assert dataset is not None
    shape = shape_of(dataset.users if table == "users" else dataset.interactions)
    rows: list[dict[str, Any]] = []
    broken = 0
    for _, batch in read_export(name, path, shape):  # type: ignore[arg-type]
        columns = {column: batch.columns[column].to_pylist() for column in shape.names}
        rows += [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        broken += len(batch.broken)
    return rows, broken


def test_mail_is_threaded_decoded_and_its_attachments_are_counted(tmp_path: Path) -> None:
    MAKERS["mbox"](tmp_path)
    rows, _ = _rows("mbox", tmp_path, "interactions")
    assert len({row["thread"] for row in rows}) == 1
    assert [row["attachments"] for row in rows] == ["1", "0", "0"]
    (tmp_path / "archive.mbox").write_bytes(
        b"From x\nFrom: =?utf-8?q?Zo=C3=AB?= <Z@Mail.example>\nSubject: =?iso-8859-1?q?caf=E9?=\n"
        b"Content-Type: text/plain; charset=iso-8859-1\n\nd\xe9j\xe0\n"
    )
    [row] = _rows("mbox", tmp_path, "interactions")[0]
    assert (row["from"], row["subject"], row["body"].strip(), row["date"]) == ("z@mail.example", "café", "déjà", None)


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        (["[31.12.23, 23:59:01] Ann: hi", "[01.01.24, 00:00:10] Bo: ho"], ["2023-12-31T23:59:01", "2024-01-01T00:00:10"]),
        (["12/31/23, 11:59 PM - Ann: hi", "1/1/24, 12:00 AM - Bo: ho"], ["2023-12-31T23:59:00", "2024-01-01T00:00:00"]),
        (
            ["2/1/24, 10:00 - Ann: hi", "1/2/24, 10:00 - Bo: ho"],
            ["2024-01-02T10:00:00", "2024-02-01T10:00:00"],
        ),  # by their order
        (["2024-01-02, 10:00 - Ann: hi", "2024-02-01, 10:00 - Bo: ho"], ["2024-01-02T10:00:00", "2024-02-01T10:00:00"]),
    ],
)
def test_dates_of_a_chat_in_the_forms_of_many_phones(tmp_path: Path, lines: list[str], times: list[str]) -> None:
    (tmp_path / "chat.txt").write_text("\n".join(lines) + "\nmore of it: yes\n")
    rows, _ = _rows("whatsapp", tmp_path, "interactions")
    assert [row["time"] for row in rows] == times
    assert rows[1]["text"] == "ho\nmore of it: yes"


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Users.xml").write_text('<!DOCTYPE users [<!ENTITY a "aaaa">]><users><row Id="1" DisplayName="&a;"/></users>')
    with pytest.raises(DatasetError, match="the XML declares entities"):
        _rows("stackexchange", tmp_path, "users")


@pytest.mark.parametrize("name", EXPORTS)
def test_a_folder_of_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.pdf").write_text("x")
    with pytest.raises(DatasetError, match=r"that is no .* export"):
        _rows(name, tmp_path, "interactions")


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=120), name=st.sampled_from(EXPORTS))
def test_any_bytes_in_the_place_of_an_export(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    MAKERS[name](folder)
    counted = Counter[str]()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.write_bytes(content)
    for table in ("users", "interactions"):
        try:
            counted[table] += len(_rows(name, folder, table)[0])
        except FileGenerationError:
            counted["refused"] += 1
    assert counted
