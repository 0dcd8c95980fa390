"""What a second run costs: python -m benchmarks.pipeline.again [--users 2000] [--events 20000] [--changed 0.01].

Generates a dataset in a folder of its own and runs all four stages without Dagster, each run a process of its own: a full run,
a rerun, and one after a share of the users has written another message, of whom every tenth has a new name. Prints user CPU
seconds of the stages (children included), less those that a process needs to load code, and the ratio to the full run.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.pipeline.generate import Size, generate
from llm_assets.pipeline import Pipeline
from llm_assets.settings import load_settings

_STAGES = ("raw_dataset", "anonymized_users", "formatted_documents", "output_tree")


def _spent() -> float:
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def stages(folder: Path) -> dict[str, float]:
    """User CPU seconds of each stage of a run on the settings of a folder."""
    pipeline = Pipeline(load_settings(folder))
    spent = {}
    for name, run in zip(
        _STAGES, (pipeline.raw, pipeline.safe, pipeline.documents, lambda: list(pipeline.tree())), strict=True
    ):
        begin = _spent()
        run()
        spent[name] = _spent() - begin
    return spent


def change(folder: Path, share: float) -> int:
    """A share of the users writes another message, every tenth of them under a new name; gives their number."""
    draw = random.Random(1)
    with (folder / "users.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    chosen = draw.sample(rows, max(1, round(share * len(rows))))
    with (folder / "events" / "events-later.jsonl").open("w", encoding="utf-8") as events:
        for number, row in enumerate(chosen):
            if number % 10 == 0:
                row[1] = f"{row[1].split()[0]} {draw.choice(rows)[1].split()[-1]}"
            told = {"user_id": row[0], "created_at": 1_750_000_000 + number, "thread": f"later{number}", "type": "message"}
            events.write(json.dumps({**told, "author": "", "body": f"It is {row[1]} again, at {row[2]}."}) + "\n")
    with (folder / "users.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return len(chosen)


def _run(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.pipeline.again", "--run", str(folder)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def _row(name: str, spent: dict[str, float], full: dict[str, float]) -> str:
    cells = " | ".join(f"{spent[stage]:.2f}" for stage in _STAGES)
    total = sum(spent.values())
    return f"| {name} | {cells} | {total:.2f} | {total / sum(full.values()):.1%} |"


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=2000)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--changed", type=float, default=0.01)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(stages(given.run)))
        return
    with TemporaryDirectory() as place:
        folder = Path(place)
        generate(folder, Size(given.users, given.events))
        print(f"| CPU seconds | {' | '.join(_STAGES)} | all | of a full run |\n|---|" + "---:|" * 6)
        full = _run(folder)
        print(_row("full", full, full), flush=True)
        print(_row("rerun", _run(folder), full), flush=True)
        number = change(folder, given.changed)
        print(_row(f"{number:,} of {given.users:,} users changed", _run(folder), full))


if __name__ == "__main__":
    main()
