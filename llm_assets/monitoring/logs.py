"""What goes on, as JSON lines: one object a line, as Loki, Datadog, CloudWatch and their like take them.

Two ways lead here. `[logs] file` has the lines of this package's own runs, with their figures (`Logs`). `JsonFormatter` is for
Dagster's own messages: `python_logs` of dagster.yaml names it. Both use the same names: `time`, `level`, `logger`, `message`,
`event`, `run_id`, `job`, `stage`. An exception is told by its type and place, never by its text, which may hold values.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STREAMS = {"stdout": 1, "stderr": 2}
_RANK = {"info": 0, "warning": 1, "error": 2}


class Logs:
    """Appends events to a file, or writes them to `stdout` or `stderr`.

    The file is opened for each line, so that it may be moved away at any time (logrotate); a line is written at once, so that
    lines of several processes do not mix. level: `info`, `warning` or `error`; what is below it is left out. fields: stand in
    each line.
    """

    def __init__(self, place: str | Path, level: str = "info", **fields: str) -> None:
        self._place, self._least, self._fields = place, _RANK[level], fields

    def write(self, level: str, event: str, message: str, **figures: Any) -> None:
        """One event. Raises OSError when the file cannot be written."""
        if _RANK[level] < self._least:
            return
        told = {"time": _time(datetime.now(UTC)), "level": level, "logger": "llm_assets", "event": event, "message": message}
        line = (json.dumps({**told, **self._fields, **figures}, ensure_ascii=False) + "\n").encode(errors="backslashreplace")
        if self._place in _STREAMS:
            getattr(sys, str(self._place)).flush()  # lines of print() that came before stay before
            os.write(_STREAMS[str(self._place)], line)
            return
        path = Path(self._place)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)


class JsonFormatter(logging.Formatter):
    """Writes records of Python's logging as JSON lines; of Dagster's, with run, job, step and type of event."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "time": _time(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        about: Mapping[str, Any] = getattr(record, "dagster_meta", None) or {}
        if about:
            told["message"] = about["orig_message"]  # the full one repeats the run, and holds the text of errors
            told |= {name: about[key] for name, key in _FROM_DAGSTER.items() if about.get(key)}
            if (event := about.get("dagster_event")) is not None:
                told["event"] = event.event_type_value.lower()
                told |= _failure(event.event_specific_data)
        if record.exc_info and record.exc_info[0] is not None:
            told["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            told |= {"place": f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"} if frames else {}
        return json.dumps(told, ensure_ascii=False)


_FROM_DAGSTER = {"run_id": "run_id", "job": "job_name", "stage": "step_key"}


def _failure(data: Any) -> dict[str, str]:
    """What an event says of its error: the line that was written on purpose, else the type alone."""
    if (error := getattr(data, "error", None)) is None:
        return {}
    purpose = getattr(getattr(data, "user_failure_data", None), "description", None)
    return {"error": str(error.cls_name)} | ({"reason": str(purpose)} if purpose else {})


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
