"""A small dataset that can be edited, and runs of the stages over it, without Dagster."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from llm_assets.pipeline import Pipeline
from llm_assets.settings import Settings, parse_settings
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import PublishedTree

STAGES = ("raw_dataset", "anonymized_users", "formatted_documents", "output_tree")
NAMES = ("Anna Torvald", "Bruno Keller", "Carla Mendes", "Dmitri Volkov", "Elif Yilmaz", "Farid Haddad", "Grace Okafor")
_DATASET: dict[str, Any] = {
    "name": "support",
    "users": {
        "source": "users.jsonl",
        "id": "id",
        "columns": {
            "name": {"role": "direct", "entity": "PERSON"},
            "email": {"role": "direct", "entity": "EMAIL"},
            "born": {"role": "quasi", "generalize": "band:10"},
            "plan": "attribute",
        },
    },
    "interactions": {
        "source": "events.jsonl",
        "user": "user",
        "columns": {"at": "timestamp", "thread": "conversation", "author": "speaker", "body": "text", "topic": "kind"},
    },
}


@dataclass
class Desk:
    """A folder with sources, settings, and what the last run said and gave."""

    folder: Path
    values: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    tree: PublishedTree | None = None

    def write(self, people: dict[str, dict[str, Any]], events: list[dict[str, Any]]) -> None:
        """people: rows by id."""
        rows = [{"id": key, **row} for key, row in people.items()]
        for name, lines in (("users", rows), ("events", events)):
            (self.folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))

    @property
    def settings(self) -> Settings:
        given = {"dataset": _DATASET, "privacy": {"canaries": 4}, "compute": {"shard_bytes": 10_000}, **self.values}
        return parse_settings(given, root=self.folder, origin="test")

    def pipeline(self) -> Pipeline:
        self.said.clear()
        return Pipeline(self.settings, say=self.said.append)

    def run(self) -> dict[str, bytes]:
        """Runs all stages, and gives the files of the tree."""
        job = self.pipeline()
        job.raw()
        job.safe()
        job.documents()
        return self.publish(job)

    def publish(self, job: Pipeline | None = None) -> dict[str, bytes]:
        """Runs the last stage, and gives the files of the tree."""
        events = list((job or self.pipeline()).tree())
        self.checks = [event for event in events if isinstance(event, CheckResult)]
        [self.tree] = [event for event in events if isinstance(event, PublishedTree)]
        return self.published()

    def published(self) -> dict[str, bytes]:
        root = self.folder / "output"
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    @property
    def kept(self) -> list[str]:
        """The assets that stayed as they were in the last run."""
        return [name for name in STAGES if any(line.startswith(f"{name}: nothing that it is made from") for line in self.said)]

    def afresh(self, folder: Path) -> "Desk":
        """The same sources and settings without anything of the stages before; the release before is still known."""
        other = Desk(folder, dict(self.values))
        for name in ("users.jsonl", "events.jsonl"):
            shutil.copy(self.folder / name, folder / name)
        for file in self.folder.glob("*.j2"):
            shutil.copy(file, folder / file.name)
        released = self.folder / ".llm_assets" / "support" / "released"
        if released.exists():
            shutil.copytree(released, folder / ".llm_assets" / "support" / "released")
        return other


def person(number: int, name: str | None = None) -> dict[str, Any]:
    """The row of a person."""
    called = name or NAMES[number % len(NAMES)]
    mail = f"{called.split()[0]}.{number}@mail.example".lower()
    return {"name": called, "email": mail, "born": str(1950 + number % 20), "plan": ("free", "pro")[number % 2]}


def event(user: str, body: str, thread: str | None, at: int, author: str | None = None) -> dict[str, Any]:
    """The row of an interaction."""
    return {"user": user, "body": body, "thread": thread, "at": 1_700_000_000 + at, "author": author, "topic": "question"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    folder = tmp_path / "desk"
    folder.mkdir()
    desk = Desk(folder)
    people = {f"id{number:04d}x": person(number) for number in range(12)}
    bodies = (
        "My name is {name}, write to {email}.",
        "Ask Bruno or {other}.",
        "Where is my order 4471?",
        "Anna said so, +1 202 555 0143",
    )
    events = []
    for number, (key, row) in enumerate(people.items()):
        other = person(number + 1)["name"]
        for index, body in enumerate(bodies):
            events.append(event(key, body.format(**row, other=other), f"t{number // 2}", 60 * number + index))
    desk.write(people, events)
    return desk
