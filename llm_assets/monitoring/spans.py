"""The pieces that OpenTelemetry's SDK is given: ids of the run, spans that are kept until they are sent, who sends.

Imported only where telemetry is asked for: the extra `telemetry` brings the SDK.
"""

from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from llm_assets import __version__


class Ids(RandomIdGenerator):
    """Every trace has the id that is given, so that processes that make one run's stages write into one trace."""

    def __init__(self, trace_id: int) -> None:
        self._trace_id = trace_id

    def generate_trace_id(self) -> int:
        """The one id."""
        return self._trace_id


class Kept(SpanProcessor):
    """Keeps spans that have ended. spans: where."""

    def __init__(self, spans: list[ReadableSpan]) -> None:
        self._spans = spans

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Nothing yet."""

    def on_end(self, span: ReadableSpan) -> None:
        """Keeps it."""
        if span.context is not None and span.context.trace_flags.sampled:
            self._spans.append(span)


def resource() -> Resource:
    """OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES; without a name there, `llm-assets`."""
    found = Resource.create()
    named = {SERVICE_VERSION: __version__} | dict(found.attributes)
    if str(named.get(SERVICE_NAME, "unknown_service")).startswith("unknown_service"):
        named[SERVICE_NAME] = "llm-assets"
    return Resource(named, found.schema_url)
