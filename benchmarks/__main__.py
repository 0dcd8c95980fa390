"""All figures in one go, or `make bench`:

    python -m benchmarks [--only NAME …] [--full] [--data ../shared/data] [--out docs/benchmarks.md]

Each figure is a command of its own, which can be run alone; the page holds what it printed, the command, its seconds, the
machine and the day. Without `--full` the sizes are those that a laptop does within the hour. A command that fails, or whose
data or programs are missing, is named on the page with its reason, and the exit status is 1. With `--only`, the other figures
of a page that is there already stay as they are.
"""

import argparse
import os
import platform
import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

from benchmarks.plotted import main_job_plot

_ROOT = Path(__file__).parents[1]
_REASON = 300  # characters of what a command that failed said last
_PAGE = """# Benchmarks

Made by `make bench`. Ratios of one run can be trusted; seconds are of the machine that is named, and shared machines differ by
a third from hour to hour. Goals stand beside the figures they are for.

"""
_NOT_RUN = "<!-- not run: a benchmark takes minutes -->\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """name: of `--only`. command: after `python -m`; `{data}` is the folder of public data. full: with `--full`."""

    name: str
    title: str
    goal: str
    command: str
    full: str = ""

    def arguments(self, data: Path, *, full: bool) -> list[str]:
        """The command, in words."""
        return shlex.split((self.full if full and self.full else self.command).format(data=data))


FIGURES = (
    Figure(
        "main-job",
        "The main job",
        "the main job at most 3.5 × the floor (read + scan + unpack); 100,000 users with 1,000,000 events within 60 s on two "
        "cores; at most 1.5 GB of any process",
        "benchmarks.pipeline.main_job --users 2000 10000",
        "benchmarks.pipeline.main_job --users 10000 100000 1000000",
    ),
    Figure(
        "again",
        "A second run",
        "nothing changed: at most 3 % of a full run; 1 % of the users changed: at most 10 %",
        "benchmarks.pipeline.again --users 10000 --events 100000",
        "benchmarks.pipeline.again --users 100000 --events 1000000",
    ),
    Figure(
        "redaction",
        "The redactor beside others",
        "500 × Presidio's patterns without the name tagger and 300 × with it, 60 × scrubadub, 6 × datatrove's two patterns, "
        "0.35 of ripgrep with the same union",
        "benchmarks.redaction.speed --rounds 3",
    ),
    Figure(
        "worst",
        "The worst texts",
        "at most 20 × the mean, per KB",
        "benchmarks.redaction.worst",
    ),
    Figure(
        "quality",
        "What the redactor finds",
        "those of [the privacy model](privacy-model.md)",
        "benchmarks.redaction.quality --gold {data}/gold --scorer {data}/../eval/score_redaction.py",
    ),
    Figure(
        "known-values",
        "Known values",
        "exact .999, variants .98, under 1 false hit in 10,000 words",
        "benchmarks.known_values --data {data}",
    ),
    Figure("anonymity", "Groups", "none is set", "benchmarks.anonymity --data {data}"),
    Figure("formats", "Formats", "none is set", "benchmarks.formats"),
    Figure("dagster-ui", "Waiting at Dagster's UI", "none is set", "benchmarks.dagster_ui"),
)


def machine() -> str:
    """The processor, its cores, memory, system and Python, in a line."""
    info = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = round(psutil.virtual_memory().total / 1e9)
    return (
        f"{named[1] if named else platform.machine()}, {cores} cores, {memory} GB, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def measured(figure: Figure, data: Path, *, full: bool) -> tuple[str, bool]:
    """(the section of the page, whether the command succeeded)."""
    arguments = figure.arguments(data, full=full)
    load, begin = os.getloadavg()[0], time.perf_counter()
    ran = subprocess.run([sys.executable, "-m", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    print(f"{figure.name}: {seconds:.0f} s" + (f", status {ran.returncode}" if ran.returncode else ""), file=sys.stderr)
    told = _shown(ran.stdout) if ran.returncode == 0 else f"**Not measured**: {_reason(ran.stderr)}"
    parts = [
        f"## {figure.title}",
        f"Goal: {figure.goal}.",
        f"{_NOT_RUN}```sh\npython -m {shlex.join(arguments)}\n```",
        told,
        f"{date.today().isoformat()}, {seconds:.0f} s; {machine()}; load before it {load:.1f}.",
    ]
    return "\n\n".join(parts) + "\n", ran.returncode == 0


def _shown(printed: str) -> str:
    """Markdown as it is; anything else word for word."""
    text = printed.strip()
    return text if text.startswith(("|", "#", "**")) else f"```text\n{text}\n```"


def _reason(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip()]
    return f"`{lines[-1][:_REASON].replace('`', ' ')}`" if lines else "it said nothing."


def sections(page: str) -> dict[str, str]:
    """title → section of a page that is there already."""
    return {part.partition("\n")[0]: f"## {part}" for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]}


def main() -> int:
    """The command: 1 when a figure could not be measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", nargs="+", choices=[figure.name for figure in FIGURES], metavar="NAME", help="of: %(choices)s"
    )
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=_ROOT / "docs" / "benchmarks.md")
    wanted = parser.parse_args()
    told = sections(wanted.out.read_text(encoding="utf-8")) if wanted.only and wanted.out.exists() else {}
    failed = False
    for figure in FIGURES:
        if not wanted.only or figure.name in wanted.only:
            told[figure.title], succeeded = measured(figure, wanted.data, full=wanted.full)
            failed |= not succeeded
            if figure.name == "main-job" and succeeded:
                picture = wanted.out.parent / "pictures" / "main-job.svg"
                picture.parent.mkdir(exist_ok=True)
                picture.write_bytes(main_job_plot(told[figure.title]))
                told[figure.title] += "\n![Seconds of the main job by users, and of the floor](pictures/main-job.svg)\n"
            # After each figure, so that a run that is stopped keeps what it has.
            page = "\n".join(told[each.title] for each in FIGURES if each.title in told)
            wanted.out.write_text(_PAGE + page, encoding="utf-8")
    print(wanted.out)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
