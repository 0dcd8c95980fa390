"""`dagster asset materialize` as people call it: exit codes, and runs killed at every stage. Real processes, so slow."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.defs.conftest import write_dataset

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_SETTINGS = """
[dataset]
name = "marked"
[dataset.users]
source = "users.csv"
id = "user_id"
[dataset.users.columns]
name  = { role = "direct", entity = "PERSON" }
email = { role = "direct", entity = "EMAIL" }
born  = "quasi"
plan  = "attribute"
[dataset.interactions]
source = "events.jsonl"
user = "user_id"
[dataset.interactions.columns]
at     = "timestamp"
thread = "conversation"
body   = "text"
[llm_output]
format = ["markdown", "jsonl"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with enough users that every stage takes long enough to be killed in."""
    write_dataset(tmp_path, users=1500)
    (tmp_path / "llm_assets.toml").write_text(_SETTINGS)
    return tmp_path


def _start(folder: Path, selection: str = "*") -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LLM_ASSETS_KEY": "a key for tests that is long enough", "DAGSTER_DISABLE_TELEMETRY": "yes"}
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "--select", selection, "-m", "llm_assets.definitions"]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _run(folder: Path, selection: str = "*") -> tuple[int, str]:
    process = _start(folder, selection)
    output, _ = process.communicate(timeout=300)
    return process.returncode, output.decode()


def _is_whole(tree: Path) -> bool:
    check = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tree, capture_output=True)
    listed = {file["path"] for file in json.loads((tree / "manifest.json").read_bytes())["files"]}
    found = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    return check.returncode == 0 and found == listed | {"manifest.json", "SHA256SUMS"}


def _kill_when(folder: Path, process: subprocess.Popen[bytes], begun: Path) -> None:
    deadline = time.monotonic() + 200
    while not begun.exists():
        assert process.poll() is None, process.stdout.read().decode() if process.stdout else ""
        assert time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)


def test_a_run_killed_in_any_asset_leaves_a_whole_tree_and_the_next_run_ends_well(folder: Path) -> None:
    tree, work = folder / "output", folder / ".llm_assets" / "marked"
    assert _run(folder)[0] == 0
    old = (tree / "SHA256SUMS").read_bytes()
    with (folder / "events.jsonl").open("a") as file:
        file.write(
            json.dumps({"user_id": "zqxvjid0001", "at": "2024-05-01", "thread": "t1", "body": "one more message"}) + "\n"
        )
    for begun in (work / ".raw.new", work / ".safe.new", work / ".documents.new", folder / ".output.versions" / ".staging"):
        _kill_when(folder, _start(folder), begun)
        assert _is_whole(tree), begun.name
        assert (tree / "SHA256SUMS").read_bytes() == old, begun.name
    assert _run(folder)[0] == 0
    assert _is_whole(tree)
    assert (tree / "SHA256SUMS").read_bytes() != old
    assert not (folder / ".output.versions" / ".staging").exists()


@pytest.mark.parametrize(
    ("plant", "why"),
    [
        ("template", "a custom template with a user's e-mail written into it"),
        ("attribute", "names copied into a column that is declared an attribute"),
    ],
)
def test_a_planted_leak_exits_with_1_and_publishes_nothing(folder: Path, plant: str, why: str) -> None:
    settings = folder / "llm_assets.toml"
    if plant == "template":
        (folder / "mine.md.j2").write_text("# {{ user.user }}\nzqxvjanna.zqxvjsmith0@zqxvjmail.example\n")
        settings.write_text(settings.read_text() + 'template = "mine.md.j2"\n')
    else:
        lines = [line.split(",") for line in (folder / "users.csv").read_text().splitlines()]
        (folder / "users.csv").write_text(
            "".join(f"{','.join([*line, line[1]])}\n" for line in lines).replace("name\n", "label\n", 1)
        )
        settings.write_text(settings.read_text().replace('plan  = "attribute"', 'plan  = "attribute"\nlabel = "attribute"'))
    code, said = _run(folder)
    assert code == 1, why
    assert re.search("values (of direct identifiers )?are left", said)  # the operator reads why in the log, not only in the UI
    assert not (folder / "output").exists()
    assert "zqxvj" not in said.casefold().replace(str(folder).casefold(), "")
    assert _run(folder, "output_tree")[0] == 1
    assert not (folder / "output").exists()


def test_a_mistake_in_the_settings_is_one_message_without_a_traceback(folder: Path) -> None:
    (folder / "llm_assets.toml").write_text('[llm_output]\nformt = "markdown"\nprivacy_level = "hihg"\n')
    code, said = _run(folder)
    assert code == 1
    assert "formt" in said
    assert "privacy_level" in said
    assert "Traceback" not in said
    assert not (folder / "output").exists()


def test_a_missing_source_exits_with_1(folder: Path) -> None:
    (folder / "users.csv").unlink()
    code, said = _run(folder)
    assert code == 1
    assert "users" in said
    assert not (folder / "output").exists()


def test_requests_per_second_is_held_within_a_tenth(folder: Path) -> None:
    """1,500 files at 100 a second, as seen from outside: 15 s, give or take a tenth."""
    settings = folder / "llm_assets.toml"
    settings.write_text(settings.read_text() + "[llm_output.rate_limiting]\nrequests_per_second = 100\nmax_concurrent = 2\n")
    process, staging = _start(folder), folder / ".output.versions" / ".staging"
    seen: list[tuple[float, int]] = []
    while process.poll() is None:
        if staging.is_dir():
            seen.append((time.monotonic(), sum(len(files) for _, _, files in os.walk(staging / "profiles"))))
        time.sleep(0.25)  # counting files takes time from those who write them
    process.communicate()
    assert process.returncode == 0
    started = [entry for entry in seen if entry[1] > 100]
    growing = [entry for entry in started if entry[1] < 1400]
    (first, low), (last, high) = growing[0], growing[-1]
    assert 0.9 * 100 <= (high - low) / (last - first) <= 1.1 * 100


def test_two_runs_at_once_end_well_one_after_the_other(folder: Path) -> None:
    """Of one work folder, and of two work folders with one output_dir."""
    apart = folder / "apart"
    apart.mkdir()
    write_dataset(apart, users=1500)
    (apart / "llm_assets.toml").write_text(_SETTINGS + 'output_dir = "../output"\n')
    started = [_start(each) for each in (folder, folder, apart)]
    told = [process.communicate(timeout=500)[0].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], "\n".join(text[-2000:] for text in told)
    assert any(re.search(r"waiting for another run, .+: \w+ of run [0-9a-f-]{36}, process \d+ on ", text) for text in told)
    assert _is_whole(folder / "output")
