"""`dagster dev` in a folder of its own, and its interface: what tests and the benchmark of the UI share."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_LAUNCH = """mutation($p: ExecutionParams!) { launchRun(executionParams: $p) { __typename
  ... on LaunchRunSuccess { run { runId } } ... on PythonError { message }
  ... on RunConfigValidationInvalid { errors { message } } } }"""


def environment() -> dict[str, str]:
    """That of a program which is started in a folder: with a key, and without a DAGSTER_HOME."""
    given = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    return {**given, "PYTHONPATH": str(ROOT), "LLM_ASSETS_KEY": "a key for tests that is long enough"}


@contextmanager
def dagster_dev(folder: Path) -> Iterator[int]:
    """The port of a `dagster dev` that was just started with the repository's workspace.yaml and dagster.yaml."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("workspace.yaml", "dagster.yaml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-p", str(port), "-h", "127.0.0.1"]
    with (folder / "dev.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log, start_new_session=True)
        try:
            yield port
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:  # its parts end by SIGINT, which a shell's job in the background ignores
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def ask(port: int, query: str, variables: Mapping[str, Any] | None = None) -> Any:
    """The data of an answer; waits for a server that is starting."""
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, {"Content-Type": "application/json"})
    deadline = time.monotonic() + 500
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < deadline, "dagster dev does not answer"
            time.sleep(0.2)


def until(what: str, found: Callable[[], Any], seconds: float = 600) -> Any:
    """Waits for something that is true."""
    deadline = time.monotonic() + seconds
    while not (got := found()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)
    return got


def launch(port: int, config: Mapping[str, Any] | None = None) -> str:
    """Starts the job `build`, as the launchpad does; gives the run's id."""
    selector = {"repositoryLocationName": "llm_assets", "repositoryName": "__repository__", "jobName": "build"}
    answer = ask(port, _LAUNCH, {"p": {"selector": selector, "runConfigData": json.dumps(config or {})}})["launchRun"]
    assert answer["__typename"] == "LaunchRunSuccess", answer
    return str(answer["run"]["runId"])


def messages(port: int, run: str) -> list[str]:
    """The log lines of a run that are the program's own, in their order."""
    query = """query($id: ID!) { logsForRun(runId: $id) { ... on EventConnection { events {
      __typename ... on MessageEvent { message } } } } }"""
    events = ask(port, query, {"id": run})["logsForRun"].get("events", [])
    return [each["message"] for each in events if each["__typename"] == "LogMessageEvent"]


def status(port: int, run: str) -> str:
    """SUCCESS, FAILURE, or what it is on the way there."""
    query = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
    return str(ask(port, query, {"id": run})["runOrError"].get("status"))
