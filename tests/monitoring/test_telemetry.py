"""Traces and metrics as a real collector gets them; and that nothing happens, nor fails, where none is."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator

import pytest

from llm_assets.monitoring.telemetry import Telemetry, trace_id, wanted
from tests.monitoring.collector import Collector, attributes, collector

RUN = "8352d6ce-72f5-4f74-86e6-2d24fa00c00e"
FIGURES = {"users": 30, "seconds": 1.5, "dagster/row_count": 90, "path": "zq/secret", "passed": True}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("OTEL_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collector() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
        yield found


def _run(warnings: list[str], fault: str | None = None, *, whole: bool = True, run: str = RUN) -> None:
    told = Telemetry(run, "build", "shop", whole=whole, warn=warnings.append)
    span = told.begin("raw_dataset")
    told.shard(span, "split_shard", 0, 1000.0, 1002.5)
    told.end(span, "raw_dataset", FIGURES, fault)
    told.close()


@pytest.mark.parametrize(
    ("variables", "signals"),
    [
        ({}, set()),
        ({"OTEL_SERVICE_NAME": "x"}, set()),  # a name asks for nothing
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}, {"TRACES", "METRICS"}),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "True"}, set()),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_TRACES_EXPORTER": "none"}, {"METRICS"}),
        ({"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://x/m"}, {"METRICS"}),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, {"TRACES"}),  # to the standard's default, a collector of this machine
        ({"OTEL_METRICS_EXPORTER": "prometheus", "OTEL_TRACES_EXPORTER": "otlp, console"}, {"TRACES"}),
    ],
)
def test_the_variables_say_what_is_sent(variables: dict[str, str], signals: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wanted() == signals


def test_a_run_is_a_trace_a_stage_a_span_and_a_shard_one_below(there: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "nightly")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,service.version=7")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20zq-token")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
    warnings: list[str] = []
    _run(warnings)
    assert warnings == []
    spans = {span.name: span for span in there.spans}
    assert {span.trace_id for span in spans.values()} == {uuid.UUID(RUN).bytes}
    assert spans["build"].parent_span_id == b""
    assert spans["raw_dataset"].parent_span_id == spans["build"].span_id
    assert spans["split_shard"].parent_span_id == spans["raw_dataset"].span_id
    assert spans["split_shard"].end_time_unix_nano - spans["split_shard"].start_time_unix_nano == 2_500_000_000
    told = attributes(spans["raw_dataset"])
    assert told["dagster.run_id"] == RUN
    assert (told["llm_assets.dataset"], told["llm_assets.users"], told["llm_assets.success"]) == ("shop", 30, 1)
    assert there.resource["service.name"] == "nightly"
    assert there.resource["deployment.environment.name"] == "test"
    assert there.resource["service.version"] == "7"
    assert all(each["authorization"] == "Bearer zq-token" for each in there.headers)
    gauges = there.gauges()
    assert gauges["raw_dataset", "llm_assets.users"] == 30
    assert gauges["raw_dataset", "llm_assets.dagster_row_count"] == 90
    assert gauges["raw_dataset", "llm_assets.success"] == 1
    assert abs(gauges["raw_dataset", "llm_assets.end_timestamp_seconds"] - time.time()) < 60
    assert not any(b"zq/secret" in body or b"passed" in body for body in there.bodies)


def test_a_stage_in_a_process_of_its_own_writes_into_the_same_trace(there: Collector) -> None:
    _run([], whole=False)
    _run([], whole=False)
    stages = [span for span in there.spans if span.name == "raw_dataset"]
    assert [(span.trace_id, span.parent_span_id) for span in stages] == [(uuid.UUID(RUN).bytes, b"")] * 2
    assert stages[0].span_id != stages[1].span_id
    assert there.resource["service.name"] == "llm-assets"


def test_a_fault_is_the_state_of_the_stage_and_of_the_run(there: Collector) -> None:
    _run([], "DatasetError: no file fits the glob")
    for span in (span for span in there.spans if span.name != "split_shard"):
        assert (span.status.code, span.status.message) == (2, "DatasetError: no file fits the glob")
        assert list(span.events) == []
    assert there.gauges()["raw_dataset", "llm_assets.success"] == 0


def test_an_id_that_is_no_uuid_has_a_trace_of_its_own() -> None:
    assert trace_id("nightly-1") == trace_id("nightly-1") != trace_id("nightly-2")
    assert 0 < trace_id("nightly-1") < 2**128


@pytest.mark.parametrize("how", ["refuses", "is slow", "says no", "is misnamed"])
def test_a_collector_that_fails_costs_one_line_and_a_bounded_time(
    how: str, there: Collector, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.3")
    if how == "is misnamed":
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[zq-secret")
    if how == "refuses":
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    there.slow, there.status = (3.0 if how == "is slow" else 0.0), (400 if how == "says no" else 200)
    warnings: list[str] = []
    began = time.monotonic()
    _run(warnings)
    assert time.monotonic() - began < 2.5
    (line,) = warnings
    assert line.startswith("warning: telemetry is not sent: ")
    assert "\n" not in line
    assert "zq-secret" not in line
    assert caplog.records == []


def test_nothing_is_imported_where_no_variable_asks() -> None:
    code = (
        "import sys; import llm_assets.monitoring.telemetry as t; assert not t.wanted();"
        "print(*[name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
