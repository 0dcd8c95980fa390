"""The services of `deploy/` as real processes of this machine: code server, daemon and webserver on PostgreSQL."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.dataset.databases.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
_BIN = Path(sys.executable).parent
_RUNS = """{ runsOrError(limit: 50) { ... on Runs { results { runId status parentRunId tags { key value } } } } }"""
_START = """mutation { startSchedule(scheduleSelector: { repositoryLocationName: "llm_assets", repositoryName: "__repository__",
  scheduleName: "daily_build" }) { __typename ... on PythonError { message } } }"""
_STATE = """{ scheduleOrError(scheduleSelector: { repositoryLocationName: "llm_assets", repositoryName: "__repository__",
  scheduleName: "daily_build" }) { ... on Schedule { scheduleState { id } } } }"""
_LAUNCH = """mutation { launchRun(executionParams: { selector: { repositoryLocationName: "llm_assets",
  repositoryName: "__repository__", jobName: "build" }, runConfigData: {} }) { __typename
  ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""


class Services:
    """folder: DAGSTER_HOME, with logs of each service in it. server: of the database, `…@host:port/…`."""

    def __init__(self, folder: Path, server: str, settings: Path) -> None:
        self.folder = folder
        self.port = _free()
        host, _, port = server.partition("@")[2].partition("/")[0].partition(":")
        self.database = f"host={host} port={port} user=reader password={PASSWORD} dbname=dagster"
        with psycopg.connect(self.database.replace("dbname=dagster", "dbname=postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE dagster")
        self.environment = {
            **os.environ,
            "DAGSTER_HOME": str(folder),
            "DAGSTER_PG_HOST": host,
            "DAGSTER_PG_PORT": port,
            "DAGSTER_PG_USER": "reader",
            "DAGSTER_PG_PASSWORD": PASSWORD,
            "DAGSTER_PG_DB": "dagster",
            "LLM_ASSETS_CODE_HOST": "127.0.0.1",
            "LLM_ASSETS_CODE_PORT": str(_free()),
            "LLM_ASSETS_CONFIG": str(settings),
            "DAGSTER_GRPC_TIMEOUT_SECONDS": "300",  # a busy machine is no fault
            "PYTHONUNBUFFERED": "1",
        }
        folder.mkdir()
        for name in ("dagster.yaml", "workspace.yaml"):
            (folder / name).write_bytes((ROOT / "deploy" / name).read_bytes())
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        code = (
            "api",
            "grpc",
            "-h",
            "127.0.0.1",
            "-p",
            self.environment["LLM_ASSETS_CODE_PORT"],
            "-m",
            "llm_assets.definitions",
        )
        commands = {
            "code": ("dagster", *code),
            "daemon": ("dagster-daemon", "run", "-w", "workspace.yaml"),
            "webserver": ("dagster-webserver", "-h", "127.0.0.1", "-p", str(self.port), "-w", "workspace.yaml"),
        }
        for name in names:
            program, *arguments = commands[name]
            with (self.folder / f"{name}.log").open("ab") as log:
                self._processes[name] = subprocess.Popen(
                    [str(_BIN / program), *arguments],
                    cwd=self.folder,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def stop(self) -> None:
        for process in self._processes.values():
            _end(process, signal.SIGTERM)

    def kill_code_server(self) -> None:
        """With all that it has started, as a reboot does."""
        _end(self._processes["code"], signal.SIGKILL)

    def kill_run(self) -> None:
        """The process that makes the run, and nothing else."""
        children = psutil.Process(self._processes["code"].pid).children()
        (worker,) = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        worker.kill()

    def start_schedule(self) -> None:
        """As soon as the webserver has found the code server."""

        def started() -> bool:
            told = self.ask(_START)["startSchedule"]  # asked twice, where the first answer took too long
            return told["__typename"] == "ScheduleStateResult" or "already running" in told.get("message", "")

        wait(started, 300, "the webserver does not find the code server")

    def stop_schedule(self) -> None:
        """So that no further runs wait before the one that is looked at."""
        found = self.ask(_STATE)["scheduleOrError"]["scheduleState"]["id"]
        self.ask(f'mutation {{ stopRunningSchedule(id: "{found}") {{ __typename }} }}')

    def launch(self) -> str:
        """A run of the main job, as from the UI. Gives its id."""
        told = self.ask(_LAUNCH)["launchRun"]
        assert told["__typename"] == "LaunchRunSuccess", told
        return str(told["run"]["runId"])

    def runs(self) -> list[dict[str, Any]]:
        """Oldest first."""
        found = self.ask(_RUNS)["runsOrError"]["results"]
        return [{**run, "tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in reversed(found)]

    def ask(self, query: str) -> dict[str, Any]:
        """The data of an answer of the webserver, which may still be starting."""
        body = json.dumps({"query": query}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"})

        def answer() -> Any:
            try:
                with urllib.request.urlopen(request, timeout=120) as got:
                    return json.load(got).get("data")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                return None

        found: dict[str, Any] = wait(answer, 240, "the webserver does not answer")
        return found

    def said(self) -> str:
        """All that the services have written."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


def wait(what: Callable[[], Any], seconds: float, fault: str) -> Any:
    """Gives the first thing that is true."""
    deadline = time.monotonic() + seconds
    while True:
        if found := what():
            return found
        assert time.monotonic() < deadline, fault
        time.sleep(0.25)


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """A service and its children, which the session holds together."""
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    if number == signal.SIGKILL:
        _kill(children)
    process.send_signal(number)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if number != signal.SIGKILL:
        _kill(psutil.wait_procs(children, timeout=10)[1])


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
