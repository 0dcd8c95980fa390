"""A shard anonymised, from the raw tables of two sources: what becomes of each role and level, and of users that fail."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets.dataset import build_raw
from llm_assets.documents.leaks import records_task
from llm_assets.privacy.audit.scan import scan_records
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import MAX_SHIFT_SECONDS, Pseudonymizer
from llm_assets.privacy.safe import SafeTables
from llm_assets.settings.model import Dataset, LlmOutput, Privacy
from llm_assets.work import WorkDir

KEY = Key(b"k" * 40)
COUNT = 24
FIRST = "Anselm Berta Corvin Dunja Eskil Fanni Gernot Hedda Ivar Jolanda Kasimir Lioba".split()
LAST = "Quandt Brixen".split()
USERS = [
    {
        "user_id": f"ID-{number:04d}x",
        "name": f"{FIRST[number % 12]} {LAST[number // 12]}",
        "email": f"{FIRST[number % 12].lower()}.{LAST[number // 12].lower()}@post.example.net",
        "zip": f"{10 + number % 2}{number:03d}",
        "score": str(number),
        "plan": "plus",
        "signup": "2024-01-02T03:04:05Z",
        "bio": f"I am {FIRST[number % 12]}, at {number}.",
    }
    for number in range(COUNT)
]
NUMBERS = "4111 1111 1111 1111, call +1 415 555 0132"
EVENTS = [
    {
        "user_id": f"ID-{number % COUNT:04d}x",
        "at": f"2024-05-{1 + number // COUNT:02d}T12:00:{number % 60:02d}Z",
        "thread": f"T{(number % COUNT) // 2}",
        "type": "chat",
        "author": FIRST[number % 12],
        "body": f"{USERS[number % COUNT]['name']} here, {USERS[(number + 1) % COUNT]['email']} {NUMBERS}",
        "page": "<p>Hello <b>there</b></p><script>x</script>",
        "order": f"O-{number % 5}",
        "to": f"ID-{(number + 1) % COUNT:04d}x",
    }
    for number in range(COUNT * 3)
]
COLUMNS = {
    "users": {
        "name": {"role": "direct", "entity": "PERSON"},
        "email": {"role": "direct", "entity": "EMAIL"},
        "zip": {"role": "quasi", "generalize": "prefix:2"},
        "score": {"role": "sensitive", "generalize": "band:10"},
        "plan": "attribute",
        "signup": "timestamp",
        "bio": "text",
    },
    "interactions": {
        "at": "timestamp",
        "thread": "conversation",
        "type": "kind",
        "author": "speaker",
        "body": "text",
        "page": "html",
        "order": "pseudonym",
        "to": "user",
    },
}


@dataclass
class Safe:
    """A finished stage."""

    report: dict[str, Any]
    work: WorkDir
    dataset: Dataset

    def rows(self, name: str) -> list[dict[str, Any]]:
        paths = sorted(self.work.stage("safe").glob(f"{name}-*.parquet"))
        return pa.concat_tables(pq.read_table(path) for path in paths).to_pylist()

    def quarantined(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.work.quarantine("anonymized_users").read_bytes().splitlines()]


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Safe]:
    """Builds the stages raw and safe."""

    def run(
        level: str = "high",
        *,
        folder: str = "work",
        users: list[dict[str, Any]] = USERS,
        events: list[dict[str, Any]] = EVENTS,
        shard_bytes: int = 10_000_000,
        processes: int = 1,
        name: str = "support",
        max_error_rate: float = 0.01,
        **privacy: Any,
    ) -> Safe:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(users[0]))
        writer.writeheader()
        writer.writerows(users)
        (tmp_path / "users.csv").write_text(out.getvalue(), encoding="utf-8")
        (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
        dataset = Dataset.model_validate(
            {
                "name": name,
                "users": {"source": "users.csv", "id": "user_id", "columns": COLUMNS["users"]},
                "interactions": {"source": "events.jsonl", "user": "user_id", "columns": COLUMNS["interactions"]},
            }
        )
        work = WorkDir(tmp_path / folder / "support")
        settings = Privacy.model_validate(privacy)
        pseudonym = Pseudonymizer(KEY, settings.link_datasets or name, level).user
        raw = build_raw(dataset, root=tmp_path, work=work, pseudonym=pseudonym, fingerprint="f", shard_bytes=shard_bytes)
        output = LlmOutput.model_validate({"privacy_level": level, "max_error_rate": max_error_rate})
        report = build_safe(dataset, settings, output, key=KEY, work=work, raw_report=raw, fingerprint="g", processes=processes)
        return Safe(report, work, dataset)

    return run


def test_every_role_at_high(build: Callable[..., Safe]) -> None:
    safe = build()
    users, events = safe.rows("users"), safe.rows("interactions")
    assert [row["user"] for row in users] == sorted(row["user"] for row in users)
    assert all(re.fullmatch("[a-z]{24}", row["user"]) for row in users)
    assert set(users[0]) == {"user", "attributes"}
    assert set(users[0]["attributes"]) == {"zip", "score", "plan", "signup", "bio"}
    assert {row["attributes"]["zip"] for row in users} == {"10", "11"}
    assert {row["attributes"]["score"] for row in users} == {"0 to 9", "10 to 19", "20 to 29"}
    assert {row["attributes"]["plan"] for row in users} == {"plus"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["attributes"]["signup"]) for row in users)
    assert all(f"I am {row['user']}, at" in row["attributes"]["bio"] for row in users)
    everybody = {row["user"] for row in users}
    for row in events:
        assert row["user"] in everybody
        assert re.fullmatch("[a-z]{24}", row["conversation"])
        assert row["kind"] == "chat"
        assert row["speaker"] == row["user"]
        assert row["text"]["page"] == "Hello there"
        assert row["attributes"]["to"] in everybody
        assert re.fullmatch("[a-z]{24}", row["attributes"]["order"])
        expected = r"%s here, \[EMAIL:[a-z]{8}\] \[CREDIT_CARD:[a-z]{8}\], call \[PHONE:[a-z]{8}\]" % row["user"]  # noqa: UP031
        assert re.fullmatch(expected, row["text"]["body"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["timestamp"])


@pytest.mark.slow
def test_levels(build: Callable[..., Safe]) -> None:
    low, medium, high = (build(level, folder=level) for level in ("low", "medium", "high"))
    assert {row["attributes"]["zip"] for row in low.rows("users")} == {user["zip"] for user in USERS}
    assert {row["attributes"]["zip"] for row in medium.rows("users")} == {"10", "11"}
    assert {row["timestamp"] for row in low.rows("interactions")} == {event["at"] for event in EVENTS}
    assert all("+1 415 555 0132" in row["text"]["body"] for row in low.rows("interactions"))
    assert all("4111" not in row["text"]["body"] for row in low.rows("interactions"))
    assert not any("+1 415" in row["text"]["body"] for row in medium.rows("interactions"))
    assert all(len(row["timestamp"]) == 20 for row in medium.rows("interactions"))
    names = [{row["user"] for row in safe.rows("users")} for safe in (low, medium, high)]
    assert not names[0] & names[1]
    assert not names[1] & names[2]


def test_times_move_by_one_offset_a_user(build: Callable[..., Safe]) -> None:
    from datetime import datetime

    low, medium = build("low", folder="low"), build("medium", folder="medium")
    pseudonyms = {level: Pseudonymizer(KEY, "support", level) for level in ("low", "medium")}
    offsets = {}
    for user in USERS:
        times = []
        for level, safe in (("low", low), ("medium", medium)):
            name = pseudonyms[level].user(user["user_id"])
            rows = sorted((row["sequence"], row["timestamp"]) for row in safe.rows("interactions") if row["user"] == name)
            times.append([datetime.fromisoformat(time) for _, time in rows])
        moved = {(after - before).total_seconds() for before, after in zip(*times, strict=True)}
        assert len(moved) == 1
        offsets[user["user_id"]] = moved.pop()
    assert len(set(offsets.values())) > COUNT // 2
    assert all(abs(offset) <= MAX_SHIFT_SECONDS for offset in offsets.values())


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_the_audit_agrees(build: Callable[..., Safe], level: str) -> None:
    safe = build(level)
    found = scan_records(records_task(safe.work.stage("raw"), safe.work.stage("safe"), 0, safe.dataset))
    assert not found.known
    assert not found.positions


class Broken(Exception):
    """What a failing user raises."""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the interactions of one user (by pseudonym) fail, whatever batch they are in."""

    def fail(user: str) -> None:
        make = SafeTables.interactions

        def interactions(self: SafeTables, rows: Any) -> Any:
            if user in rows["pseudonym"]:
                raise Broken("a value that nobody may see")
            return make(self, rows)

        monkeypatch.setattr(SafeTables, "interactions", interactions)

    return fail


