"""What the early check found in the records is taken over by the gate only while the records, the values and the code are the
same: a leak that comes in after the early check is found, whatever lies beside it."""

import csv
import json
import shutil
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets.documents.leaks import records_task
from llm_assets.errors import PrivacyViolation
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.audit import searched
from llm_assets.privacy.audit.scan import Findings
from llm_assets.privacy.keys import Key
from llm_assets.settings import parse_settings
from llm_assets.tree.audit import CheckResult

NAMES = ("Zora Quillfeather", "Otis Brambleworth", "Inga Vantongeren")
# Where a leak in each format is found.
FORMATS = {
    "markdown": ".md (",
    "jsonl": "data/interactions-00000-of-00001.jsonl",
    "parquet": "data/interactions-00000-of-00001.parquet",
    "text": ".txt (",
    "xml": ".xml (",
    "chat": "chat/",
    "chunks": "chunks/",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small dataset with three stages, ready for the gate."""
    root = tmp_path_factory.mktemp("made")
    with (root / "users.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "name"), *((f"u-10{number}", name) for number, name in enumerate(NAMES))])
    events = [
        {"user": f"u-10{number}", "thread": str(number), "by": by, "body": f"I am {name}, nothing else here."}
        for number, name in enumerate(NAMES)
        for by in ("customer", "agent")
    ]
    (root / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    opened = _open(root)
    for stage in (opened.raw, opened.safe, opened.documents):
        stage()
    return root


@pytest.fixture
def pipeline(made: Path, tmp_path: Path) -> Pipeline:
    """The same in a folder of its own."""
    shutil.copytree(made, tmp_path / "own")
    return _open(tmp_path / "own")


def _open(root: Path) -> Pipeline:
    columns = {"thread": "conversation", "by": "speaker", "body": "text"}
    dataset = {
        "users": {"source": "users.csv", "id": "id", "columns": {"name": {"role": "direct", "entity": "PERSON"}}},
        "interactions": {"source": "events.jsonl", "user": "user", "columns": columns},
    }
    privacy = {"canaries": 0, "risk_seconds": 1.0, "key_file": str(root / "key")}
    settings = {"dataset": dataset, "llm_output": {"format": list(FORMATS)}, "privacy": privacy}
    return Pipeline(parse_settings(settings, root=root, origin="test"))


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The shards whose records are searched from now on."""
    done: list[int] = []
    scan = searched.scan_records
    monkeypatch.setattr(searched, "scan_records", lambda task: done.append(task.number) or scan(task))
    return done


def _in_a_record(pipeline: Pipeline) -> None:
    path = pipeline.work.stage("safe") / "interactions-00000.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[0]["text"] = {"body": "so Otis Brambleworth said"}
    pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(path)), path)


def _in_a_document(pipeline: Pipeline, name: str) -> None:
    path = pipeline.work.stage("documents") / f"{name}-00000.arrow"
    table = pa.ipc.open_file(path.read_bytes()).read_all()
    bodies = [body.replace(b"I am ", b"Otis Brambleworth ") for body in table["body"].to_pylist()]
    assert bodies != table["body"].to_pylist()
    leaky = table.set_column(table.schema.get_field_index("body"), "body", pa.array(bodies, pa.large_binary()))
    with pa.ipc.new_file(str(path), leaky.schema) as writer:
        writer.write_table(leaky)


def test_what_was_found_is_taken_over_while_nothing_changed(pipeline: Pipeline, searches: list[int]) -> None:
    list(pipeline.tree())
    assert searches == []
    assert (pipeline.settings.root / "output" / "manifest.json").is_file()


def _refused(pipeline: Pipeline) -> CheckResult:
    """The check of known identifiers, of a tree that was refused."""
    checks = []
    with pytest.raises(PrivacyViolation):
        checks.extend(pipeline.tree())
    assert not (pipeline.settings.root / "output").exists()
    return next(check for check in checks if check.name == "no_known_identifiers")


def test_a_leak_planted_in_a_record_after_the_early_check_is_not_published(pipeline: Pipeline) -> None:
    _in_a_record(pipeline)
    assert "interactions.body" in _refused(pipeline).summary


@pytest.mark.parametrize("name", FORMATS)
def test_a_leak_planted_in_a_document_is_not_published(pipeline: Pipeline, name: str) -> None:
    """The early check does not read documents: the gate alone stands before a format that lets something through."""
    _in_a_document(pipeline, name)
    found = _refused(pipeline)
    assert not found.passed
    assert FORMATS[name] in found.summary


@pytest.mark.parametrize("what", ["values", "canaries", "code", "columns", "found", "torn", "no object"])
def test_records_are_searched_again_when_anything_changed(
    pipeline: Pipeline, searches: list[int], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    safe, documents = pipeline.work.stage("safe"), pipeline.work.stage("documents")
    task = records_task(pipeline.work.stage("raw"), safe, 0, pipeline.dataset)
    kept = documents / "searched-00000.json"
    if what == "values":
        (safe / "audit" / "surrogates.txt").write_text("EMAIL")
    elif what == "canaries":
        (safe / "canaries.json").write_bytes(orjson.dumps({"texts": ["zzzzzzzzzzzz"], "tags": []}))
    elif what == "code":
        monkeypatch.setattr(searched, "_code", lambda: ["other"])
    elif what == "columns":
        task = records_task(
            pipeline.work.stage("raw"), safe, 0, pipeline.dataset.model_copy(update={"interactions": pipeline.dataset.users})
        )
    else:
        kept.write_bytes({"found": kept.read_bytes().replace(b'"known":{', b'"known":{"x":0'), "torn": b"{"}.get(what, b"[]"))
    searched._values.cache_clear()
    assert searched.search_records(task, documents, pipeline.key.derived) == Findings()
    assert searches == [0]


def test_findings_under_a_true_hash_are_not_believed_without_the_key(pipeline: Pipeline, searches: list[int]) -> None:
    """Who can write into the work folder, and has no key, cannot have a leak passed over."""
    _in_a_record(pipeline)
    documents = pipeline.work.stage("documents")
    task = records_task(pipeline.work.stage("raw"), pipeline.work.stage("safe"), 0, pipeline.dataset)
    nothing = {name: {} for name in ("known", "positions", "canaries")}
    for key in (Key.random(), pipeline.key):
        forged = {"found": nothing, "seal": searched._sealed(searched._depends(task), nothing, key.derived)}
        (documents / "searched-00000.json").write_bytes(orjson.dumps(forged))
        found = searched.search_records(task, documents, pipeline.key.derived)
        assert bool(found.known) == (key != pipeline.key)
    assert searches == [0]


def test_what_was_found_of_one_shard_is_not_taken_for_another(pipeline: Pipeline, searches: list[int]) -> None:
    stages = {name: pipeline.work.stage(name) for name in ("raw", "safe", "documents")}
    for name in ("raw", "safe"):
        for table in ("users", "interactions"):
            shutil.copy(stages[name] / f"{table}-00000.parquet", stages[name] / f"{table}-00001.parquet")
    shutil.copy(stages["documents"] / "searched-00000.json", stages["documents"] / "searched-00001.json")
    searched.search_records(
        records_task(stages["raw"], stages["safe"], 1, pipeline.dataset), stages["documents"], pipeline.key.derived
    )
    assert searches == [1]
