"""The stage `anonymized_users`: every role, every level, and users that cannot be processed."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from llm_assets.dataset import build_raw
from llm_assets.errors import DatasetError
from llm_assets.privacy import safe as safe_tables
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings.model import Dataset, LlmOutput, Privacy
from llm_assets.work import WorkDir

KEY = Key(b"a key for tests that is long enough")
PSEUDONYM = re.compile("[a-z]{24}")
USERS = [
    # id, name, email, age, city, diagnosis, plan, bio, referrer, joined
    (
        "u1",
        "Anna Schmidt",
        "anna@corp.example",
        "34",
        "Bonn",
        "asthma",
        "pro",
        "I am Anna. Ask Bruno Weiss.",
        "u2",
        "2020-01-01",
    ),
    ("u2", "Bruno Weiss", "bruno@corp.example", "36", "Bonn", "none", "free", "", "", "2021-01-01"),
    ("u3", "Clara Rossi", "clara@corp.example", "38", "Bonn", "none", "free", "", "u1", "2022-01-01"),
    ("u4", "Dario Costa", "dario@corp.example", "71", "Rome", "none", "free", "", "", ""),
]
EVENTS: list[dict[str, Any]] = [
    {
        "user": "u1",
        "at": "2024-05-01T10:00:00Z",
        "thread": "t1",
        "by": "Anna Schmidt",
        "text": "Hi, Anna here, bruno too.",
        "order": "O-1",
    },
    {"user": "u2", "at": "2024-05-01T11:00:00Z", "thread": "t1", "by": "agent", "text": "Bruno: hello Anna!", "order": "O-1"},
    {
        "user": "u3",
        "at": "2024-05-02T10:00:00Z",
        "thread": "t2",
        "by": "agent",
        "text": "Anna is not in this thread, Clara.",
        "order": None,
    },
    {
        "user": "u4",
        "at": "2024-05-03T10:00:00Z",
        "thread": None,
        "by": "agent",
        "text": "<p>Mail clara@corp.example</p>",
        "order": None,
    },
]
COLUMNS: dict[str, Any] = {
    "name": {"role": "direct", "entity": "PERSON"},
    "email": {"role": "direct", "entity": "EMAIL"},
    "age": {"role": "quasi", "generalize": "band:10"},
    "city": {"role": "quasi"},
    "diagnosis": {"role": "sensitive", "generalize": "top:1"},
    "plan": "attribute",
    "bio": "text",
    "referrer": "user",
    "joined": "timestamp",
}


class Stage:
    """A raw stage of the dataset above, to be anonymised as often as a test likes."""

    def __init__(self, folder: Path, columns: dict[str, Any] | None = None, shard_bytes: int = 1_000_000) -> None:
        self.folder = folder
        with (folder / "users.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", *COLUMNS])
            rows.writerows(USERS)
        (folder / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in EVENTS))
        self.dataset = Dataset.model_validate(
            {
                "name": "clinic",
                "users": {"source": "users.csv", "id": "id", "columns": {**COLUMNS, **(columns or {})}},
                "interactions": {
                    "source": "events.jsonl",
                    "user": "user",
                    "columns": {
                        "at": "timestamp",
                        "thread": "conversation",
                        "by": "speaker",
                        "text": "html",
                        "order": "pseudonym",
                    },
                },
            }
        )
        self.shard_bytes = shard_bytes
        self.work = WorkDir(folder / "work").open()

    def anonymize(
        self,
        level: str = "high",
        processes: int = 1,
        error_rate: float = 0.01,
        policy: Policy | None = None,
        **privacy: Any,
    ) -> dict[str, Any]:
        pseudonymizer = Pseudonymizer(KEY, privacy.get("link_datasets") or self.dataset.name, level)
        raw = build_raw(
            self.dataset,
            root=self.folder,
            work=self.work,
            pseudonym=pseudonymizer.user,
            fingerprint="f",
            shard_bytes=self.shard_bytes,
        )
        return build_safe(
            self.dataset,
            Privacy(**{"min_group_size": 3, "canaries": 0, **privacy}),
            LlmOutput.model_validate({"privacy_level": level, "max_error_rate": error_rate}),
            key=KEY,
            work=self.work,
            raw_report=raw,
            fingerprint="g",
            processes=processes,
            policy=policy,
        )

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [
            row
            for path in sorted(self.work.stage("safe").glob(f"{table}-*.parquet"))
            for row in pq.read_table(path).to_pylist()
        ]

    def user(self, number: int, level: str = "high") -> dict[str, Any]:
        name = Pseudonymizer(KEY, "clinic", level).user(f"u{number}")
        return next(row["attributes"] for row in self.rows("users") if row["user"] == name)

    def said(self, number: int, level: str = "high") -> dict[str, Any]:
        name = Pseudonymizer(KEY, "clinic", level).user(f"u{number}")
        return next(row for row in self.rows("interactions") if row["user"] == name)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_every_role_at_level_high(stage: Stage) -> None:
    report = stage.anonymize()
    names = {number: Pseudonymizer(KEY, "clinic", "high").user(f"u{number}") for number in (1, 2, 3, 4)}
    anna = stage.user(1)
    assert set(anna) == set(COLUMNS) - {"name", "email"}
    assert (anna["age"], anna["city"]) == ("0 to 79", None)
    assert anna["diagnosis"] == "other"
    assert anna["plan"] == "pro"
    assert anna["referrer"] == names[2]
    assert anna["bio"] == f"I am {names[1]}. Ask {names[2]}."
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", anna["joined"])
    first = stage.said(1)
    assert first["speaker"] == names[1]
    assert first["text"] == {"text": f"Hi, {names[1]} here, {names[2]} too."}
    assert PSEUDONYM.fullmatch(first["attributes"]["order"])
    assert first["attributes"]["order"] == stage.said(2)["attributes"]["order"]
    assert PSEUDONYM.fullmatch(first["conversation"])
    assert first["conversation"] == stage.said(2)["conversation"]
    assert (first["sequence"], stage.said(2)["sequence"]) == (0, 1)
    assert report["users"] == {"kept": 4, "quarantined": 0, "failed": 0, "reasons": {}}


def test_replacements_are_counted_by_column_and_add_up(stage: Stage) -> None:
    report = stage.anonymize()
    by_column = report["replaced_by_column"]
    assert by_column["users.bio"] == {"PERSON": 2}
    assert by_column["interactions.text"] == {"EMAIL": 1, "PERSON": 6}
    total: Counter[str] = Counter()
    for entities in by_column.values():
        total.update(entities)
    assert total == report["replaced"]


def test_a_given_name_alone_stays_where_its_owner_takes_no_part(stage: Stage) -> None:
    stage.anonymize()
    # Who is meant is not known there: the name goes, and no user stands in its place.
    assert stage.said(3)["text"]["text"].startswith("[PERSON:")
    assert "Clara" not in stage.said(3)["text"]["text"]


def test_what_belongs_to_others_is_hunted_in_every_text(stage: Stage) -> None:
    for level in ("low", "medium", "high"):
        stage.anonymize(level)
        assert re.fullmatch(r"Mail \[EMAIL:[a-z]{8}\]", stage.said(4, level)["text"]["text"]), level


def test_low_keeps_times_quasi_identifiers_and_single_names(stage: Stage) -> None:
    stage.anonymize("low")
    assert stage.said(1, "low")["timestamp"] == "2024-05-01T10:00:00Z"
    assert stage.user(1, "low")["age"] == "34"
    assert stage.said(1, "low")["text"]["text"] == "Hi, Anna here, bruno too."


def test_medium_generalises_without_blanking_and_keeps_intervals(stage: Stage) -> None:
    stage.anonymize("medium")
    assert stage.user(4, "medium")["age"] == "70 to 79"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stage.said(1, "medium")["timestamp"])


def test_small_groups_lose_their_values_and_not_their_users(stage: Stage) -> None:
    report = stage.anonymize()
    assert report["groups"]["smallest"] >= 3
    assert stage.user(4)["city"] is None
    assert stage.user(4)["plan"] == "free"


def test_or_their_users_when_the_settings_say_so(tmp_path: Path) -> None:
    stage = Stage(tmp_path, {"city": "drop"})
    report = stage.anonymize(suppress="user", min_group_size=1)
    assert report["users"]["kept"] == 4
    report = stage.anonymize(suppress="user", min_group_size=3, max_suppressed=1.0)
    assert report["users"]["kept"] + report["users"]["quarantined"] == 4
    assert report["users"]["quarantined"] == report["users"]["reasons"]["small_group"] == report["groups"]["suppressed_users"]
    assert report["users"]["failed"] == 0
    assert report["interactions"]["kept"] + report["interactions"]["quarantined"] == 4
    assert {row["user"] for row in stage.rows("interactions")} <= {row["user"] for row in stage.rows("users")}


def test_a_user_that_fails_is_quarantined_and_the_others_go_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = Pseudonymizer(KEY, "clinic", "high").user("u3")
    make = safe_tables.SafeTables.interactions

    def fails(self: Any, rows: dict[str, list[Any]]) -> Any:
        if victim in rows["pseudonym"]:
            raise ZeroDivisionError("clara@corp.example")
        return make(self, rows)

    monkeypatch.setattr(safe_tables.SafeTables, "interactions", fails)
    report = stage.anonymize(error_rate=0.5)
    assert report["users"] == {"kept": 3, "quarantined": 1, "failed": 1, "reasons": {"failed:ZeroDivisionError": 1}}
    assert report["interactions"] == {"kept": 3, "quarantined": 1, "cut": 0}
    assert victim not in {row["user"] for table in ("users", "interactions") for row in stage.rows(table)}
    quarantine = stage.work.quarantine("anonymized_users")
    assert victim in quarantine.read_text()
    assert "clara" not in quarantine.read_text()
    assert quarantine.stat().st_mode & 0o077 == 0


def test_more_failures_than_allowed_leave_the_stage_as_it_was(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stage.anonymize()

    def fails(self: Any, rows: dict[str, list[Any]]) -> Any:
        raise ZeroDivisionError("clara@corp.example")

    monkeypatch.setattr(safe_tables.SafeTables, "users", fails)
    with pytest.raises(DatasetError) as caught:
        stage.anonymize()
    assert "ZeroDivisionError" in str(caught.value)
    assert "clara" not in str(caught.value)
    assert stage.work.report("safe")["users"] == before["users"]


def test_tags_link_nobody_unless_the_settings_say_so(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    text = "write to someone@else.example"
    saved = [dict(event) for event in EVENTS]
    try:
        for event in EVENTS[:2]:
            event["text"] = text
        own, linked = Stage(tmp_path), Stage(tmp_path / "other")
        own.anonymize()
        linked.anonymize(tag_scope="dataset")
        assert own.said(1)["text"]["text"] != own.said(2)["text"]["text"]
        assert linked.said(1)["text"]["text"] == linked.said(2)["text"]["text"]
    finally:
        EVENTS[:] = saved


def test_linked_datasets_share_pseudonyms_on_purpose(stage: Stage) -> None:
    stage.anonymize(link_datasets="both clinics")
    users = {row["user"] for row in stage.rows("users")}
    assert Pseudonymizer(KEY, "both clinics", "high").user("u1") in users


@pytest.mark.slow
def test_shards_and_processes_change_nothing(tmp_path: Path) -> None:
    found = []
    for number, (shard_bytes, processes) in enumerate([(1_000_000, 1), (40, 1), (40, 2)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        stage = Stage(folder, shard_bytes=shard_bytes)
        report = stage.anonymize(processes=processes)
        counted = report["replaced"], report["replaced_by_column"]
        found.append((stage.rows("users"), stage.rows("interactions"), counted, report["groups"]))
        assert (report["shards"] > 1) == (shard_bytes == 40)
    assert found[0] == found[1] == found[2]
