"""The bundled files, read once."""

import csv
import io
import json
from typing import Any

import pytest

from llm_assets import sample

Row = dict[str, Any]


def _lines(text: str) -> list[Row]:
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.fixture(scope="session")
def users() -> dict[str, Row]:
    """user_id -> row of users.csv."""
    rows = csv.DictReader(io.StringIO(sample.USERS.read_bytes().decode(), newline=""))
    return {row["user_id"]: row for row in rows}


@pytest.fixture(scope="session")
def events() -> dict[str, Row]:
    """event_id -> record of events.jsonl."""
    return {event["event_id"]: event for event in _lines(sample.EVENTS.read_bytes().decode())}


@pytest.fixture(scope="session")
def marks() -> list[Row]:
    """The lines of spans.jsonl."""
    return _lines(sample.SPANS.read_bytes().decode())
