"""The main job on generated data: seconds, memory, the stages, and the floor beside it, as a Markdown table.

    python -m benchmarks.pipeline.main_job [--users 10000 100000] [--events-per-user 10] [--folder FOLDER] [--out FILE]

For each size the data are generated, then, one after the other: the stages without Dagster (for the breakdown), the main job as
`dagster asset materialize` runs it, the same again with nothing changed, and the floor: reading the sources, scanning them for
the redactor's union with ripgrep, and unpacking the tree from a tar file. Ratios of one run can be trusted on a noisy machine.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.pipeline.generate import Size, generate
from benchmarks.redaction.union import RIPGREP, for_ripgrep

_ROOT = Path(__file__).parents[2]
_JOB = ("-m", "dagster", "asset", "materialize", "--select", "*", "-m", "llm_assets.definitions")
_EVERY = 0.2  # seconds between two looks at the memory of the processes
_CHUNK = 1 << 22


@dataclass(slots=True)
class Run:
    """A finished command. peak: MB of its largest process; together: MB of all its processes at once, at most."""

    seconds: float = 0.0
    peak: float = 0.0
    together: float = 0.0
    out: str = ""
    _done: threading.Event = field(default_factory=threading.Event)

    def watch(self, process: psutil.Process) -> None:
        """Looks at the resident memory of a process and of its children until the run is done."""
        while not self._done.wait(_EVERY):
            sizes = []
            for each in (process, *_children(process)):
                try:
                    sizes.append(each.memory_info().rss / 1e6)
                except psutil.Error:
                    continue
            self.peak, self.together = max([self.peak, *sizes]), max(self.together, sum(sizes))


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def measured(command: Sequence[str], folder: Path) -> Run:
    """Runs a command of this interpreter in a folder. Raises CalledProcessError, with what it said, when it fails."""
    run, environment = Run(), {**os.environ, "PYTHONPATH": str(_ROOT), "LLM_ASSETS_CONFIG": str(folder / "llm_assets.toml")}
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as out:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment | {"DAGSTER_HOME": home}, stdout=out, stderr=out, text=True
        )
        watcher = threading.Thread(target=run.watch, args=(psutil.Process(process.pid),))
        watcher.start()
        status = process.wait()
        run.seconds = time.perf_counter() - begin
        run._done.set()
        watcher.join()
        out.seek(0)
        run.out = out.read()
    if status:
        raise subprocess.CalledProcessError(status, command, output=run.out[-4000:])
    return run


def floor(folder: Path) -> dict[str, float]:
    """Seconds of reading the sources, of scanning them and of unpacking the tree."""
    sources = [folder / "users.csv", *sorted((folder / "events").iterdir())]
    begin = time.perf_counter()
    for path in sources:
        with path.open("rb") as file:
            while file.read(_CHUNK):
                pass
    seconds = {"read": time.perf_counter() - begin}
    program = shutil.which("rg")
    if program is not None:
        union = folder / "union.txt"
        union.write_text(for_ripgrep())
        begin = time.perf_counter()
        command = [program, *RIPGREP, "-f", str(union), *map(str, sources)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        seconds["scan"] = time.perf_counter() - begin
    packed, unpacked = folder / "tree.tar", folder / "unpacked"
    subprocess.run(["tar", "-cf", packed, "-C", folder / "output", "."], check=True)
    unpacked.mkdir()
    begin = time.perf_counter()
    subprocess.run(["tar", "-xf", packed, "-C", unpacked], check=True)
    seconds["unpack"] = time.perf_counter() - begin
    shutil.rmtree(unpacked)
    packed.unlink()
    return seconds


def row(folder: Path, users: int, events: int) -> str:
    """One line of the table."""
    generate(folder, Size(users, events))
    stages = json.loads(measured(("-m", "benchmarks.pipeline.stages", str(folder)), folder).out.splitlines()[-1])
    for made in ("output", ".llm_assets"):
        shutil.rmtree(folder / made)
    first, again = measured(_JOB, folder), measured(_JOB, folder)
    least = floor(folder)
    cells = [f"{users:,}", f"{events:,}", f"{first.seconds:.1f}", f"{first.seconds / sum(least.values()):.2f} ×"]
    cells += [f"{seconds:.1f}" for seconds in stages.values()]
    cells += [f"{first.seconds - sum(stages.values()):.1f}", f"{first.peak:,.0f}", f"{first.together:,.0f}"]
    cells += [f"{again.seconds:.1f}", " + ".join(f"{name} {seconds:.1f}" for name, seconds in least.items())]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--events-per-user", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where the data are made; a temporary folder when not given")
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    lines = [
        "| users | events | main job, s | of the floor | raw | safe | documents | tree | Dagster, s | largest process, MB "
        "| all, MB | again, s | floor, s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for users in wanted.users:
        with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
            lines.append(row(Path(folder), users, users * wanted.events_per_user))
            print(lines[-1], file=sys.stderr)
    text = "\n".join(lines) + "\n"
    print(text)
    if wanted.out:
        wanted.out.write_text(text)


if __name__ == "__main__":
    main()
