"""Traces and metrics of a run for OpenTelemetry, as far as the standard environment variables ask for them.

A run is a trace, whose id is the run's own (a UUID without its dashes), a stage a span with its figures, a shard a span below
it; metrics are those of `[metrics] file`. They are sent when a stage ends, by this thread and for a bounded time: nothing runs
beside the stages, and a collector that does not answer costs one warning. The package of OpenTelemetry is imported only when a
variable asks for it. Errors are told as everywhere: by the line that was written on purpose, else by their type.
"""

import hashlib
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from llm_assets.monitoring.openmetrics import numbers

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Span

_SECONDS = 5.0  # for a collector to take a stage, where no variable says otherwise
_SIGNALS = ("TRACES", "METRICS")
_UNITS = {"_bytes": "By", "_seconds": "s", "seconds": "s"}


def wanted() -> frozenset[str]:
    """Which of `TRACES` and `METRICS` the environment asks for: by an endpoint, or by naming the exporter `otlp`."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return frozenset()
    return frozenset(signal for signal in _SIGNALS if _asked(signal))


def _asked(signal: str) -> bool:
    named = os.environ.get(f"OTEL_{signal}_EXPORTER", "").strip().lower()
    if named:
        return "otlp" in named.replace(" ", "").split(",")
    return any(os.environ.get(f"OTEL_EXPORTER_OTLP_{each}ENDPOINT") for each in ("", f"{signal}_"))


class Telemetry:
    """What this process tells of one run. whole: it makes all stages, so that there is a span for the run itself.

    warn: gets one line, once, when something cannot be sent.
    """

    def __init__(self, run_id: str, job: str, dataset: str, *, whole: bool, warn: Callable[[str], None]) -> None:
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader
        from opentelemetry.sdk.trace import TracerProvider

        from llm_assets.monitoring.spans import Ids, Kept, resource

        self._warn: Callable[[str], None] | None = warn
        self._signals = wanted()
        self._about = {"dagster.run_id": run_id, "dagster.job": job, "llm_assets.dataset": dataset}
        self._dataset, self._job = dataset, job
        ids, shared = Ids(trace_id(run_id)), resource()
        self._spans: list[ReadableSpan] = []
        provider = TracerProvider(resource=shared, id_generator=ids, shutdown_on_exit=False)
        provider.add_span_processor(Kept(self._spans))
        self._tracer = provider.get_tracer("llm_assets")
        self._reader = InMemoryMetricReader()
        self._meter = MeterProvider([self._reader], shared, shutdown_on_exit=False).get_meter("llm_assets")
        self._gauges: dict[str, Any] = {}
        self._run = self._tracer.start_span(job, attributes=self._about) if whole else None

    def begin(self, stage: str) -> "Span":
        """The span of a stage that begins."""
        return self._tracer.start_span(stage, self._below(self._run), attributes={**self._about, "llm_assets.stage": stage})

    def shard(self, stage: "Span", work: str, number: int, began: float, ended: float) -> None:
        """A finished shard of a stage. began, ended: in seconds since 1970."""
        told = {"llm_assets.shard": number}
        span = self._tracer.start_span(work, self._below(stage), attributes=told, start_time=_nanoseconds(began))
        span.end(_nanoseconds(ended))

    def end(self, stage: "Span", name: str, figures: Mapping[str, Any], fault: str | None) -> None:
        """Ends a stage, and sends all that is known by now. fault: why it failed; no value of the data."""
        found = {**numbers(figures), "success": int(fault is None)}
        stage.set_attributes({f"llm_assets.{key}": value for key, value in found.items()})
        self._close(stage, fault)
        if fault is not None and self._run is not None:
            self._close(self._run, fault, end=False)
        for key, value in {**found, "end_timestamp_seconds": round(time.time(), 3)}.items():
            if key not in self._gauges:
                unit = next((unit for end, unit in _UNITS.items() if key.endswith(end)), "")
                self._gauges[key] = self._meter.create_gauge(f"llm_assets.{key}", unit)
            self._gauges[key].set(value, {"dataset": self._dataset, "stage": name})
        self._send()

    def close(self) -> None:
        """Ends the run."""
        if self._run is not None:
            self._run.end()
        self._send()

    def _below(self, span: "Span | None") -> Any:
        from opentelemetry.context import Context
        from opentelemetry.trace import set_span_in_context

        return set_span_in_context(span, Context()) if span is not None else Context()

    def _close(self, span: "Span", fault: str | None, *, end: bool = True) -> None:
        from opentelemetry.trace import Status, StatusCode

        if fault is not None:
            span.set_status(Status(StatusCode.ERROR, fault))
        if end:
            span.end()

    def _send(self) -> None:
        """Sends spans and figures, from a thread that is left alone when the collector holds it up."""
        spans, self._spans[:] = list(self._spans), []
        if self._warn is None:  # it did not answer before
            return
        faults: list[str] = []
        thread = threading.Thread(target=self._export, args=(spans, faults), name="telemetry", daemon=True)
        thread.start()
        thread.join(2 * len(self._signals) * timeout())
        if thread.is_alive():
            faults.append("the collector does not answer")
        if faults:
            self._warn(f"warning: telemetry is not sent: {faults[0]}")
            self._warn = None

    def _export(self, spans: list["ReadableSpan"], faults: list[str]) -> None:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        quiet = logging.getLogger("opentelemetry")
        before, quiet.level = quiet.level, logging.CRITICAL + 1  # it logs each attempt; ours is one line
        try:
            if "TRACES" in self._signals and spans and OTLPSpanExporter(timeout=timeout()).export(spans).value:
                faults.append("the collector did not take the traces")
            figures = self._reader.get_metrics_data() if "METRICS" in self._signals and self._gauges else None
            if figures is not None and OTLPMetricExporter(timeout=timeout()).export(figures).value:
                faults.append("the collector did not take the metrics")
        except Exception as error:  # noqa: BLE001 - a variable that makes no sense, a certificate: no reason to lose a run
            faults.append(f"{type(error).__name__}, mostly by an OTEL_ variable")
        finally:
            quiet.level = before


def trace_id(run_id: str) -> int:
    """128 bits: the run's own, when its id is a UUID."""
    with suppress(ValueError):
        return uuid.UUID(run_id).int
    return int.from_bytes(hashlib.sha256(run_id.encode()).digest()[:16], "big")


def timeout() -> float:
    """Seconds that a collector may take."""
    with suppress(ValueError):
        return float(os.environ.get("OTEL_EXPORTER_OTLP_TIMEOUT", _SECONDS))
    return _SECONDS


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1e9)
