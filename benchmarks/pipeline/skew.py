"""One user with millions of interactions, and one interaction of tens of MB, among ordinary ones: memory and time of a run.

    python -m benchmarks.pipeline.skew [--interactions 2000000] [--megabytes 50] [--users 1000] [--processes 2]

The same job is measured without the two first. Prints a Markdown table: the largest process, the seconds of each stage, and
what the limits of `[llm_output.content]` cut.
"""

import argparse
import json
import tempfile
from pathlib import Path

import orjson

from benchmarks.pipeline.generate import Size, generate
from benchmarks.pipeline.main_job import measured
from benchmarks.texts import messages

_EVENTS = 10  # of an ordinary user
_RICH, _LONG = "u00000003", "u00000005"
_ROWS = 10_000


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--interactions", type=int, default=2_000_000)
    options.add_argument("--megabytes", type=float, default=50)
    options.add_argument("--users", type=int, default=1_000)
    options.add_argument("--processes", type=int, default=2)
    wanted = options.parse_args()
    print(
        "| data | largest process, MB | raw, s | safe, s | documents, s | tree, s | cut |\n|---|---:|---:|---:|---:|---:|---|"
    )
    with tempfile.TemporaryDirectory(prefix="skew-") as made:
        folder = Path(made)
        generate(folder, Size(wanted.users, wanted.users * _EVENTS))
        with (folder / "llm_assets.toml").open("a") as file:
            file.write(f"[llm_output.rate_limiting]\nmax_concurrent = {wanted.processes}\n")
        print(row(folder, f"{wanted.users:,} users"), flush=True)
        skew(folder, wanted.interactions, int(wanted.megabytes * 1e6))
        print(row(folder, f"one with {wanted.interactions:,} more, one of {wanted.megabytes:g} MB"))


def skew(folder: Path, interactions: int, size: int) -> None:
    """Adds a file with both to the events of a generated dataset."""
    bodies = messages(_ROWS, share=0)
    with (folder / "events" / "skew.jsonl").open("wb") as file:
        for number in range(interactions):
            at, thread = 1_500_000_000 + number, f"rich-{number // 50}"
            body = bodies[number % len(bodies)]
            file.write(orjson.dumps(_event(_RICH, at, thread, body), option=orjson.OPT_APPEND_NEWLINE))
        text = " ".join(bodies)
        text = (text * (size // len(text) + 1))[:size]
        file.write(orjson.dumps(_event(_LONG, 1_500_000_000, "long", text), option=orjson.OPT_APPEND_NEWLINE))


def _event(user: str, at: int, thread: str, body: str) -> dict[str, object]:
    return {"user_id": user, "created_at": at, "thread": thread, "type": "chat", "author": "customer", "body": body}


def row(folder: Path, name: str) -> str:
    """One line of the table. Raises CalledProcessError when the job fails."""
    run = measured(("-m", "benchmarks.pipeline.stages", str(folder)), folder)
    stages = json.loads(run.out.splitlines()[-1])
    report = orjson.loads((folder / ".llm_assets" / "generated" / "raw" / "report.json").read_bytes())
    cut = ", ".join(f"{count:,} {reason}" for reason, count in report["interactions"]["cut_reasons"].items()) or "nothing"
    return f"| {name} | {run.peak:,.0f} | {' | '.join(f'{seconds:.1f}' for seconds in stages.values())} | {cut} |"


if __name__ == "__main__":
    main()
