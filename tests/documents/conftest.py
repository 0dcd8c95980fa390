"""Records and stages for the tests of documents."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets.work import WorkDir


def pseudonym(number: int) -> str:
    """Pseudonyms in the order of their numbers."""
    letters = []
    for _ in range(24):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("a") + letter))
    return "".join(reversed(letters))


@pytest.fixture(scope="session")
def naughty(shared_data: Path) -> list[str]:
    """The Big List of Naughty Strings."""
    strings: list[str] = json.loads((shared_data / "adversarial" / "blns.json").read_text(encoding="utf-8"))
    return strings


class Stage:
    """A stage `safe` on disk, and the work folder that it stands in."""

    def __init__(self, root: Path) -> None:
        self.work = WorkDir(root / "work").open()
        self.root = root
        self.shards = 0
        self.users = 0
        self.work.stage("safe").mkdir()

    def add_shard(self, users: Sequence[dict], interactions: Sequence[dict]) -> None:
        """Adds a shard of users ({user, attributes}) and interactions (fields of SafeInteraction)."""
        folder = self.work.stage("safe")
        pq.write_table(pa.Table.from_pylist(list(users)), folder / f"users-{self.shards:05d}.parquet")
        schema = None if interactions else _EMPTY
        table = pa.Table.from_pylist(list(interactions), schema=schema)
        pq.write_table(table, folder / f"interactions-{self.shards:05d}.parquet")
        self.shards += 1
        self.users += len(users)

    def fill(self, users: int, *, shards: int = 1, each: int = 3, text: str = "hello") -> "Stage":
        """Adds shards of equal users, each with some interactions."""
        for shard in range(shards):
            numbers = range(users * shard // shards, users * (shard + 1) // shards)
            self.add_shard(
                [{"user": pseudonym(n), "attributes": {"plan": "pro", "zip": None if n % 2 else "011"}} for n in numbers],
                [interaction(pseudonym(n), i, text) for n in numbers for i in range(each)],
            )
        return self

    @property
    def report(self) -> dict:
        return {"shards": self.shards, "users": {"kept": self.users, "quarantined": 0, "reasons": {}}}


_EMPTY = pa.schema(
    [(n, pa.string()) for n in ("user", "conversation", "timestamp", "kind", "speaker")] + [("sequence", pa.int64())]
)


def interaction(user: str, sequence: int, text: str = "hello") -> dict:
    """One row of the stage `safe`."""
    return {
        "user": user,
        "conversation": "c" * 24,
        "sequence": sequence,
        "timestamp": f"2024-05-{sequence % 28 + 1:02d}",
        "kind": "message",
        "speaker": "agent",
        "text": {"body": text},
        "attributes": {"amount": "12"},
    }


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def read_pack(path: Path) -> list[dict]:
    """All rows of a pack."""
    with pa.memory_map(str(path)) as file:
        rows: list[dict] = pa.ipc.open_file(file).read_all().to_pylist()
    return rows
