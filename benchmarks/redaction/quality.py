"""What the redactor finds on gold spans, beside Presidio's patterns and scrubadub, as Markdown tables.

    python -m benchmarks.redaction.quality --gold ../shared/data/gold --scorer ../shared/eval/score_redaction.py [--out FILE]

Strict recall: the share of gold spans of which every letter and digit is covered. The other tools run in an environment of
their own, which is made on the first run (`environment`).
"""

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.redaction.environment import PEERS, own_python, peers_python

Result = list[dict[str, Any]]
TOOLS = ("ours", "presidio_patterns", "scrubadub_defaults")


def scored(tool: str, scorer: Path, gold: Sequence[Path]) -> Result:
    """The scorer's figures, file by file."""
    python = own_python() if tool == "ours" else peers_python()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "score.json"
        command = [python, scorer, "--gold", *gold, "--adapter", PEERS / f"{tool}.py", "--json", out]
        root = Path(__file__).parents[2]
        environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONSAFEPATH": "1"}
        subprocess.run([str(part) for part in command], check=True, env=environment, stdout=subprocess.DEVNULL)
        found: Result = json.loads(out.read_text())
    return found


def by_type(results: dict[str, Result]) -> str:
    """Strict recall by file and type."""
    lines = [f"| file | type | spans | {' | '.join(results)} |", "|---|---|---:|" + "---:|" * len(results)]
    totals: dict[str, dict[str, float]] = {}
    counts: dict[str, int] = {}
    for index, row in enumerate(next(iter(results.values()))):
        for name, figures in row["types"].items():
            recalls = {tool: result[index]["types"][name]["strict"] for tool, result in results.items()}
            counts[name] = counts.get(name, 0) + figures["spans"]
            for tool, recall in recalls.items():
                hits = totals.setdefault(name, {})
                hits[tool] = hits.get(tool, 0) + recall * figures["spans"]
            lines.append(_row(row["file"], name, figures["spans"], recalls))
    lines += [
        _row("**all**", name, counts[name], {t: n / counts[name] for t, n in totals[name].items()}) for name in sorted(totals)
    ]
    return "\n".join(lines)


def _row(file: str, name: str, spans: int, recalls: dict[str, float]) -> str:
    return f"| {file} | {name} | {spans} | {' | '.join(f'{recall:.3f}' for recall in recalls.values())} |"


def by_file(results: dict[str, Result]) -> str:
    """What is taken beside the gold, and the speed, by file."""
    lines = ["| file | tool | characters in gold | rows without spans touched | MB/s |", "|---|---|---:|---:|---:|"]
    for index, row in enumerate(next(iter(results.values()))):
        for tool, result in results.items():
            figures = result[index]
            precision = "-" if figures["precision"] is None else f"{figures['precision']:.3f}"
            label = "" if row["complete"] else " (labels are partial)"
            cells = (row["file"], tool, precision + label, figures["negative_rows_touched"], f"{figures['mb_per_s']:.2f}")
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Runs all tools, one after the other, and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs="+", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS)
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    results = {tool: scored(tool, wanted.scorer, wanted.gold) for tool in wanted.tools}
    text = f"{by_type(results)}\n\n{by_file(results)}\n"
    print(text)
    if wanted.out:
        wanted.out.write_text(text)


if __name__ == "__main__":
    main()
