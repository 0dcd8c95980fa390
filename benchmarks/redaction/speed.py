"""How fast the redactor is beside other tools, on one core, in one run.

    python -m benchmarks.redaction.speed [--messages 40000] [--rounds 3] [--out FILE]

Each tool finds and replaces in the same kind of messages (15 % hold something personal) in a process of its own; the slow ones
get fewer of them. Rounds alternate; the median counts. ripgrep, where it is installed, looks for the
redactor's own union of patterns.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.redaction.environment import PEERS, own_python, peers_python
from benchmarks.texts import messages

# Tool: (its script, the share of the messages that it gets).
_TOOLS = {
    "llm-assets, no name tagger": ("ours no-names", 1.0),
    "llm-assets": ("ours", 1.0),
    "Presidio, patterns": ("presidio", 0.02),
    "scrubadub": ("scrubadub", 0.1),
}


def seconds(script: str, texts: Path) -> tuple[float, int]:
    """(seconds of the work alone, bytes) of one run over a file of texts."""
    tool, *options = script.split()
    python = own_python() if tool == "ours" else peers_python()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONSAFEPATH": "1"}
    command = [str(python), str(PEERS / "timed.py"), tool, str(texts), *options]
    out = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
    figures = json.loads(out.splitlines()[-1])
    return figures["seconds"], figures["bytes"]


def ripgrep(texts: Path, union: Path) -> float | None:
    """Seconds that ripgrep takes for the redactor's union over the texts, or nothing when it is not installed."""
    program = shutil.which("rg")
    if program is None:
        return None
    command = [program, "-j1", "-o", "-b", "--no-unicode", "-a", "-f", str(union), str(texts)]
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begin if done.returncode in (0, 1) else None


def main() -> None:
    """Runs all tools and prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    speeds: dict[str, list[float]] = {name: [] for name in _TOOLS}
    with tempfile.TemporaryDirectory() as folder:
        texts = messages(wanted.messages)
        files = {}
        for name, (_, share) in _TOOLS.items():
            files[name] = Path(folder) / f"{len(files)}.json"
            files[name].write_text(json.dumps(texts[: max(int(len(texts) * share), 1)]))
        lines, union = Path(folder) / "lines.txt", Path(folder) / "union.txt"
        lines.write_text("\n".join(texts))
        union.write_bytes(_union())
        for _ in range(wanted.rounds):
            for name, (script, _) in _TOOLS.items():
                taken, size = seconds(script, files[name])
                speeds[name].append(size / 1e6 / taken)
            taken_by_rg = ripgrep(lines, union)
            if taken_by_rg:
                speeds.setdefault("ripgrep -j1 -o -b, the same union", []).append(lines.stat().st_size / 1e6 / taken_by_rg)
    text = table({name: statistics.median(found) for name, found in speeds.items()})
    print(text)
    if wanted.out:
        wanted.out.write_text(text)


def _union() -> bytes:
    from llm_assets.privacy.redactor import DEFAULT_REGIONS
    from llm_assets.privacy.scan import scanner

    return scanner("high", DEFAULT_REGIONS).union


def table(speeds: dict[str, float]) -> str:
    """MB/s of each tool, and how many times as fast the redactor is with and without the name tagger."""
    bare, whole = (speeds[name] for name in list(_TOOLS)[:2])
    lines = ["| tool | MB/s | llm-assets without the tagger | llm-assets |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {speed:.2f} | {bare / speed:.2f} × | {whole / speed:.2f} × |" for name, speed in speeds.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
