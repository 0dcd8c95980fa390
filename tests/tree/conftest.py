"""Document packs as `documents` leaves them, built here by hand: this package knows its input by the files alone."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pyarrow as pa
import pytest

from llm_assets.privacy.evidence import Evidence
from llm_assets.settings.model import LlmOutput, Settings
from llm_assets.tree.audit import LEAK_CHECKS, CheckResult, audit_tree
from llm_assets.tree.disjoint import check_splits
from llm_assets.tree.evidence import check_evidence
from llm_assets.tree.plan import TreeFacts, plan_tree
from llm_assets.tree.stage import stage_tree
from llm_assets.tree.target import find_target
from llm_assets.work import WorkDir

SAFE: Evidence = {"intruder": {"attackers": []}}  # evidence of a run that nothing is held against
SCHEMA = pa.schema([("part", pa.string()), ("user", pa.string()), ("body", pa.large_binary()), ("tokens", pa.int64())])


def pseudonyms(number: int, seed: str = "") -> list[str]:
    """So many pseudonyms, in order."""
    made = (hashlib.sha256(f"{seed}{each}".encode()).digest()[:24] for each in range(number))
    return sorted("".join(chr(97 + byte % 26) for byte in each) for each in made)


def write_packs(folder: Path, users: list[str], formats: list[str], shards: int = 3, each: int = 2, text: str = "") -> dict:
    """Packs of `users` with `each` interactions a user, in several batches a pack, and their report."""
    folder.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {}
    for name in formats:
        report[name] = {"layout": "document", "extension": f".{name[:2]}", "pieces": {}, "bytes": 0, "tokens": 0}
        if name == "jsonl":
            report[name] |= {"layout": "records", "extension": ".jsonl"}
        for shard in range(shards):
            part = users[shard * len(users) // shards : (shard + 1) * len(users) // shards]
            rows = [row for user in part for row in _rows(name, user, each, text)]
            options = pa.ipc.IpcWriteOptions(compression="zstd")
            with pa.ipc.new_file(str(folder / f"{name}-{shard:05}.arrow"), SCHEMA, options=options) as writer:
                for start in range(0, len(rows), 7):
                    columns = zip(*rows[start : start + 7], strict=True)
                    arrays = [pa.array(c, field.type) for c, field in zip(columns, SCHEMA, strict=True)]
                    writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
            for row in rows:
                report[name]["pieces"][row[0]] = report[name]["pieces"].get(row[0], 0) + 1
                report[name]["bytes"] += len(row[2])
                report[name]["tokens"] += row[3]
    return {
        "fingerprint": "f" * 16,
        "shards": shards,
        "formats": report,
        "users": {"kept": len(users), "quarantined": 0, "reasons": {}},
        "interactions": {"kept": len(users) * each, "quarantined": 0},
        "token_counter": "words",
    }


def _rows(name: str, user: str, each: int, text: str) -> list[tuple[str, str, bytes, int]]:
    if name != "jsonl":
        return [("document", user, f"# User Profile: {user}\n\nhéllo {text}\n".encode(), 5)]
    lines = [("profiles", user, orjson.dumps({"user": user, "text": text}) + b"\n", 3)]
    for number in range(each):
        lines.append(("interactions", user, orjson.dumps({"user": user, "sequence": number}) + b"\n", 2))
    return lines


def passing_scan(staged: Any) -> list[CheckResult]:
    """The leak checks of another package, all well."""
    return [CheckResult(name, True, "nothing found") for name in LEAK_CHECKS]


class Bench:
    """A work folder, an output folder and the settings between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.work = WorkDir(folder / "work" / "support").open()

    def settings(self, **output: Any) -> Settings:
        return Settings(
            root=self.folder,
            llm_output={"output_dir": "output", "format": ["markdown", "jsonl"], **output},
            compute={"work_dir": "work", "wait_seconds": 0},
        )

    def facts(self, report: dict, **other: Any) -> TreeFacts:
        users, interactions = report["users"]["kept"], report["interactions"]["kept"]
        counts = {
            "users": {"read": users + 1, "published": users, "quarantined": 1, "suppressed": 2, "cut": 0, "erased": 0},
            "interactions": {"read": interactions + 3, "published": interactions, "quarantined": 1, "cut": 2, "erased": 0},
        }
        known = {"dataset": "support", "level": "high", "key_id": "k1", "settings_fingerprint": "s1", "counts": counts}
        known |= {"token_counter": "words", "formats": tuple(report["formats"])} | other
        return TreeFacts(**known)

    def report(self, users: int = 20, formats: tuple[str, ...] = ("markdown", "jsonl"), **how: Any) -> dict:
        names = how.pop("names", None) or pseudonyms(users, how.pop("seed", ""))
        return write_packs(self.work.stage("documents"), names, list(formats), **how)

    def stage(self, report: dict, processes: int = 1, facts: TreeFacts | None = None, **output: Any):
        settings = LlmOutput(**({"records_per_file": 9} | output))
        plan = plan_tree(self.work.stage("documents"), report, facts or self.facts(report), settings)
        target = find_target(self.output)
        target.versions.mkdir(exist_ok=True)
        return stage_tree(plan, target, processes, lambda line: None)

    def audited(self, report: dict, **how: Any) -> SimpleNamespace:
        staged = self.stage(report, **how)
        return SimpleNamespace(
            staged=staged, results=[*audit_tree(staged, passing_scan), *check_splits(staged), *check_evidence(SAFE)]
        )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, bytes]]:
    """All files below a folder: path -> bytes."""

    def take(root: Path) -> dict[str, bytes]:
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    return take
