"""A small dataset, a way to write it in any format, and a way to read the stage back."""

import bz2
import csv
import gzip
import hashlib
import io
import json
import lzma
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from llm_assets.dataset import build_raw
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import Dataset
from llm_assets.work import WorkDir

USERS = [
    {"user_id": "01013", "name": 'Ann, "A" Bell', "email": "ann@example.org", "zip": "00501", "note": "x"},
    {"user_id": "7", "name": "Bo\nLund", "email": None, "zip": "1.10", "note": "y"},
    {"user_id": "é-9", "name": "Zoë 🎈", "email": "z@example.org", "zip": None, "note": None},
]
EVENTS = [
    {"user_id": "7", "at": "2024-05-03T12:00:00Z", "thread": "t1", "body": "hello", "to": "é-9"},
    {"user_id": "01013", "at": "2024-05-03 11:00:00", "thread": "t1", "body": 'first; "quoted"\r\nline', "to": None},
    {"user_id": "7", "at": "1714737600", "thread": None, "body": None, "to": "nobody"},
    {"user_id": "7", "at": None, "thread": "t2", "body": "alone", "to": "7"},
]
COLUMNS = {
    "users": {"name": {"role": "direct", "entity": "PERSON"}, "email": {"role": "direct", "entity": "EMAIL"}, "zip": "quasi"},
    "interactions": {"at": "timestamp", "thread": "conversation", "body": "text", "to": "user"},
}


def pseudonym(key: str) -> str:
    """A stand-in for the keyed function: 24 lower-case letters."""
    return "".join(chr(97 + byte % 26) for byte in hashlib.sha256(key.encode()).digest()[:24])


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",", quote: str = '"') -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    return out.getvalue().encode()


def as_jsonl(rows: list[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def as_json(rows: list[Any]) -> bytes:
    return json.dumps(rows, indent=1, ensure_ascii=False).encode()


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Any], bytes]] = {".csv": as_csv, ".jsonl": as_jsonl, ".json": as_json, ".parquet": as_parquet}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


@dataclass
class Built:
    """A finished stage."""

    report: dict[str, Any]
    work: WorkDir

    def table(self, name: str) -> pa.Table:
        return pa.concat_tables(pq.read_table(path) for path in sorted(self.work.stage("raw").glob(f"{name}-*.parquet")))

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.table(name).to_pylist()

    def values(self) -> list[dict[str, Any]]:
        return pq.read_table(self.work.stage("raw") / "values.parquet").to_pylist()

    def quarantine(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.work.quarantine("raw_dataset").read_bytes().splitlines()]

    def rejected(self) -> list[tuple[str, int, str]]:
        return [(row["table"], row["row"], row["reason"]) for row in self.quarantine()]


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """Writes `users` and `events` (bytes, or rows written as CSV and JSON lines) and builds the stage from them."""

    def run(
        users: Any = USERS,
        events: Any = EVENTS,
        suffix: tuple[str, str] = (".csv", ".jsonl"),
        columns: dict[str, Any] = COLUMNS,
        shard_bytes: int = 10_000_000,
        frames: Any = None,
        csv: Any = None,
        sources: tuple[str | None, str | None] = (None, None),
        chosen: Content | None = None,
        **interactions: Any,
    ) -> Built:
        names: list[str] = []
        for table, content, ending in (("users", users, suffix[0]), ("events", events, suffix[1])):
            names.append(f"{table}{ending}")
            if content is not None:
                data = content if isinstance(content, bytes) else FORMATS[f".{ending.split('.')[1]}"](content)
                (tmp_path / names[-1]).write_bytes(data)
        dataset = Dataset.model_validate(
            {
                "users": {"source": sources[0] or names[0], "id": "user_id", "columns": columns["users"], "csv": csv or {}},
                "interactions": {
                    "source": sources[1] or names[1],
                    "user": "user_id",
                    "columns": columns["interactions"],
                    "csv": csv or {},
                    **interactions,
                },
            }
        )
        work = WorkDir(tmp_path / "work" / "dataset")
        report = build_raw(
            dataset,
            root=tmp_path,
            work=work,
            pseudonym=pseudonym,
            fingerprint="f",
            shard_bytes=shard_bytes,
            frames=frames,
            content=chosen,
        )
        return Built(report, work)

    return run
