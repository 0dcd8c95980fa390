"""A run as programs outside follow it: JSON lines (`[logs] file`), traces and metrics (OpenTelemetry's variables)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import dagster as dg

from llm_assets.compute.timed import telling
from llm_assets.errors import FileGenerationError
from llm_assets.monitoring.logs import Logs
from llm_assets.monitoring.openmetrics import numbers
from llm_assets.monitoring.telemetry import Telemetry, wanted
from llm_assets.pipeline import Pipeline
from llm_assets.sample import sample_dataset
from llm_assets.settings import Settings

Say = Callable[[str], None]
_IN_ONE_PROCESS = {"in_process", "execute_in_process_executor"}
_runs: dict[str, Telemetry | None] = {}  # those that this process is making; None: telemetry cannot be had


def heard(settings: Settings, say: Say, level: str = "info") -> Say:
    """`say`, which also writes to the log. level: of the lines."""
    if settings.logs.file is None:
        return lambda text: say(str(text))
    logs = _logs(settings)

    def told(text: str) -> None:
        say(str(text))
        grave = "warning" if text.startswith("warning:") else level
        _written(logs, say, grave, "progress" if grave == "info" else grave, str(text), getattr(text, "figures", {}))

    return told


@contextmanager
def observed(pipeline: Pipeline, stage: str, say: Say, figures: Callable[[], Mapping[str, Any]]) -> Iterator[None]:
    """Tells that a stage begins, and how it ends. say: gets warnings. figures: of the stage, once it has ended."""
    logs = _logs(pipeline.settings) if pipeline.settings.logs.file is not None else None
    telemetry = _telemetry(pipeline.dataset.name, say)
    span = telemetry.begin(stage) if telemetry is not None else None
    fault: str | None = "interrupted"
    if logs is not None:
        _written(logs, say, "info", "stage_started", f"{stage}: started", {})
    try:
        with telling(partial(telemetry.shard, span)) if telemetry is not None and span is not None else nullcontext():
            yield
        fault = None
    except BaseException as error:
        fault = f"{type(error).__name__}: {error}" if isinstance(error, FileGenerationError) else type(error).__name__
        raise
    finally:
        found = numbers(figures())
        if telemetry is not None and span is not None:
            telemetry.end(span, stage, found, fault)
        if logs is not None and fault is None:
            _written(logs, say, "info", "stage_ended", f"{stage}: ended", found)
        elif logs is not None:
            _written(logs, say, "error", "stage_failed", f"{stage}: failed: {fault}", found)


def run_ended(run_id: str | None) -> None:
    """Ends the trace of a run, where there is one."""
    telemetry = _runs.pop(run_id or "", None)
    if telemetry is not None:
        telemetry.close()


def _telemetry(dataset: str, warn: Say) -> Telemetry | None:
    context = _context()
    if context is None or not wanted():
        return None
    if context.run_id not in _runs:
        whole = context.job_def.executor_def.name in _IN_ONE_PROCESS
        try:
            made: Telemetry | None = Telemetry(context.run_id, context.job_name, dataset, whole=whole, warn=warn)
        except ImportError:
            warn("warning: telemetry is not sent: the extra is missing (pip install 'llm-assets[telemetry]')")
            made = None
        except Exception as error:  # noqa: BLE001 - the SDK refuses a variable; a run is not lost for that
            warn(f"warning: telemetry is not sent: {type(error).__name__}, mostly by an OTEL_ variable")
            made = None
        _runs[context.run_id] = made
    return _runs[context.run_id]


def _logs(settings: Settings) -> Logs:
    named = str(settings.logs.file)
    place = named if named in ("stdout", "stderr") else settings.path(named)
    return Logs(place, settings.logs.level, dataset=(settings.dataset or sample_dataset()).name)


def _written(logs: Logs, say: Say, level: str, event: str, message: str, figures: Mapping[str, Any]) -> None:
    context = _context()
    run = {"run_id": context.run_id, "job": context.job_name, "stage": context.op.name} if context is not None else {}
    try:
        logs.write(level, event, message, **run, **figures)
    except OSError as error:  # a run is not lost for its log
        say(f"warning: [logs] file cannot be written: {error.strerror}")


def _context() -> dg.OpExecutionContext | None:
    """Of the step that is run by this thread; None outside of one."""
    try:
        return dg.OpExecutionContext.get()
    except dg.DagsterInvariantViolationError:
        return None
