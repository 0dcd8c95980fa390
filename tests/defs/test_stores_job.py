"""The main job as people call it, with sources and output on a real S3 server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import llm_assets
from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import StoreUrl
from tests.defs.conftest import MARK, write_dataset
from tests.defs.test_command_line import _SETTINGS
from tests.stores.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    environment = {**os.environ, "LLM_ASSETS_KEY": "a key for tests that is long enough", "DAGSTER_DISABLE_TELEMETRY": "yes"}
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def _build(folder: Path) -> tuple[int, str]:
    return _run(folder, "dagster", "asset", "materialize", "--select", "*", "-m", "llm_assets.definitions")


def test_sources_and_output_on_s3(tmp_path: Path, bucket: str, s3: Server) -> None:
    write_dataset(tmp_path)
    store = open_store(StoreUrl("s3", bucket))
    store.put_file("in/users.csv", tmp_path / "users.csv")
    store.put_file("in/events/day=1/events.jsonl", tmp_path / "events.jsonl")
    for name in ("users.csv", "events.jsonl"):
        (tmp_path / name).unlink()
    url = f"s3://{bucket}/team/output"
    settings = _SETTINGS.replace('"users.csv"', f'"s3://{bucket}/in/users.csv"')
    settings = settings.replace('"events.jsonl"', f'"s3://{bucket}/in/events"')
    work = f"s3://{bucket}/team/work"
    (tmp_path / "llm_assets.toml").write_text(f'{settings}output_dir = "{url}"\n[compute]\nwork_dir = "{work}"\n')

    s3.fault = lambda request: "503" if request.number % 40 == 3 else None
    code, said = _build(tmp_path)
    s3.fault = lambda request: None
    assert code == 0, said
    assert "leaked" not in said
    assert "a secret for tests" not in said
    assert _run(tmp_path, "llm_assets", "where") == (0, f"{url}\n")
    assert len(llm_assets.read_profiles(url)) == 30
    code, said = _run(tmp_path, "llm_assets", "verify", url)
    assert (code, "0 missing or changed" in said) == (0, True)
    assert _run(tmp_path, "llm_assets", "report", url)[0] == 0
    for each in store.walk("team/output"):
        assert MARK.encode() not in store.read(each.key)[0].lower()  # type: ignore[index]
    first = json.loads(store.read("team/output/current.json")[0])  # type: ignore[index]

    # Another machine goes on with the stages that this one left.
    other = tmp_path / "other"
    other.mkdir()
    (other / "llm_assets.toml").write_text((tmp_path / "llm_assets.toml").read_text())
    code, said = _run(other, "dagster", "asset", "materialize", "--select", "output_tree", "-m", "llm_assets.definitions")
    assert code == 0, said
    assert "0 objects uploaded, 0 copied" in said

    # A new object in the folder: the next run reads it, and only what changed goes over the wire.
    event = {"user_id": "zqxvjid0003", "at": "2024-05-01T10:00:00Z", "thread": "new", "body": "hello again"}
    store.put("in/events/day=2/more.jsonl", json.dumps(event).encode() + b"\n")
    s3.calm()
    code, said = _build(tmp_path)
    assert code == 0, said
    second = json.loads(store.read("team/output/current.json")[0])  # type: ignore[index]
    assert second["previous"] == [first["version"]]
    assert len(llm_assets.read_interactions(url)) == len(llm_assets.read_interactions(f"{url}/{first['path']}")) + 1

    # Somebody asks to be forgotten: the old version goes as well.
    (tmp_path / "gone.csv").write_text("user_id\nzqxvjid0003\n")
    code, said = _run(tmp_path, "llm_assets", "erase", "--id-file", "gone.csv")
    assert code == 0, said
    assert '"old_trees_deleted": 1' in said
    assert len(llm_assets.read_profiles(url)) == 29
    assert len(store.list("team/output/versions")) == 1
    assert json.loads(store.read("team/output/current.json")[0])["previous"] == []  # type: ignore[index]
