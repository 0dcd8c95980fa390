"""Runs the four stages without Dagster and prints their seconds as JSON: python -m benchmarks.pipeline.stages FOLDER."""

import json
import sys
import time
from pathlib import Path

from llm_assets.pipeline import Pipeline
from llm_assets.settings import load_settings


def main() -> None:
    """The settings of FOLDER decide on everything."""
    pipeline = Pipeline(load_settings(Path(sys.argv[1])), say=lambda line: print(line, file=sys.stderr))
    seconds = {}
    for name, run in (
        ("raw_dataset", pipeline.raw),
        ("anonymized_users", pipeline.safe),
        ("formatted_documents", pipeline.documents),
        ("output_tree", lambda: list(pipeline.tree())),
    ):
        begin = time.perf_counter()
        run()
        seconds[name] = round(time.perf_counter() - begin, 2)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
