"""Runs as log collectors and OpenTelemetry see them: complete, and naming nobody, whatever fails."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from llm_assets import pipeline
from llm_assets.errors import DatasetError
from tests.defs.conftest import MARK, Run
from tests.monitoring.collector import Collector, attributes, collector

STAGES = ["raw_dataset", "anonymized_users", "formatted_documents", "output_tree"]
LOGS = {"logs": {"file": "logs/run.jsonl"}}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collector() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
        yield found


def _lines(project: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (project / "logs" / "run.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_a_run_is_told_whole(run: Run, project: Path, there: Collector) -> None:
    result = run({**LOGS, "compute": {"shard_bytes": 10_000}, "llm_output": {"rate_limiting": {"max_concurrent": 1}}})
    assert result.success
    spans = there.spans
    (root,) = [span for span in spans if span.name == "build"]
    stages = [span for span in spans if span.parent_span_id == root.span_id]
    assert [span.name for span in stages] == STAGES
    assert attributes(root)["dagster.run_id"] == result.run_id
    assert root.start_time_unix_nano <= stages[0].start_time_unix_nano
    assert root.end_time_unix_nano >= stages[-1].end_time_unix_nano
    assert attributes(stages[0])["llm_assets.users"] == 30
    shards = [span for span in spans if span.parent_span_id == stages[1].span_id]
    assert {span.name for span in shards} >= {"anonymize_shard"}
    assert len(shards) > 1
    assert there.gauges()["output_tree", "llm_assets.users"] == 30
    lines = _lines(project)
    assert [line["stage"] for line in lines if line["event"] == "stage_ended"] == STAGES
    assert all((line["run_id"], line["job"], line["dataset"]) == (result.run_id, "build", "marked") for line in lines)
    assert [line["users"] for line in lines if line["event"] == "stage_ended"] == [30] * 4
    _names_nobody(project, there)


@pytest.mark.parametrize("planted", [KeyError(f"{MARK} Smith"), DatasetError("no file fits the glob")])
def test_a_failure_is_told_without_its_text_unless_it_was_written_on_purpose(
    planted: Exception, run: Run, project: Path, there: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise planted from ValueError(f"{MARK}anna")

    monkeypatch.setattr(pipeline, "build_raw", fails)
    result = run(LOGS, selection=["raw_dataset"])
    assert not result.success
    told = "DatasetError: no file fits the glob." if isinstance(planted, DatasetError) else "KeyError"
    assert {span.status.message for span in there.spans} == {told}
    assert there.gauges()["raw_dataset", "llm_assets.success"] == 0
    last = _lines(project)[-1]
    assert (last["event"], last["level"]) == ("stage_failed", "error")
    assert last["message"] == f"raw_dataset: failed: {told}"
    _names_nobody(project, there)


def test_neither_a_collector_nor_a_log_that_is_gone_fails_a_run(
    run: Run, project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.2")
    (project / "logs").touch()
    result = run(LOGS, selection=["raw_dataset"])
    assert result.success
    said = [entry.user_message for entry in instance.all_logs(result.run_id) if entry.level == 30]
    assert sum("telemetry is not sent" in text for text in said) == 1
    assert any("[logs] file cannot be written" in text for text in said)


def _names_nobody(project: Path, there: Collector) -> None:
    assert MARK not in (project / "logs" / "run.jsonl").read_text().casefold()
    assert not any(MARK.encode() in body.lower() for body in there.bodies)
