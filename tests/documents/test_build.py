"""The stage `documents`: packs, report, quarantine; one bad user is no bad run, too many are."""

import json
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from llm_assets.compute import Progress
from llm_assets.documents import shard as shard_module
from llm_assets.documents.build import build_documents
from llm_assets.documents.wellformed import check_documents
from llm_assets.errors import ConfigError, DatasetError, SerializationError
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, interaction, pseudonym, read_pack

BOTH = ["markdown", "jsonl"]


def build(
    stage: Stage, *, safe_report: dict | None = None, processes: int = 1, check: Callable | None = None, **settings
) -> dict:
    return build_documents(
        LlmOutput(**{"format": BOTH, **settings}),
        root=stage.root,
        work=stage.work,
        safe_report=safe_report or stage.report,
        fingerprint="f1",
        processes=processes,
        draw=lambda _: 0.5,
        check=check,
    )


def packs(stage: Stage) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(stage.work.stage("documents").iterdir())}


def quarantined(stage: Stage) -> list[dict]:
    return [json.loads(line) for line in stage.work.quarantine("formatted_documents").read_text().splitlines()]


def test_packs_and_report(stage: Stage) -> None:
    stage.fill(4, shards=2, each=2)
    report = build(stage)
    rows = [read_pack(stage.work.stage("documents") / f"jsonl-{shard:05d}.arrow") for shard in (0, 1)]
    assert [[row["part"] for row in shard] for shard in rows] == [["profiles"] * 2 + ["interactions"] * 4] * 2
    expected = [n for first in (0, 2) for n in (first, first + 1, first, first, first + 1, first + 1)]
    assert [row["user"] for shard in rows for row in shard] == [pseudonym(n) for n in expected]
    documents = [row for n in (0, 1) for row in read_pack(stage.work.stage("documents") / f"markdown-{n:05d}.arrow")]
    assert [row["part"] for row in documents] == ["document"] * 4
    assert f"# User Profile: {pseudonym(0)}\n".encode() in documents[0]["body"]
    assert b"- Total Interactions: 2\n" in documents[0]["body"]
    assert report == stage.work.report("documents", expect="f1")
    assert report["shards"] == 2
    assert report["formats"]["markdown"] == {
        "layout": "document",
        "folder": "profiles",
        "container": "text",
        "left_out": {},
        "extension": ".md",
        "pieces": {"document": 4},
        "bytes": sum(len(row["body"]) for row in documents),
        "tokens": sum(row["tokens"] for row in documents),
    }
    assert report["formats"]["jsonl"]["pieces"] == {"profiles": 4, "interactions": 8}
    assert report["users"] == {"kept": 4, "quarantined": 0, "reasons": {}}
    assert report["interactions"] == {"kept": 8, "quarantined": 0, "cut": 0, "cut_reasons": {}}
    assert report["token_counter"] == "words-1"


def test_packs_are_private(stage: Stage) -> None:
    stage.fill(1)
    build(stage)
    assert stat.S_IMODE((stage.work.stage("documents") / "jsonl-00000.arrow").stat().st_mode) == 0o600


@pytest.mark.slow
def test_the_number_of_processes_changes_no_byte(stage: Stage) -> None:
    stage.fill(6, shards=3)
    build(stage)
    alone = packs(stage)
    build(stage, processes=2)
    assert packs(stage) == alone


