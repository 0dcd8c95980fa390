"""How fast the redactor is beside other tools, on one core, in one run.

    python -m benchmarks.redaction.speed [--messages 40000] [--rounds 3] [--out FILE]

Each tool finds and replaces in the same messages (`benchmarks.texts`; 15 % hold something personal) in a process of its own,
after a warm-up on as many others; the slow ones get fewer of them. Seconds are of CPU, without start-up. Rounds alternate; the
median counts. The redactor has everything on, known values of 20,000 users too. ripgrep, where it is installed, looks for the
redactor's own union of patterns in ten times as many messages; its start is measured on an empty file and taken off.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from benchmarks.redaction.environment import PEERS, own_python, peers_python
from benchmarks.redaction.union import RIPGREP, for_ripgrep
from benchmarks.texts import messages

# Tool: (its script, the share of the messages that it gets).
_TOOLS = {
    "llm-assets, no name tagger": ("ours no-tagger", 1.0),
    "llm-assets": ("ours", 1.0),
    "Presidio, patterns of all countries": ("presidio all", 0.005),
    "Presidio, its default patterns": ("presidio", 0.02),
    "scrubadub": ("scrubadub", 0.05),
    "datatrove PIIFormatter (e-mail, IP)": ("datatrove", 0.5),
    "Python `re`, the same union": ("re", 0.01),
}
_RIPGREP = "ripgrep -j1 -o -b, the same union"
_OWN = ("ours", "re")
_WARM_UP = 1.0  # as many others as are measured
_COPIES = 10


def seconds(script: str, warm_up: Path, texts: Path) -> tuple[float, int]:
    """(seconds of the work alone, bytes) of one run over a file of texts."""
    tool, *options = script.split()
    python = own_python() if tool in _OWN else peers_python()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONSAFEPATH": "1"}
    command = [str(python), str(PEERS / "timed.py"), tool, str(warm_up), str(texts), *options]
    out = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
    figures = json.loads(out.splitlines()[-1])
    return figures["seconds"], figures["bytes"]


def ripgrep(texts: Path, union: Path) -> float | None:
    """Seconds of CPU that ripgrep takes for a union over the texts, or nothing when it is not installed."""
    program = shutil.which("rg")
    if program is None:
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, *RIPGREP, "-f", str(union), str(texts)], stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Runs all tools and prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", nargs="+", choices=[script for script, _ in _TOOLS.values()], help="only these, and ripgrep")
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    tools = {
        name: each for name, each in _TOOLS.items() if not wanted.tools or each[0] in ("ours no-tagger", "ours", *wanted.tools)
    }
    speeds: dict[str, list[float]] = {name: [] for name in tools}
    texts, others = messages(wanted.messages), messages(wanted.messages, seed=11)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, empty, union = folder / "lines.txt", folder / "empty.txt", folder / "union.txt"
        lines.write_text("\n".join(texts * _COPIES), encoding="utf-8")
        empty.write_text("")
        union.write_text(for_ripgrep(), encoding="ascii")
        for number, (_, share) in enumerate(tools.values()):
            some = max(int(len(texts) * share), 1)
            (folder / f"{number}.json").write_text(json.dumps(texts[:some]))
            (folder / f"{number}-before.json").write_text(json.dumps(others[: max(int(some * _WARM_UP), 1)]))
        for _ in range(wanted.rounds):
            for number, (tool, (script, _)) in enumerate(tools.items()):
                taken, size = seconds(script, folder / f"{number}-before.json", folder / f"{number}.json")
                speeds[tool].append(size / 1e6 / taken)
            whole, start = ripgrep(lines, union), ripgrep(empty, union)
            if whole is not None and start is not None:
                speeds.setdefault(_RIPGREP, []).append(lines.stat().st_size / 1e6 / (whole - start))
    text = table({name: statistics.median(found) for name, found in speeds.items()})
    print(text)
    if wanted.out:
        wanted.out.write_text(text)


def table(speeds: dict[str, float]) -> str:
    """MB/s of each tool, and how many times as fast the redactor is with and without the name tagger."""
    bare, whole = (speeds[name] for name in list(_TOOLS)[:2])
    lines = ["| tool | MB/s | llm-assets without the tagger | llm-assets |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {speed:.3g} | {bare / speed:.3g} × | {whole / speed:.3g} × |" for name, speed in speeds.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
