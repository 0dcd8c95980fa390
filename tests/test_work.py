"""The work folder: modes, whole stages, fingerprints, and the lock."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from llm_assets.errors import DatasetError, OutputError
from llm_assets.work import WorkDir, identity, secure_open


@pytest.fixture
def work(tmp_path: Path) -> WorkDir:
    return WorkDir(tmp_path / "work" / "support").open()


def _make(work: WorkDir, fingerprint: str) -> None:
    with work.writing("raw") as folder:
        (folder / "data").write_text(fingerprint)
        work.write_report(folder, {"fingerprint": fingerprint})


def _make_half(work: WorkDir) -> None:
    with work.writing("raw") as folder:
        (folder / "data").write_text("half")
        raise ZeroDivisionError


def test_only_the_owner_can_read_what_holds_personal_data(work: WorkDir) -> None:
    _make(work, "a")
    # The folder of all datasets too, which is made with that of the first one: `mkdir(parents=True)` left it to the umask.
    for folder in (work.root.parent, work.root, work.stage("raw"), work.quarantine("raw_dataset").parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with secure_open(work.quarantine("raw_dataset")) as file:
        file.write(b"a row")
    assert stat.S_IMODE(work.quarantine("raw_dataset").stat().st_mode) == 0o600


def test_a_stage_that_was_not_finished_leaves_the_old_one(work: WorkDir) -> None:
    _make(work, "old")
    with pytest.raises(ZeroDivisionError):
        _make_half(work)
    assert (work.stage("raw") / "data").read_text() == "old"
    _make(work, "new")
    assert (work.stage("raw") / "data").read_text() == "new"
    assert not [path for path in work.root.iterdir() if path.name.startswith(".raw")]


def test_the_next_stage_at_a_path_is_told_from_the_last(work: WorkDir) -> None:
    """What was loaded of one run served the next one of the same process, for both have the same path."""
    _make(work, "a")
    first = identity(work.stage("raw"))
    _make(work, "a")
    assert identity(work.stage("raw")) != first


@pytest.mark.parametrize(
    ("made", "expect", "fits"),
    [
        ("abc", None, True),
        ("abc", "abc", True),
        ("abc.sources", "abc", True),
        ("abc.sources", "abc.sources", True),
        ("abc", "ab", False),
        ("abcd", "abc", False),
    ],
)
def test_a_stage_made_with_other_settings_is_refused(work: WorkDir, made: str, expect: str | None, fits: bool) -> None:
    _make(work, made)
    if fits:
        assert work.report("raw", expect=expect)["fingerprint"] == made
    else:
        with pytest.raises(DatasetError, match="Materialize raw_dataset again"):
            work.report("raw", expect=expect)


def test_a_missing_stage_says_what_to_do(work: WorkDir) -> None:
    with pytest.raises(DatasetError, match="Materialize anonymized_users first"):
        work.report("safe")


def test_a_second_run_is_told_who_is_writing(work: WorkDir) -> None:
    other = f"""
import sys
from pathlib import Path
from llm_assets.work import WorkDir
with WorkDir(Path({str(work.root)!r})).lock("raw_dataset"):
    print("locked", flush=True)
    sys.stdin.readline()
"""
    process = subprocess.Popen([sys.executable, "-c", other], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    with (
        pytest.raises(OutputError, match=rf"another run is writing: raw_dataset, process {process.pid} on .*, for [0-9]+ s "),
        work.writing("raw"),
    ):
        pass
    process.kill()
    process.communicate()
    _make(work, "after the other was killed")  # a lock dies with its owner
    assert work.report("raw")["fingerprint"] == "after the other was killed"


def test_nothing_raw_is_left_when_it_is_to_be_forgotten(work: WorkDir) -> None:
    _make(work, "a")
    with secure_open(work.quarantine("raw_dataset")) as file:
        file.write(b"a row")
    work.forget_raw()
    assert not work.stage("raw").exists()
    assert not work.quarantine("raw_dataset").exists()


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="work_dir"):
        WorkDir(tmp_path / "file" / "support").open()
