"""Runs of the main job that are killed at random moments: what stands at output_dir, and what the next run ends with.

    python -m benchmarks.crashes [--kills 200] [--users 300] [--seed 7] [--processes 1]

A run is the four stages without Dagster, in a process group of its own, which is killed whole by SIGKILL. The source goes back
and forth between two versions, so that there is always something to publish. After each kill every file at output_dir is
compared with SHA256SUMS and the manifest. Then the next run goes on, and is killed in turn or ends; whenever one ends, its tree
is compared, byte for byte, with that of a run over the same version that was never killed. Prints a Markdown table.

Runs are forked from a process that has made the job once, so that what is killed is work and not imports.
"""

import argparse
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from benchmarks.pipeline.generate import Size, generate
from llm_assets.pipeline import Pipeline
from llm_assets.settings import Settings, load_settings
from llm_assets.work import STAGES

_EVENTS = 8  # for each user
_SEEDS = 7, 8  # of the two versions
_STAGES = (*STAGES.values(), "output_tree")
_CONTEXT = multiprocessing.get_context("fork")


@dataclass
class Found:
    """By stage: kills, trees that were whole after them, seconds until the next run had ended, whether its bytes were right."""

    kills: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """1 when a tree was not whole, or a run ended with other bytes."""
    options = argparse.ArgumentParser(description="Kills runs and looks at what they leave.")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--users", type=int, default=300)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--processes", type=int, default=1, help="more than one: worker processes, which die with the run")
    options.add_argument("--seconds", type=float, default=float("inf"), help="begin no kill after so many seconds")
    given = options.parse_args()
    os.environ.setdefault("LLM_ASSETS_KEY", "a key for tests that is long enough")
    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        found = crash(Path(folder), given.users, given.kills, random.Random(given.seed), given.processes, given.seconds)
    print(table(found))
    kills = found.kills.total()
    return int(found.whole.total() + found.absent.total() < kills or found.same.total() < kills)


def crash(folder: Path, users: int, kills: int, chance: random.Random, processes: int, seconds: float) -> Found:
    """Kills runs in a folder. seconds: after which no further kill is begun."""
    settings, expected, lasts = _prepared(folder, users, processes)
    found, began, version = Found(), time.monotonic(), 0
    while found.kills.total() < kills and time.monotonic() - began < seconds:
        version = 1 - version
        _use(folder, version)
        begun = time.monotonic()
        # One or two kills on the way to the same tree: a run that goes on from a killed one is killed as well.
        struck = []
        for _ in range(chance.choice((1, 1, 2))):
            stage = _killed(settings, chance.uniform(0, lasts))
            if stage is None:  # it ended before: nothing was killed
                continue
            struck.append(stage)
            found.kills[stage] += 1
            state = whole(settings.path(settings.llm_output.output_dir))
            (found.absent if state is None else found.whole)[stage] += state is not False
        if _ended(settings) is None:
            print(f"a run over version {version} failed after kills in {', '.join(struck)}", file=sys.stderr)
        right = digest(settings.path(settings.llm_output.output_dir)) == expected[version]
        for stage in struck:
            found.same[stage] += right
            found.seconds[stage] += (time.monotonic() - begun) / len(struck)
        print(f"{found.kills.total()} of {kills}: {', '.join(struck)}", file=sys.stderr, flush=True)
    return found


