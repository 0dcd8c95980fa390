"""A record as one line of JSON."""

from collections.abc import Mapping
from typing import Any

import orjson


def json_line(record: Mapping[str, Any]) -> str:
    """The record with a line feed behind it, and none in it that any reader could see."""
    # JSON allows these three in a string, but str.splitlines and some readers of JSON lines break the line there.
    text = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE).decode()
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
