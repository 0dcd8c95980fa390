"""People who speak and are no users: their names are hunted, roles stay, and the audit looks for them too."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from llm_assets.dataset import build_raw
from llm_assets.privacy.audit.scan import RecordsTask, scan_records
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.speaker_forms import speaker_forms
from llm_assets.settings.model import Dataset, LlmOutput, Privacy
from llm_assets.work import WorkDir

KEY = Key(b"a key for tests that is long enough")
USERS = [("u1", "Clara Rossi"), ("u2", "Dario Costa"), ("u3", "Rolf Zander")]
EVENTS = [
    ("u1", "t1", "agent", "Welcome to the shop."),
    ("u1", "t1", "Wanda Krull", "Hi Clara, Wanda here, Rolf Zander and Tilda are away"),
    ("u1", "t1", "customer", "Thanks Wanda! And to Ms Krull and Krull's team"),
    ("u2", "t2", "Support: Wanda Krull", "Dario?"),
    ("u2", "t2", "customer", "is Tilda there"),
    ("u3", "t3", "customer", "I wrote to Krull, Wanda. No Wanda in this one, nor Tilda"),
    ("u3", "t4", "Tilda", "Tilda speaking"),
    ("u3", "t4", "Rolf Zander", "Rolf speaking, not Caller 7"),
    ("u3", "t4", "Caller", "well"),
    ("u3", None, "Tilda", "bye, Tilda"),
]


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]], dict[str, str]]:
    root = tmp_path_factory.mktemp("speakers")
    users = [dict(zip(("id", "name"), user, strict=True)) for user in USERS]
    events = [dict(zip(("user", "thread", "by", "text"), event, strict=True), at=n) for n, event in enumerate(EVENTS)]
    for name, rows in (("users", users), ("events", events)):
        (root / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    dataset = Dataset.model_validate(
        {
            "name": "desk",
            "users": {"source": "users.jsonl", "id": "id", "columns": {"name": {"role": "direct", "entity": "PERSON"}}},
            "interactions": {
                "source": "events.jsonl",
                "user": "user",
                "columns": {"at": "timestamp", "thread": "conversation", "by": "speaker", "text": "text"},
            },
        }
    )
    work, pseudonymizer = WorkDir(root / "work"), Pseudonymizer(KEY, "desk", "medium")
    raw = build_raw(dataset, root=root, work=work, pseudonym=pseudonymizer.user, fingerprint="raw", shard_bytes=1 << 20)
    output = LlmOutput.model_validate({"privacy_level": "medium"})
    build_safe(dataset, Privacy(), output, key=KEY, work=work, raw_report=raw, fingerprint="safe", processes=1)
    rows = pq.read_table(work.stage("safe") / "interactions-00000.parquet").to_pylist()
    known = {name: pseudonymizer.user(user) for user, name in USERS}
    known["Wanda"], known["Tilda"] = (pseudonymizer.pseudonym("speaker", name) for name in ("wandakrull", "tilda"))
    order = {pseudonymizer.user(user): place for place, (user, _) in enumerate(USERS)}
    return root / "work", sorted(rows, key=lambda row: (order[row["user"]], row["conversation"] is None)), known


def told(safe: tuple[Path, list[dict[str, Any]], dict[str, str]]) -> set[tuple[str, str]]:
    """(speaker, text) of each row, with the names' first words for pseudonyms."""
    _, rows, known = safe
    found = set()
    for row in rows:
        speaker, text = row["speaker"], row["text"]["text"]
        for name, pseudonym in known.items():
            speaker, text = (part.replace(pseudonym, f"<{name[0]}>") for part in (speaker, text))
        found.add((speaker, text))
    return found


def test_speakers_are_people_and_roles_stay(safe: tuple[Path, list[dict[str, Any]], dict[str, str]]) -> None:
    assert told(safe) == {
        ("agent", "Welcome to the shop."),
        ("<W>", "Hi <C>, <W> here, <R> and Tilda are away"),
        ("customer", "Thanks <W>! And to Ms <W> and <W>'s team"),
        ("Support: <W>", "<D>?"),
        ("customer", "is Tilda there"),
        ("customer", "I wrote to <W>. No Wanda in this one, nor Tilda"),
        ("<T>", "<T> speaking"),
        ("<R>", "<R> speaking, not Caller 7"),
        ("Caller", "well"),
        ("<T>", "bye, <T>"),
    }


def test_the_audit_looks_for_speakers(safe: tuple[Path, list[dict[str, Any]], dict[str, str]]) -> None:
    stages = {name: next(path for path in safe[0].rglob(name) if path.is_dir()) for name in ("raw", "safe")}
    task = RecordsTask(stages["raw"], stages["safe"], 0, frozenset(), frozenset())
    assert not scan_records(task).known
    table = pq.read_table(stages["safe"] / "interactions-00000.parquet")
    rows = table.to_pylist()
    rows[0]["text"]["text"] = "ask Krull, Wanda"
    pq.write_table(type(table).from_pylist(rows, table.schema), stages["safe"] / "interactions-00000.parquet")
    assert scan_records(task).known


@pytest.mark.parametrize("value", ["Caller", "well known", "7", "12", ""])
def test_words_and_small_numbers_name_nobody(value: str) -> None:
    assert not list(speaker_forms(value, "high"))


@pytest.mark.parametrize("value", ["Wanda Krull", "wanda_7", "40712", "wanda@example.org", "Will"])
def test_these_name_somebody(value: str) -> None:
    assert list(speaker_forms(value, "low"))
