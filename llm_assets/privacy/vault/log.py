"""Logs that only grow: who looked somebody up, and what became of keys. One JSON object a line, never a value of the data."""

import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

import orjson

from llm_assets.errors import OutputError
from llm_assets.work import secure_open


def log_of(path: Path) -> Path:
    """The log beside a key file or a vault."""
    return path.with_name(f"{path.name}.log")


def note(path: Path, **facts: str) -> None:
    """Appends a line (time in UTC, user of this machine, facts) and waits until it is on disk. Raises OutputError."""
    line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "by": _user(), **facts}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with secure_open(path, "ab") as file:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(
            f"the log cannot be written: {error.strerror}",
            where=str(path),
            remedy="Nothing was done: what is not logged is not done. Make the file one that you may append to.",
        ) from None


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name, as in some containers
        return f"uid {os.getuid()}"
