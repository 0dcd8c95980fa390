"""The lock: who holds it is told, the dead hold nothing, and a run may take again what it has."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from llm_assets.errors import OutputError
from llm_assets.lock import Lock, Patience, lasted

_HOLD = """
import sys
from pathlib import Path
from llm_assets.lock import Lock
with Lock(Path(sys.argv[1]), "there", "writing").held("raw_dataset", "run-1"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    return Lock(tmp_path / "lock", "there", "writing")


@contextmanager
def _held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_owner_and_age_are_told_and_a_killed_owner_holds_nothing(lock: Lock) -> None:
    with _held_elsewhere(lock.path) as other:
        told = rf"another run is writing: raw_dataset of run run-1, process {other.pid} on {socket.gethostname()}, for \d s "
        with pytest.raises(OutputError, match=told) as caught, lock.held("output_tree"):
            pass
        assert not caught.value.transient  # waiting has its own setting
        other.send_signal(signal.SIGKILL)
        other.wait()
        with lock.held("output_tree"):
            assert b"output_tree" in lock.path.read_bytes()


def test_who_waits_gets_it_when_it_is_given_back(lock: Lock) -> None:
    said: list[str] = []
    with _held_elsewhere(lock.path) as other:
        assert other.stdin is not None
        threading.Timer(0.3, other.stdin.close).start()
        begun = time.monotonic()
        with lock.held("output_tree", patience=Patience(30, said.append)):
            assert time.monotonic() - begun < 20
    (line,) = said
    assert line.startswith("waiting for another run, 30 s at most: raw_dataset of run run-1, process ")


def test_who_waited_in_vain_says_how_long(lock: Lock) -> None:
    with (
        _held_elsewhere(lock.path),
        pytest.raises(OutputError, match=r"\. 1 s were waited\. .*wait_seconds"),
        lock.held("x", patience=Patience(1)),
    ):
        pass


def test_a_run_holds_over_its_stages_and_nobody_else_of_the_same_process(lock: Lock) -> None:
    with lock.held("raw_dataset", "one"):
        told = pytest.raises(OutputError, match="anonymized_users of run one")
        with lock.held("anonymized_users", "one"), told, lock.held("raw_dataset", "two"):
            pass
        with pytest.raises(OutputError), lock.held("raw_dataset"):  # nor who has no name
            pass
    with lock.held("raw_dataset", "two"):
        pass
    assert lock.path.read_bytes() == b""


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (-3, "0 s"), (119, "119 s"), (120, "2 min"), (7_300, "2 h")])
def test_times_are_told_as_people_say_them(seconds: float, words: str) -> None:
    assert lasted(seconds) == words
