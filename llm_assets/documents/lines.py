"""Lines of JSON, and the lines that a format of records makes of one user."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Lines:
    """What a format made of one user. lines: (part, line) in order; left_out: what it left out, by reason."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def json_line(record: Mapping[str, Any]) -> str:
    """A record as one line for every reader, ending in a line feed."""
    # JSON allows these three in a string, but str.splitlines and some readers of JSON lines break the line there.
    text = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE).decode()
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
