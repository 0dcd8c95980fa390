"""The preview: what a run would publish of some users, with nobody named in it, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from llm_assets.__main__ import main
from llm_assets.errors import PrivacyViolation
from llm_assets.preview import preview
from llm_assets.privacy.erasure.listed import ErasedList
from llm_assets.settings import parse_settings
from tests.defs.conftest import MARK, dataset, write_dataset


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dataset of 90 users whose values are all marked, and a folder for what is temporary."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LLM_ASSETS_KEY", raising=False)
    (tmp_path / "data").mkdir()
    write_dataset(tmp_path / "data", users=90)
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path


def _files(place: Path) -> set[str]:
    return {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_documents_are_shown_and_nothing_is_left(place: Path) -> None:
    before = _files(place)
    settings = parse_settings({"dataset": dataset()}, root=place / "data", origin="test")
    made = preview(settings, users=2)
    assert (made.format, made.level, made.users, made.unknown) == ("markdown", "high", 60, False)
    assert [title == text.partition("# User Profile: ")[2][:24] + ".md" for title, text in made.documents] == [True, True]
    assert all("- Total Interactions: 2\n" in text for _, text in made.documents)
    # The texts name users beyond the 60 whose profiles were made: their values are hunted all the same.
    assert MARK not in repr(made).casefold()
    assert _files(place) == before


def test_everybody_beyond_the_share_is_hunted_and_who_is_erased_stays_out(place: Path) -> None:
    values = {"dataset": dataset(), "llm_output": {"format": ["markdown", "jsonl"]}}
    settings = parse_settings(values, root=place / "data", origin="test")
    listed = ErasedList(place / "data" / ".llm_assets.erased" / "marked")
    listed.add({"zqxvjid0000"})
    before = {name: (place / name).read_bytes() for name in _files(place)}
    made = preview(settings, users=89, format_="jsonl")
    records = [orjson.loads(line) for _, text in made.documents for line in text.splitlines()]
    assert len({record["user"] for record in records}) == 89
    assert sum("text" in record for record in records) == 178
    assert MARK not in repr(records).casefold()
    assert "[ERASED]" in repr(records)
    assert {name: (place / name).read_bytes() for name in _files(place)} == before


def test_a_leak_shows_nothing_and_is_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An attribute that repeats a name of the source passes the redactor, and not the audit."""
    rows = (place / "data" / "users.csv").read_text().splitlines()
    people = [row.rpartition(",")[0] + "," + row.split(",")[1] for row in rows[1:]]
    (place / "data" / "users.csv").write_text("\n".join([rows[0], *people]) + "\n")
    (place / "data" / "llm_assets.toml").write_text(
        '[dataset]\nname = "marked"\n[dataset.users]\nsource = "users.csv"\nid = "user_id"\n[dataset.users.columns]\n'
        'name = { role = "direct", entity = "PERSON" }\nplan = "attribute"\n[dataset.interactions]\nsource = "events.jsonl"\n'
        'user = "user_id"\n[dataset.interactions.columns]\nat = "timestamp"\nbody = "text"\n'
    )
    before = _files(place)
    assert main(["preview"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nothing was published: the check no_known_identifiers failed")
    assert len(told.err.splitlines()) == 1
    assert MARK not in told.err.casefold()
    assert _files(place) == before
    with pytest.raises(PrivacyViolation):
        preview(parse_settings({"dataset": dataset(plan="attribute")}, root=place / "data", origin="test"))


@pytest.mark.slow
def test_a_preview_that_is_ended_leaves_nothing(place: Path) -> None:
    (place / "data" / "llm_assets.toml").write_text("")
    run = subprocess.Popen([sys.executable, "-m", "llm_assets", "preview"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while time.monotonic() < until and not list((place / "tmp").glob("llm-assets-preview-*/work/*/.raw.new")):
        time.sleep(0.01)
    (folder,) = (place / "tmp").glob("llm-assets-preview-*")
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    os.kill(run.pid, signal.SIGTERM)
    out, _ = run.communicate(timeout=60)
    assert out == b""
    assert run.returncode == 128 + signal.SIGTERM
    assert list((place / "tmp").iterdir()) == []
