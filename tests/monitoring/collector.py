"""A collector of this machine: takes OTLP over HTTP, and parses what it gets by the protocol's own definition."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass
class Collector:
    """url: its endpoint. bodies: all bytes that came, unpacked. slow: seconds before it answers. status: of its answers."""

    url: str = ""
    traces: list[Any] = field(default_factory=list)
    metrics: list[Any] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    slow: float = 0.0
    status: int = 200

    @property
    def spans(self) -> list[Any]:
        return [
            span for got in self.traces for each in got.resource_spans for scope in each.scope_spans for span in scope.spans
        ]

    @property
    def resource(self) -> dict[str, Any]:
        return attributes(self.traces[0].resource_spans[0].resource)

    def gauges(self) -> dict[tuple[str, str], float]:
        """(stage, name) -> the last value."""
        found = {}
        for got in self.metrics:
            for scope in (scope for each in got.resource_metrics for scope in each.scope_metrics):
                for metric in scope.metrics:
                    for point in metric.gauge.data_points:
                        value = getattr(point, str(point.WhichOneof("value")))
                        found[attributes(point)["stage"], metric.name] = value
        return found


def attributes(thing: Any) -> dict[str, Any]:
    """Attributes of a span, a point or a resource."""
    return {each.key: getattr(each.value, str(each.value.WhichOneof("value"))) for each in thing.attributes}


@contextmanager
def collector() -> Iterator[Collector]:
    kept = Collector()
    kinds = {"/v1/traces": (ExportTraceServiceRequest, kept.traces), "/v1/metrics": (ExportMetricsServiceRequest, kept.metrics)}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            time.sleep(kept.slow)
            kind, got = kinds[self.path]
            got.append(kind.FromString(body))
            kept.bodies.append(body)
            kept.headers.append(dict(self.headers))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
