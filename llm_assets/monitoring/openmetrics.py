"""The figures of the last run of each stage as an OpenMetrics text file: https://prometheus.io/docs/specs/om/open_metrics_spec/

The textfile collector of Prometheus' node exporter reads it. Every number of a stage's metadata is a gauge
`llm_assets_<name>{dataset, stage}`; `llm_assets_success` and `llm_assets_end_timestamp_seconds` say how and when it ended.
"""

import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llm_assets.errors import OutputError

_NO_NAME = re.compile(r"[^a-z0-9_]+")
_HELP = {
    "success": "1 when the last run of the stage succeeded, else 0.",
    "end_timestamp_seconds": "When the last run of the stage ended, in seconds since 1970.",
}
_SUFFIXES = ("_bytes", "_seconds")  # of units that OpenMetrics knows


def record(kept: Path, stage: str, figures: Mapping[str, Any], *, success: bool) -> None:
    """Keeps the numbers of a stage for `write`. kept: a folder; of a stage that failed only that it did is new."""
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = kept / f"{stage}.json"
    before = _read(path) if not success else {}
    told = {**before, **numbers(figures), "success": int(success), "end_timestamp_seconds": round(time.time(), 3)}
    _replace(path, json.dumps(told))


def numbers(figures: Mapping[str, Any]) -> dict[str, int | float]:
    """The numbers among the figures of a stage, by a name of a-z, 0-9 and _."""
    return {_name(name): value for name, value in figures.items() if type(value) in (int, float)}


def recorded(kept: Path) -> dict[str, dict[str, float]]:
    """The numbers that `record` keeps, by stage."""
    return {path.stem: _read(path) for path in sorted(kept.glob("*.json"))}


def write(kept: Path, dataset: str, file: Path) -> None:
    """Writes the figures of all stages that `record` kept into the metrics file, whole or not at all. Raises OutputError."""
    samples: dict[str, list[str]] = defaultdict(list)
    for stage, numbers in recorded(kept).items():
        for name, value in sorted(numbers.items()):
            samples[name].append(f'llm_assets_{name}{{dataset="{dataset}",stage="{stage}"}} {value}')
    lines: list[str] = []
    for name, found in sorted(samples.items()):
        lines.append(f"# TYPE llm_assets_{name} gauge")
        lines += [f"# UNIT llm_assets_{name} {end[1:]}" for end in _SUFFIXES if name.endswith(end)]
        lines += [f"# HELP llm_assets_{name} {text}" for told, text in _HELP.items() if told == name]
        lines += found
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, "\n".join([*lines, "# EOF", ""]))
    except OSError as error:
        raise OutputError(
            f"the metrics file cannot be written: {error.strerror}", where=str(file), remedy="Correct [metrics] file."
        ) from None


def _name(name: str) -> str:
    return _NO_NAME.sub("_", name.lower()).strip("_")


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _replace(path: Path, text: str) -> None:
    """Readers see the old text or the new one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)
