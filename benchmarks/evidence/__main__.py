"""The evidence of a dataset, before and after, and what measuring it costs.

    python -m benchmarks.evidence DATA benchmarks/evidence/adult.toml [more settings files]

DATA is the folder that the sources of the settings are relative to. Work goes to a temporary folder.
"""

import argparse
import os
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import orjson

from llm_assets.pipeline import Pipeline
from llm_assets.privacy import build
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import parse_settings


def measure(data: Path, file: Path) -> dict[str, Any]:
    """Makes the stages raw and safe of one dataset; gives its evidence, and the seconds of the stage and of its risk."""
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    seconds = {"risk": 0.0}
    measured = build.measure_risk

    def timed(*args: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return measured(*args, **named)
        finally:
            seconds["risk"] = round(time.perf_counter() - started, 2)

    build.measure_risk = timed
    try:
        with tempfile.TemporaryDirectory() as folder:
            values["compute"] = {"work_dir": folder}
            values.setdefault("llm_output", {})["output_dir"] = f"{folder}-output"
            pipeline = Pipeline(parse_settings(values, root=data.resolve(), origin=file.name))
            pipeline.raw()
            started = time.perf_counter()
            pipeline.safe()
            seconds["anonymized_users"] = round(time.perf_counter() - started, 2)
            return {"dataset": file.stem, "seconds": seconds, **read_evidence(pipeline.work.stage("safe"))}
    finally:
        build.measure_risk = measured


def main() -> None:
    """Prints the evidence of each settings file as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence")
    parser.add_argument("data", type=Path)
    parser.add_argument("settings", type=Path, nargs="+")
    args = parser.parse_args()
    os.environ.setdefault("LLM_ASSETS_KEY", "the key of the benchmarks, known to everybody")
    for file in args.settings:
        print(orjson.dumps(measure(args.data, file), option=orjson.OPT_INDENT_2).decode())


if __name__ == "__main__":
    main()
