"""A run that is killed, at whatever stage, goes on where it was, and ends with the bytes of one that was not."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.resume.conftest import Desk, event, person
from tests.resume.killed import MANY
from tests.resume.test_memo import seen as seen

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "shards", "kept"),
    [
        ("anonymized_users", 2, ["raw_dataset"]),
        ("formatted_documents", 1, ["raw_dataset", "anonymized_users"]),
        ("output_tree", 0, ["raw_dataset", "anonymized_users", "formatted_documents"]),
    ],
)
def test_the_next_run_ends_with_the_same_bytes(
    desk: Desk, seen: list[str], tmp_path: Path, stage: str, shards: int, kept: list[str]
) -> None:
    desk.values |= MANY
    people = {f"id{number:04d}x": person(number) for number in range(12)}
    bodies = [
        f"{number}: I am {row['name']}. " + "Nothing else to say here. " * 40 for number, row in enumerate(people.values())
    ]
    desk.write(people, [event(key, bodies[at] + str(n), None, n) for at, key in enumerate(people) for n in range(4)])
    command = [sys.executable, "-m", "tests.resume.killed", str(desk.folder), stage, str(shards)]
    died = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr[-500:]
    assert not (desk.folder / "output").exists()
    ended = desk.run()
    assert desk.kept == kept
    if stage == "anonymized_users":
        assert 0 < len(seen) < 48  # the texts of the shards that were done are not looked at again
    else:
        assert not seen
    (tmp_path / "afresh").mkdir()
    assert ended == desk.afresh(tmp_path / "afresh").run()
