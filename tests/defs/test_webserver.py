"""`dagster dev` with the repository's workspace: the UI's own interface loads the location, and shows a mistake as it is."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
_ASSETS = """{ assetNodes { assetKey { path } hasAssetChecks }
  repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name } } } } }"""
_ERRORS = """{ workspaceOrError { ... on Workspace { locationEntries {
  locationOrLoadError { ... on PythonError { message causes { message } } } } } } }"""


@contextmanager
def _dagster_dev(folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("workspace.yaml", "dagster.yaml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LLM_ASSETS_KEY": "a key for tests that is long enough"}
    environment.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-p", str(port), "-h", "127.0.0.1"]
    with (folder / "dev.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield port
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _ask(port: int, query: str) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    deadline = time.monotonic() + 200
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < deadline, "dagster dev does not answer"
            time.sleep(0.5)


def test_the_ui_shows_the_assets_their_checks_and_the_schedule(tmp_path: Path) -> None:
    with _dagster_dev(tmp_path) as port:
        answer = _ask(port, _ASSETS)
    assets = {node["assetKey"]["path"][0]: node["hasAssetChecks"] for node in answer["assetNodes"]}  # type: ignore[attr-defined, index]
    assert assets == dict.fromkeys(("raw_dataset", "anonymized_users", "formatted_documents", "output_tree"), True)
    (repository,) = answer["repositoriesOrError"]["nodes"]  # type: ignore[index]
    assert [each["name"] for each in repository["schedules"]] == ["daily_build"]


def test_a_mistake_in_the_settings_is_shown_in_the_ui(tmp_path: Path) -> None:
    """The code server must not end with the mistake, or the UI would say no more than that it ended."""
    (tmp_path / "llm_assets.toml").write_text('[llm_output]\nformt = "markdown"\n')
    with _dagster_dev(tmp_path) as port:
        answer = _ask(port, _ERRORS)
    (entry,) = answer["workspaceOrError"]["locationEntries"]  # type: ignore[index]
    shown = entry["locationOrLoadError"]
    assert "formt" in " ".join(each["message"] for each in (shown, *shown["causes"]))
