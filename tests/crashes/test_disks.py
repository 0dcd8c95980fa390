"""A disk that is full, or cannot be written, at either folder: one line says so, the tree stands, the next run ends well."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_assets.errors import OutputError
from tests.resume.conftest import Desk, event, person

pytestmark = pytest.mark.slow
_BYTES = 60_000_000
Files = dict[str, bytes]


@pytest.fixture
def small(desk: Desk) -> Iterator[Path]:
    """A file system of its own below the desk, of 60 MB."""
    folder = desk.folder / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_BYTES}", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here, so no disk can be full: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # files of a stage may still be mapped


@pytest.fixture
def trees(desk: Desk, small: Path, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Files, Files]:
    """What is published, and what will be, for the sources have changed. The folder of the parameter lies in the small disk."""
    desk.values |= {"privacy": {"canaries": 0}, "llm_output": {"rate_limiting": {"max_concurrent": 1}}}
    section, setting = {"work_dir": ("compute", "work_dir"), "output_dir": ("llm_output", "output_dir")}[request.param]
    desk.values[section] = desk.values.get(section, {}) | {setting: f"small/{request.param}"}
    if request.param == "output_dir":
        (desk.folder / "output").symlink_to(small / "output_dir")
    before = desk.run()
    people = {f"id{number:04d}x": person(number) for number in range(60)}
    body = "I am {}. " + "So it is. " * 200
    desk.write(people, [event(key, body.format(row["name"]), None, n) for key, row in people.items() for n in range(4)])
    return before, _afresh(desk, tmp_path / "afresh")


def _afresh(desk: Desk, folder: Path) -> Files:
    """What a run gives that is not disturbed."""
    work = desk.folder / desk.values.get("compute", {}).get("work_dir", ".llm_assets")
    folder.mkdir()
    other = desk.afresh(folder)
    shutil.copytree(work / "support" / "released", folder / ".llm_assets" / "support" / "released", dirs_exist_ok=True)
    for section in ("compute", "llm_output"):
        settings = desk.values.get(section, {})
        other.values[section] = {name: value for name, value in settings.items() if not name.endswith("_dir")}
    return other.run()


def _line(told: OutputError, desk: Desk) -> str:
    """What is said: one line, with a place."""
    assert "\n" not in str(told)
    assert str(desk.folder) in str(told)
    assert not told.transient
    return str(told)


@pytest.mark.parametrize("trees", ["work_dir", "output_dir"], indirect=True)
def test_a_full_disk(desk: Desk, small: Path, trees: tuple[Files, Files]) -> None:
    """From no room at all up to enough, so that every stage meets the end of the disk."""
    before, after = trees
    ballast, told = small / "ballast", []
    for left in (0, 4_096, 65_536, 131_072, 262_144, 1_048_576, *range(4_000_000, 60_000_000, 4_000_000)):
        free = os.statvfs(small)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - left))
        try:
            made = desk.run()
        except OutputError as error:
            told.append(_line(error, desk))
            assert desk.published() == before
        else:
            break
        finally:
            ballast.unlink()
    assert len(told) >= 3
    assert not [each for each in told if not re.search(r"No space left on device|the rows cannot be sorted", each)]
    assert made == after


@pytest.mark.parametrize("trees", ["work_dir", "output_dir"], indirect=True)
def test_a_folder_that_cannot_be_written(desk: Desk, small: Path, trees: tuple[Files, Files]) -> None:
    before, after = trees
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(OutputError, match="Read-only file system") as told:
        desk.run()
    _line(told.value, desk)
    assert desk.published() == before
    subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
    assert desk.run() == after
