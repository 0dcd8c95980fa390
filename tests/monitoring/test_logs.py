"""Log lines are JSON, one a line, and tell of an exception no more than its type and place."""

import json
import logging
import multiprocessing
import sys
from datetime import datetime
from pathlib import Path

import pytest

from llm_assets.monitoring.logs import JsonFormatter, Logs


def _write(path: Path, who: int) -> None:
    logs = Logs(path, dataset="shop")
    for number in range(200):
        logs.write("info", "progress", f"é {'x' * 300}\n", who=who, number=number)


def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.jsonl"
    workers = [multiprocessing.get_context("fork").Process(target=_write, args=(path, who)) for who in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert sorted((line["who"], line["number"]) for line in lines) == [(w, n) for w in range(3) for n in range(200)]
    assert set(lines[0]) == {"time", "level", "logger", "event", "message", "dataset", "who", "number"}
    assert datetime.fromisoformat(lines[0]["time"]).tzinfo is not None


def test_a_file_that_was_moved_away_is_made_anew(tmp_path: Path) -> None:
    logs = Logs(tmp_path / "x.jsonl", "warning")
    logs.write("warning", "warning", "one")
    (tmp_path / "x.jsonl").rename(tmp_path / "x.jsonl.1")
    logs.write("error", "stage_failed", "two")
    logs.write("info", "progress", "below the level")
    assert [json.loads(line)["message"] for line in (tmp_path / "x.jsonl").read_text().splitlines()] == ["two"]


def test_a_stream_gets_them_too(capfd: pytest.CaptureFixture[str]) -> None:
    print("before")
    Logs("stdout").write("info", "progress", "one")
    first, second = capfd.readouterr().out.splitlines()
    assert (first, json.loads(second)["message"]) == ("before", "one")


def test_the_text_of_an_exception_is_not_written() -> None:
    try:
        raise KeyError("zq-secret")
    except KeyError:
        record = logging.LogRecord("some.library", logging.ERROR, __file__, 1, "it %s", ("failed",), sys.exc_info())
    line = JsonFormatter().format(record)
    told = json.loads(line)
    assert (told["message"], told["level"], told["logger"], told["error"]) == ("it failed", "error", "some.library", "KeyError")
    assert told["place"].startswith("test_logs.py:")
    assert "zq-secret" not in line
