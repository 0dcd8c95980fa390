"""A night in production, on `deploy/dagster.yaml` as it is: a schedule fires, a run is killed, the whole code server is killed.

After each the tree is whole, the run is noticed and made again; and neither PostgreSQL nor a log holds a value of the data.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from llm_assets.pipeline import Pipeline
from llm_assets.settings.load import read_settings
from llm_assets.tree.verify import verify
from tests.defs.conftest import MARK, write_dataset
from tests.deploy.database import all_rows, readings
from tests.deploy.services import Services, wait

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

_SETTINGS = """
[dataset]
name = "marked"
users = { source = "users.csv", id = "user_id", columns = { name = { role = "direct", entity = "PERSON" }, \
email = { role = "direct", entity = "EMAIL" }, born = "quasi", plan = "attribute" } }
interactions = { source = "events.jsonl", user = "user_id", \
columns = { at = "timestamp", thread = "conversation", body = "text" } }
[privacy]
canaries = 8
risk_seconds = 1
[llm_output.rate_limiting]
requests_per_second = 8
max_concurrent = 1
[schedule]
cron = "* * * * *"
[logs]
file = "logs/run.jsonl"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of 30 people, published once; then there are 31."""
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    folder = tmp_path / "data"
    folder.mkdir()
    write_dataset(folder)
    (folder / "llm_assets.toml").write_text(_SETTINGS)
    pipeline = Pipeline(read_settings(folder / "llm_assets.toml"))
    for stage in (pipeline.raw, pipeline.safe, pipeline.documents, lambda: list(pipeline.tree())):
        stage()
    write_dataset(folder, 31)
    return folder


@pytest.fixture
def services(project: Path, postgres: str, tmp_path: Path) -> Iterator[Services]:
    made = Services(tmp_path / "dagster", postgres, project / "llm_assets.toml")
    try:
        yield made
    finally:
        made.stop()


def test_a_night(services: Services, project: Path) -> None:
    services.start("code", "daemon", "webserver")
    services.start_schedule()

    # The schedule fires; the run's process is killed while it writes the new tree.
    first = wait(lambda: _started(services), 300, "the schedule did not fire")
    services.stop_schedule()
    assert first["tags"]["dagster/schedule_name"] == "daily_build"
    wait(lambda: _staging(project) or _stage_of_tree(services, first), 180, "the run did not come to the tree")
    services.kill_run()
    assert _users(project) == 30
    assert wait(lambda: _state(services, first["runId"], "FAILURE"), 180, "nobody noticed that the run was killed")

    # It is made again by itself, from the stage that it was in.
    again = wait(lambda: _retry(services, first["runId"]), 180, "the run was not made again")
    assert wait(lambda: _state(services, again["runId"], "SUCCESS"), 300, "the second attempt did not publish")
    assert _users(project) == 31

    # All of the code server is gone with a later run, as by a reboot; nobody is left who could tell of it.
    write_dataset(project, 32)
    second = services.launch()
    wait(lambda: _state(services, second, "STARTED"), 300, "the next run did not start")
    services.kill_code_server()
    assert _users(project) == 31
    services.start("code")
    assert wait(lambda: _state(services, second, "FAILURE"), 300, "run monitoring did not notice")
    again = wait(lambda: _retry(services, second), 180, "the run of the dead server was not made again")
    assert wait(lambda: _state(services, again["runId"], "SUCCESS"), 300, "its second attempt did not publish")
    assert _users(project) == 32

    # What was noticed by the code server, and what by run monitoring; of the data nothing was told.
    services.stop()
    said = services.said()
    assert f"the code server has no process of this run'. Marking run {second} as failed" in said
    assert MARK not in said.casefold()
    assert MARK not in (project / "logs" / "run.jsonl").read_text().casefold()
    with psycopg.connect(services.database) as connection:
        rows = all_rows(connection)
    assert len(rows) > 100
    by_server = any(first["runId"] in row and "terminated by signal 9" in row for _, row in rows)
    assert by_server or f"Marking run {first['runId']} as failed" in said  # where it looked just then
    assert [table for table, row in rows if any(MARK in text for text in readings(row))] == []


def _users(project: Path) -> int:
    """Of the published tree, which must be whole."""
    tree = project / "output"
    assert verify(tree).wrong == ()
    return int(json.loads((tree / "manifest.json").read_bytes())["users"])


def _staging(project: Path) -> bool:
    """Whether a new tree is being written beside the old one."""
    return any(path.name.startswith(".") and path.is_dir() for path in project.glob(".output.versions/*"))


def _stage_of_tree(services: Services, run: dict[str, Any]) -> bool:
    query = f'{{ runOrError(runId: "{run["runId"]}") {{ ... on Run {{ stepStats {{ stepKey status }} }} }} }}'
    return any(step["stepKey"] == "output_tree" for step in services.ask(query)["runOrError"]["stepStats"])


def _started(services: Services) -> dict[str, Any] | None:
    return next((run for run in services.runs() if run["status"] == "STARTED"), None)


def _retry(services: Services, run_id: str) -> dict[str, Any] | None:
    return next((each for each in services.runs() if each["parentRunId"] == run_id), None)


def _state(services: Services, run_id: str, status: str) -> bool:
    found = next(run["status"] for run in services.runs() if run["runId"] == run_id)
    assert found in (status, "QUEUED", "NOT_STARTED", "STARTING", "STARTED"), f"the run is {found}"
    return bool(found == status)
