"""`init` as a new user calls it: in the folder of the tables, and the settings it writes run as they are."""

import json
import sqlite3
import tomllib
from pathlib import Path

import duckdb
import pytest

from llm_assets.__main__ import main
from llm_assets.pipeline import Pipeline
from llm_assets.settings.load import load_settings

_NAMES = [
    "Marta Quintero",
    "Jens Aldermann",
    "Aiko Tanabe",
    "Luc Fontenoy",
    "Wanda Krol",
    "Piet Dekkers",
    "Olu Adeyemi",
    "Sofia Brandt",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two tables and no settings."""
    users = ["Kunden-ID;Name;E-Mail;PLZ;Tarif;Geburtsdatum"]
    events = []
    for number, name in enumerate(_NAMES):
        mail = name.lower().replace(" ", ".") + "@mail.example"
        users.append(f"K{number:04d};{name};{mail};{10115 + number};pro;19{60 + number}-03-0{number + 1}")
        for turn in range(3):
            text = f"Hello, this is {name}. My kettle is broken for the {turn}. time, write to {mail}."
            events.append(
                {"kunde": f"K{number:04d}", "at": f"2024-03-0{turn + 1}T10:00:00Z", "thread": f"t{number}", "body": text}
            )
    (tmp_path / "kunden.csv").write_text("\n".join(users) + "\n", encoding="utf-8")
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(each) + "\n" for each in events), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LLM_ASSETS_CONFIG", raising=False)
    monkeypatch.setenv("LLM_ASSETS_KEY", "k" * 40)
    return tmp_path


def _published(folder: Path) -> str:
    job = Pipeline(load_settings())
    job.raw(), job.safe(), job.documents(), list(job.tree())
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((folder / "output").rglob("*.md")))


@pytest.mark.parametrize("arguments", [["kunden.csv", "events.jsonl"], ["events.jsonl", "kunden.csv"]])
def test_the_proposed_settings_run_as_they_are(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["init", *arguments, "--yes"]) == 0
    printed = capsys.readouterr().out
    written = (folder / "llm_assets.toml").read_text(encoding="utf-8")
    assert 'source = "kunden.csv"' in written
    assert 'id = "Kunden-ID"' in written
    assert 'user = "kunde"' in written
    text = _published(folder)
    for name in _NAMES:
        for word in (*name.split(), name.lower().replace(" ", ".")):
            assert word not in printed + written + text


def test_settings_that_are_there_are_overwritten_only_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "llm_assets.toml").write_text("# mine\n")
    assert main(["init", "kunden.csv", "--yes"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (folder / "llm_assets.toml").read_text() == "# mine\n"
    assert main(["init", "kunden.csv", "--yes", "--force"]) == 0


def test_nothing_is_written_without_a_yes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "kunden.csv", "events.jsonl"]) == 1  # no terminal to ask at
    assert "add --yes" in capsys.readouterr().err
    assert not (folder / "llm_assets.toml").exists()


@pytest.mark.parametrize("url", ["postgresql://me:zq-word@host/db#people", "postgresql://me:zq/word@host/db#people"])
def test_a_password_in_a_url_is_neither_used_nor_shown(folder: Path, capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert main(["init", url, "--yes"]) == 1
    said = capsys.readouterr()
    assert "a password stands in the URL" in said.err
    assert "word" not in (said.err + said.out).replace("password", "")


@pytest.mark.parametrize("alone", ["kunden.csv", "events.jsonl"])
def test_one_table_alone_will_do(folder: Path, alone: str) -> None:
    assert main(["init", alone, "--yes"]) == 0
    assert _published(folder)
    assert json.loads((folder / "output" / "manifest.json").read_bytes())["users"] == len(_NAMES)


def test_a_file_without_a_header_is_refused_and_not_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (folder / "kunden.csv").read_text().splitlines()[1:]
    (folder / "kunden.csv").write_text("\n".join(lines) + "\n")
    assert main(["init", "kunden.csv", "--yes"]) == 1
    said = capsys.readouterr()
    assert "the first line holds data" in said.err
    assert not [name for name in _NAMES if name in said.err + said.out]


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_tables_of_a_database_in_a_file_are_looked_at(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of a table were asked for by selecting no column, which PostgreSQL alone takes; all others refused."""
    path = tmp_path / f"shop.{kind}"
    connection = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    connection.execute("CREATE TABLE people (id TEXT, email TEXT)")
    connection.execute("CREATE TABLE letters (id TEXT, body TEXT)")
    for number in range(30):
        connection.execute("INSERT INTO people VALUES (?, ?)", (f"u-{number}", f"anna{number}@example.org"))
        connection.execute("INSERT INTO letters VALUES (?, ?)", (f"u-{number}", f"My kettle no. {number} is broken."))
    connection.commit()
    connection.close()
    monkeypatch.chdir(tmp_path)
    assert main(["init", f"{kind}:///shop.{kind}#people", f"{kind}:///shop.{kind}#letters", "--yes"]) == 0
    dataset = tomllib.loads((tmp_path / "llm_assets.toml").read_text())["dataset"]
    assert dataset["users"]["columns"] == {"email": {"role": "direct", "entity": "EMAIL"}}
    assert dataset["interactions"]["user"] == "id"