def _prepared(folder: Path, users: int, processes: int) -> tuple[Settings, list[str], float]:
    """The settings, the tree of each version as a run leaves it that nobody killed, and its seconds."""
    for version, seed in enumerate(_SEEDS):
        generate(folder / f"v{version}", Size(users=users, events=users * _EVENTS, seed=seed))
        shutil.move(folder / f"v{version}" / "llm_assets.toml", folder / "llm_assets.toml")
    file = folder / "llm_assets.toml"
    more = f"[llm_output.rate_limiting]\nmax_concurrent = {processes}\n[compute]\nshard_bytes = 100000\n"
    file.write_text(file.read_text().replace("[privacy]\n", "[privacy]\ncanaries = 4\n") + more)
    settings, expected, lasts = load_settings(folder), [], 0.0
    _use(folder, 1)
    for _ in _work(settings):  # here, so that all that runs need is loaded once
        pass
    for version in (0, 1):  # each after the other, as later: how far columns are coarsened depends on the release before
        _use(folder, version)
        begun = time.monotonic()
        if _ended(settings) is None:
            raise SystemExit("the run that nobody kills failed")
        lasts = time.monotonic() - begun
        expected.append(digest(settings.path(settings.llm_output.output_dir)))
    if expected[0] == expected[1]:
        raise SystemExit("both versions have one tree")
    return settings, expected, lasts


def _use(folder: Path, version: int) -> None:
    """Puts a version of the sources in the place of the other."""
    for name in ("users.csv", "events"):
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place)
        source = folder / f"v{version}" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place)  # type: ignore[operator]


def _run(settings: Settings, said: Any) -> None:
    os.setsid()
    for stage in _work(settings):
        said.send(stage)
    said.send("")


def _work(settings: Settings) -> Iterator[str]:
    """Makes the stages; gives the name of each before it is made."""
    pipeline = Pipeline(settings)
    runs: tuple[Callable[[], Any], ...] = pipeline.raw, pipeline.safe, pipeline.documents, lambda: list(pipeline.tree())
    for stage, run in zip(_STAGES, runs, strict=True):
        yield stage
        run()


def _started(settings: Settings) -> tuple[Any, Any]:
    heard, said = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(settings, said))
    process.start()
    said.close()
    return process, heard


def _killed(settings: Settings, after: float) -> str | None:
    """The stage at which a run was killed; None when it had ended by then."""
    process, heard = _started(settings)
    stage, deadline = heard.recv(), time.monotonic() + after
    while stage and (left := deadline - time.monotonic()) > 0:
        if heard.poll(left):
            stage = heard.recv()
    if stage:
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    heard.close()
    return stage or None


def _ended(settings: Settings) -> str | None:
    """Runs to the end; None when that failed."""
    process, heard = _started(settings)
    process.join()
    heard.close()
    return "" if process.exitcode == 0 else None


def whole(tree: Path) -> bool | None:
    """Whether every file of a tree is as its SHA256SUMS and its manifest say, and there is no other; None: there is no tree."""
    if not tree.exists():
        return None
    lines = (tree / "SHA256SUMS").read_text().splitlines()
    sums = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    listed = {each["path"]: each["sha256"] for each in orjson.loads((tree / "manifest.json").read_bytes())["files"]}
    there = {path.relative_to(tree).as_posix(): path for path in tree.rglob("*") if path.is_file()}
    if set(there) != set(listed) | {"manifest.json", "SHA256SUMS"} or set(sums) != set(there) - {"SHA256SUMS"}:
        return False
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items() if name != "SHA256SUMS"}
    return found == sums and all(found[name] == digest for name, digest in listed.items())


def digest(tree: Path) -> str:
    """Of all names and bytes of a tree that is whole; "" where none is."""
    if not whole(tree):
        return ""
    return hashlib.sha256((tree / "SHA256SUMS").read_bytes()).hexdigest()


def table(found: Found) -> str:
    """What was found, as Markdown."""
    lines = [
        "| killed in | kills | tree whole | no tree yet | next run: same bytes | seconds to its end, on average |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    rows = [stage for stage in _STAGES if found.kills[stage]]
    for name, stages in (*((f"`{stage}`", [stage]) for stage in rows), ("all", rows)):
        kills, *counts = (sum(each[stage] for stage in stages) for each in (found.kills, found.whole, found.absent, found.same))
        seconds = sum(found.seconds[stage] for stage in stages) / max(1, kills)
        lines.append(f"| {name} | {kills} | {' | '.join(map(str, counts))} | {seconds:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
