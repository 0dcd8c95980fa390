import os
import subprocess
import sys

import pytest

from llm_assets.errors import ConfigError, OutputError
from llm_assets.tree import target as module
from llm_assets.tree.target import check_target, find_target


@pytest.fixture
def place(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "users.csv").write_text("id\n")
    return tmp_path


def check(place, output, work="work", source="data/users.csv"):
    return check_target(place / output, place / work, [place / source])


@pytest.mark.parametrize("name", ["output", "new/deep/output", "data/output", "./x/../output"])
def test_a_new_folder_is_accepted_and_not_made(place, name):
    before = sorted(place.rglob("*"))
    (place / "x").mkdir() if "x" in name else None
    target = check(place, name)
    assert target.output == (place / name).resolve()
    assert target.versions.parent == target.output.parent
    assert [path for path in sorted(place.rglob("*")) if path.name != "x"] == before


def test_an_empty_folder_and_a_tree_of_ours_are_accepted(place):
    (place / "output").mkdir()
    check(place, "output")
    (place / "output" / "manifest.json").write_text('{"generator": "llm-assets"}')
    check(place, "output")


@pytest.mark.parametrize(
    ("make", "output", "work", "source", "why"),
    [
        (lambda p: (p / "out").write_text(""), "out", "work", "data/users.csv", "is a file"),
        (lambda p: None, "data", "work", "elsewhere.csv", "did not write"),  # somebody's folder
        (lambda p: (p / "data/manifest.json").write_text('{"name": "app"}'), "data", "work", "x.csv", "did not write"),
        (lambda p: (p / "data/manifest.json").write_text("{"), "data", "work", "x.csv", "did not write"),
        (lambda p: None, "out", "out/work", "data/users.csv", "contains work_dir"),
        (lambda p: None, "out", "out", "data/users.csv", "contains work_dir"),
        (lambda p: None, "out", ".out.versions/work", "data/users.csv", "contains work_dir"),
        (lambda p: None, "work/out", "work", "data/users.csv", "lies in work_dir"),
        (lambda p: None, "data", "work", "data/users.csv", "contains a source"),
        (lambda p: None, "data", "work", "data", "contains a source"),
        (lambda p: (p / "link").symlink_to("data"), "out", "work", "out/../data", None),  # only looks as if it did
        (lambda p: (p / "link").symlink_to("data"), "data", "work", "link/users.csv", "contains a source"),  # by a symlink
        (lambda p: (p / "link").symlink_to("work"), "link/out", "work", "data/users.csv", "lies in work_dir"),
        (lambda p: (p / "link").symlink_to("data"), "link", "work", "data/users.csv", "contains a source"),
    ],
)
def test_folders_that_a_publication_could_harm_are_refused(place, make, output, work, source, why):
    make(place)
    before = sorted(place.rglob("*"))
    if why is None:
        (place / "out").mkdir()
        check(place, output, work, source)
        return
    with pytest.raises(ConfigError, match=why) as caught:
        check(place, output, work, source)
    assert "\n" not in str(caught.value)
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("mount", ["/", "/proc", "/dev"])
def test_a_mount_point_is_refused(place, mount):
    with pytest.raises(ConfigError, match=r"mount point.*Use a folder in it"):
        check_target(place / mount, place / "work", [])


def test_a_bind_mount_on_the_same_file_system_is_a_mount_point_too(place, monkeypatch):
    """`os.path.ismount` compares devices, and so takes a bind mount (a container's volume) for a folder."""
    line = f"36 35 98:0 /srv {str(place / 'my out').replace(' ', chr(92) + '040')} rw - ext4 /dev/sda rw"
    (place / "mountinfo").write_text(line + "\n")
    (place / "my out").mkdir()
    monkeypatch.setattr(module, "Path", lambda path: place / "mountinfo" if path == "/proc/self/mountinfo" else None)
    with pytest.raises(ConfigError, match="mount point"):
        check(place, "my out")


def test_our_symlink_is_kept_and_another_one_is_followed(place):
    (place / ".output.versions" / "abc").mkdir(parents=True)
    (place / "output").symlink_to(".output.versions/abc")
    target = check(place, "output")
    assert (target.output, target.linked) == (place / "output", "abc")
    (place / "real").mkdir()
    (place / "alias").symlink_to("real")
    target = check(place, "alias")
    assert (target.output, target.linked) == (place / "real", None)


@pytest.mark.slow
def test_the_second_publisher_is_told_at_once(place):
    target = find_target(place / "output")
    code = (
        "import sys; from pathlib import Path; from llm_assets.tree.target import find_target\n"
        "with find_target(Path(sys.argv[1])).locked(): pass"
    )
    command = [sys.executable, "-c", code, str(place / "output")]
    with target.locked():
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 1
        assert "OutputError: another run is publishing there" in done.stderr
    assert subprocess.run(command).returncode == 0


def test_a_place_that_cannot_be_written_is_an_output_error(place):
    target = find_target(place / "data" / "users.csv" / "output")
    with pytest.raises(OutputError, match="Not a directory"), target.locked():
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_an_output_error(place):
    (place / "output").mkdir(mode=0)
    with pytest.raises(OutputError, match="Permission denied"):
        check(place, "output")