def test_users_of_many_batches_keep_their_interactions(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A history that spans two batches of the file belongs to one user all the same."""
    monkeypatch.setattr("llm_assets.documents.batches._ROWS", 4)
    monkeypatch.setattr("llm_assets.documents.batches._USERS", 2)
    monkeypatch.setattr("llm_assets.documents.packs._ROWS", 5)
    histories = {0: 0, 1: 9, 2: 1, 3: 0, 4: 4, 5: 0}
    stage.add_shard(
        [{"user": pseudonym(n)} for n in histories],
        [interaction(pseudonym(n), i) for n, many in histories.items() for i in range(many)],
    )
    build(stage)
    rows = read_pack(stage.work.stage("documents") / "jsonl-00000.arrow")
    made = [json.loads(row["body"]) for row in rows if row["part"] == "interactions"]
    assert [(r["user"], r["sequence"]) for r in made] == [(pseudonym(n), i) for n, m in histories.items() for i in range(m)]
    profiles = [json.loads(row["body"]) for row in rows if row["part"] == "profiles"]
    assert [p["statistics"]["interactions"] for p in profiles] == list(histories.values())
    assert [p["attributes"] for p in profiles] == [{}] * 6


def test_a_stage_without_optional_columns(stage: Stage) -> None:
    stage.add_shard([{"user": pseudonym(0)}], [])
    report = build(stage)
    assert report["users"]["kept"] == 1
    assert report["interactions"]["kept"] == 0


FAILS_FOR_ONE = "{{ user.user }}{{ 1 // (0 if user.attributes.plan == 'bad' else 1) }}\n"


def bad_user(stage: Stage, users: int, tmp_path: Path) -> str:
    rows = [{"user": pseudonym(n), "attributes": {"plan": "bad" if n == 1 else "secret-plan"}} for n in range(users)]
    stage.add_shard(rows, [interaction(pseudonym(n), i) for n in range(users) for i in range(2)])
    (tmp_path / "own.j2").write_text(FAILS_FOR_ONE)
    return "own.j2"


def test_one_bad_user_is_left_out_of_all_formats(stage: Stage, tmp_path: Path) -> None:
    template = bad_user(stage, 4, tmp_path)
    report = build(stage, format=["jsonl", "markdown"], template=template, max_error_rate=0.5)
    reason = "format_failed:markdown:ZeroDivisionError"
    assert report["users"] == {"kept": 3, "quarantined": 1, "reasons": {reason: 1}}
    assert report["interactions"] == {"kept": 6, "quarantined": 2, "cut": 0, "cut_reasons": {}}
    for name in BOTH:
        rows = read_pack(stage.work.stage("documents") / f"{name}-00000.arrow")
        assert pseudonym(1) not in {row["user"] for row in rows}
        assert len({row["user"] for row in rows}) == 3
    assert quarantined(stage) == [{"table": "users", "user": pseudonym(1), "reason": reason}]
    assert "ZeroDivisionError" in (stage.work.root / "errors" / "formatted_documents.txt").read_text()
    build(stage)
    assert quarantined(stage) == [], "what an earlier run rejected is forgotten"


def test_too_many_bad_users_leave_the_previous_stage(stage: Stage, tmp_path: Path) -> None:
    template = bad_user(stage, 4, tmp_path)
    build(stage)
    before = packs(stage)
    with pytest.raises(SerializationError) as caught:
        build(stage, template=template, max_error_rate=0.24)
    assert "1 users could not be formatted" in str(caught.value)
    assert "format_failed:markdown:ZeroDivisionError" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert packs(stage) == before
    assert len(quarantined(stage)) == 1, "who failed can be looked up"


def test_users_that_failed_to_be_anonymised_count(stage: Stage) -> None:
    stage.fill(9)
    report = {"shards": 1, "users": {"kept": 9, "quarantined": 1}}
    assert build(stage, safe_report=report, max_error_rate=0.1)["users"]["kept"] == 9
    with pytest.raises(SerializationError, match="0 users could not be formatted and 1 not be anonymised, of 10"):
        build(stage, safe_report=report, max_error_rate=0.09)


@dataclass
class Stubborn:
    """A format of others, that fails in its own ways."""

    file_extension = ".txt"

    def format_user(self, user, interactions):
        if user.user == pseudonym(0):
            raise KeyError("secret-value")
        return 7 if user.user == pseudonym(1) else "\ud800" if user.user == pseudonym(2) else "fine"

    def format_interaction(self, interaction):
        return "fine"


def test_a_format_of_others_may_fail_in_any_way(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shard_module.formatters
    monkeypatch.setattr(shard_module, "formatters", lambda *given: real(*given) | {"markdown": Stubborn()})
    stage.fill(4)
    report = build(stage, max_error_rate=1)
    assert report["users"]["kept"] == 1
    assert report["users"]["reasons"] == {
        "format_failed:markdown:AttributeError": 1,
        "format_failed:markdown:KeyError": 1,
        "format_failed:markdown:UnicodeEncodeError": 1,
    }


def test_a_bad_template_stops_before_anything_is_read(stage: Stage) -> None:
    (stage.root / "own.j2").write_text("{% if %}")
    with pytest.raises(ConfigError):
        build(stage, template="own.j2", safe_report={})


def test_a_missing_shard(stage: Stage) -> None:
    with pytest.raises(DatasetError, match="missing or damaged"):
        build(stage, safe_report={"shards": 1, "users": {"kept": 1, "quarantined": 0}})


def test_interactions_without_their_user(stage: Stage) -> None:
    stage.add_shard([{"user": pseudonym(1)}], [interaction(pseudonym(0), 0), interaction(pseudonym(1), 0)])
    with pytest.raises(DatasetError, match="another order"):
        build(stage)


@dataclass(frozen=True)
class Sizes:
    """A check that can be sent to a worker."""

    names: tuple[str, ...]

    def __call__(self, folder: Path, shard: int) -> dict:
        return {"shard": shard, "packs": [(folder / f"{name}-{shard:05d}.arrow").stat().st_size > 0 for name in self.names]}


def test_a_check_runs_when_the_packs_are_written(stage: Stage) -> None:
    stage.fill(2, shards=2)
    report = build(stage, check=Sizes(tuple(BOTH)))
    assert report["checks"] == [{"shard": n, "packs": [True, True]} for n in (0, 1)]


def test_progress_counts_users(stage: Stage) -> None:
    stage.fill(4, shards=2)
    progress = Progress(say=lambda _: None, stage="documents", total=4)
    how = {"root": stage.root, "work": stage.work, "safe_report": stage.report, "fingerprint": "f", "draw": lambda _: 0.5}
    build_documents(LlmOutput(), processes=1, progress=progress, **how)
    assert progress.done == 4


def test_documents_are_well_formed(stage: Stage) -> None:
    stage.fill(40, shards=3, text="# User Profile: x\n### y\n---\n<b>")
    output = LlmOutput(format=BOTH)
    report = build(stage)
    folder = stage.work.stage("documents")
    assert check_documents(folder, report, output, None) == {"documents": 40 + 160, "faults": {}}
    some = check_documents(folder, report, output, 10)
    assert some["faults"] == {}
    assert 20 <= some["documents"] <= 22
    report["formats"]["jsonl"]["pieces"]["profiles"] += 1
    assert check_documents(folder, report, output, 1)["faults"] == {"count_differs": 1}