def test_a_user_that_fails_is_left_out_alone(build: Callable[..., Safe], failing: Callable[[str], None]) -> None:
    user = Pseudonymizer(KEY, "support", "high").user(USERS[3]["user_id"])
    failing(user)
    safe = build(max_error_rate=0.1)
    assert safe.report["users"]["kept"] == COUNT - 1
    assert safe.report["users"]["quarantined"] == 1
    assert safe.report["users"]["reasons"] == {"failed:Broken": 1}
    assert safe.report["interactions"] == {"kept": len(EVENTS) - 3, "quarantined": 3, "cut": 0}
    assert safe.quarantined() == [{"table": "users", "user": user, "reason": "failed:Broken"}]
    assert user not in {row["user"] for row in safe.rows("users")} | {row["user"] for row in safe.rows("interactions")}
    traces = safe.work.root / "errors" / "anonymized_users.txt"
    assert traces.stat().st_mode & 0o777 == 0o600
    assert traces.read_text().count("Traceback") == 1
    assert "Broken: a value" in traces.read_text()
    assert "a value" not in json.dumps(safe.report)


def test_a_run_without_failures_clears_what_an_earlier_one_said(
    build: Callable[..., Safe], failing: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(Pseudonymizer(KEY, "support", "high").user(USERS[3]["user_id"]))
    build(max_error_rate=1)
    monkeypatch.undo()
    safe = build()
    assert safe.quarantined() == []
    assert (safe.work.root / "errors" / "anonymized_users.txt").read_bytes() == b""


def test_work_files_hold_no_value_of_the_index(build: Callable[..., Safe]) -> None:
    safe = build()
    for path in (safe.work.stage("safe") / "known").iterdir():
        assert b"quandt" not in path.read_bytes().lower()
