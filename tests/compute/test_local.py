"""Shards in processes: order, errors, workers that die, and progress on a clock."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from llm_assets.compute import Progress, map_shards, running_on, workers
from llm_assets.errors import DatasetError, OutputError


def _square(number: int) -> int:
    return number * number


def _refuse(number: int) -> int:
    raise DatasetError(f"shard {number} cannot be read")


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die_once(task: tuple[Path, int]) -> int:
    """Is killed the first time that it works on number 3."""
    folder, number = task
    if number == 3 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die_at(number: int) -> int:
    return _die(number) if number in (2, 9) else number


def _loaded(_: int) -> list[str]:
    return [name for name in ("dagster", "pandas") if name in sys.modules]


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_tasks(processes: int) -> None:
    seen: list[int] = []
    assert map_shards(_square, range(7), processes, seen.append) == [0, 1, 4, 9, 16, 25, 36]
    assert seen == [0, 1, 4, 9, 16, 25, 36]


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_of_a_worker_arrives_as_it_is(processes: int) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        map_shards(_refuse, range(3), processes)


def test_a_worker_that_is_killed_is_told_with_what_to_do() -> None:
    with pytest.raises(OutputError, match="max_concurrent"):
        map_shards(_die, range(3), 2)


@pytest.mark.slow
def test_a_shard_whose_worker_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    seen: list[int] = []
    assert map_shards(_die_once, [(tmp_path, number) for number in range(12)], 2, seen.append) == list(range(12))
    assert seen == list(range(12))


@pytest.mark.slow
def test_what_stands_for_a_shard_that_kills_its_worker_twice() -> None:
    seen: list[int] = []
    said: list[str] = []
    made = map_shards(_die_at, range(12), 2, seen.append, instead=lambda number: -number, say=said.append)
    assert made == seen == [0, 1, -2, 3, 4, 5, 6, 7, 8, -9, 10, 11]
    assert [line for line in said if "again at" in line] == [f"a worker died again at shard {n} of 12, alone" for n in (2, 9)]


def test_a_shard_that_kills_its_worker_twice_is_named() -> None:
    with pytest.raises(OutputError, match="shard 2 of 12"):
        map_shards(_die_at, range(12), 2)


def test_workers_do_not_import_what_the_parent_is() -> None:
    """Started from the `dagster` command, a worker that imports its parent's main module pays 2.8 s for Dagster."""
    assert map_shards(_loaded, range(2), 2) == [[], []]


def test_there_are_never_more_workers_than_shards_or_than_asked_for() -> None:
    assert workers(None, 1) == 1
    assert workers(1, 50) == 1
    assert 1 <= workers(64, 3) <= 3
    assert workers(None, 0) == 1


def test_progress_is_said_on_a_clock_and_not_per_unit() -> None:
    said: list[str] = []
    progress = Progress(said.append, "anonymized_users", total=1_000, every=3600)
    for _ in range(100):
        progress.add(1)
    assert said == []
    progress.every = 0
    progress.add(400)
    assert len(said) == 1
    assert said[0].startswith("anonymized_users: 500 of 1,000 users, ")
    assert "s left" in said[0]


def test_progress_promises_no_end_that_it_does_not_know() -> None:
    said: list[str] = []
    Progress(said.append, "raw_dataset", total=0, every=0).add(500)
    assert said[0].startswith("raw_dataset: 500 users, ")
    assert "left" not in said[0]


def _who(_: int) -> tuple[int, bool]:
    pa.array([[1], None])  # where Arrow would load pandas
    return os.getpid(), "pandas" in sys.modules


@pytest.mark.slow
def test_the_workers_of_a_stage_do_all_of_its_maps_and_end_with_it(tmp_path: Path) -> None:
    with running_on("local", "", tmp_path):
        first, second = (map_shards(_who, range(4), 2) for _ in range(2))
        assert {worker for worker, _ in second} <= {worker for worker, _ in first}
        with pytest.raises(DatasetError):
            map_shards(_refuse, range(3), 2)
        third = map_shards(_who, range(4), 2)
        assert {worker for worker, _ in first}.isdisjoint(worker for worker, _ in third)
    assert not any(loads for _, loads in (*first, *third))
    assert not [worker for worker, _ in (*first, *third) if psutil.pid_exists(worker)]
