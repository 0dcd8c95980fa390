"""Runs on PostgreSQL, with `deploy/dagster.yaml` as it is: nothing of the data is in the database, and what is old goes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import psycopg
import pytest

from llm_assets.defs import build_defs
from llm_assets.settings import parse_settings
from tests.dataset.databases.conftest import PASSWORD
from tests.defs.conftest import MARK, dataset, write_dataset
from tests.deploy.database import all_rows, readings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore:Handling yaml-defined logging")]
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture
def home(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """DAGSTER_HOME, and a database of its own."""
    host, _, port = postgres.partition("@")[2].partition("/")[0].partition(":")
    with psycopg.connect(f"host={host} port={port} user=reader password={PASSWORD} dbname=postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE history")
    named = {"HOST": host, "PORT": port, "USER": "reader", "PASSWORD": PASSWORD, "DB": "history"}
    for name, value in named.items():
        monkeypatch.setenv(f"DAGSTER_PG_{name}", value)
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "dagster.yaml").write_bytes((DEPLOY / "dagster.yaml").read_bytes())
    monkeypatch.setenv("DAGSTER_HOME", str(folder))
    return folder


@pytest.fixture
def instance(home: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(home)) as found:
        yield found


def test_the_database_holds_nothing_of_the_data_and_old_runs_go(
    instance: dg.DagsterInstance, postgres: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_dataset(tmp_path)
    (tmp_path / "leak.md.j2").write_text("# {{ user.user }}\nzqxvjanna.zqxvjsmith0@zqxvjmail.example\n")
    output = {"template": "leak.md.j2"}
    given = {"dataset": dataset(), "privacy": {"canaries": 8, "risk_seconds": 1}, "llm_output": output}
    job = build_defs(parse_settings(given, root=tmp_path, origin="test")).resolve_job_def("build")
    for success, stages in (
        (True, [dg.AssetKey("raw_dataset")]),
        (False, None),
    ):  # one that publishes: test_production.py
        ran = job.execute_in_process(instance=instance, raise_on_error=False, asset_selection=stages)
        assert ran.success == success
    address = postgres.partition("@")[2].partition("/")[0].partition(":")
    database = f"host={address[0]} port={address[2]} user=reader password={PASSWORD} dbname=history"
    with psycopg.connect(database) as connection:
        rows = all_rows(connection)
    assert len(rows) > 100
    assert {table for table, _ in rows} >= {"runs", "event_logs", "asset_keys"}
    assert [table for table, row in rows if any(MARK in text for text in readings(row))] == []

    said = capfd.readouterr()
    assert MARK not in (said.out + said.err).casefold()
    lines = [json.loads(line) for line in said.out.splitlines() if line.startswith('{"time"')]
    failed = [line for line in lines if line.get("event") == "step_failure"]
    assert [line["stage"] for line in failed] == ["output_tree"]
    assert failed[0]["reason"].startswith("PrivacyViolation: nothing was published")

    command = [sys.executable, str(DEPLOY / "delete_old_runs.py"), "--days", "0", "--keep", "1"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "1 runs deleted\n"
    assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.FAILURE]
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(DISTINCT run_id) FROM event_logs").fetchone() == (1,)
