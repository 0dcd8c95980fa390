"""A stage as an operator follows it: what it takes of the machine, and its figures for `[metrics] file`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from llm_assets.defs.failures import told_safely
from llm_assets.defs.holding import held
from llm_assets.defs.observed import heard, observed
from llm_assets.errors import FileGenerationError
from llm_assets.monitoring import openmetrics
from llm_assets.monitoring.watch import Watch
from llm_assets.pipeline import Pipeline


class Watched:
    """What is told of a stage that is running."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.figures: dict[str, Any] = {}

    def told(self, metadata: Mapping[str, Any]) -> dict[str, Any]:
        """The metadata of a materialization, with users per second and what was taken of the machine."""
        users, seconds = metadata.get("users", 0), self._watch.seconds()
        rate = {"users_per_second": round(users / seconds, 1) if seconds else 0.0}
        course = {"resources": dg.MetadataValue.md(self._watch.course())}
        self.figures = {**metadata, **rate, **self._watch.figures(), **course}
        return self.figures


@contextmanager
def watched(pipeline: Pipeline, asset: str, say: Callable[[str], None]) -> Iterator[Watched]:
    """Watches a stage; what it raises is told safely, and the metrics file says how it ended. say: gets a warning."""
    say = heard(pipeline.settings, say, "warning")
    with told_safely(pipeline, asset), held(pipeline, asset), Watch(pipeline.settings.work_folder) as watch:
        stage = Watched(watch)
        success = False
        try:
            with observed(pipeline, asset, say, lambda: stage.figures or watch.figures()):
                yield stage
            success = True
        finally:
            _write(pipeline, asset, stage.figures or watch.figures(), success, say)


def figures_of(pipeline: Pipeline) -> Path:
    """Folder with the figures of the last run of each stage."""
    return pipeline.settings.work_folder / pipeline.dataset.name / "metrics"


def _write(pipeline: Pipeline, asset: str, figures: Mapping[str, Any], success: bool, say: Callable[[str], None]) -> None:
    kept, file = figures_of(pipeline), pipeline.settings.metrics.file
    try:
        openmetrics.record(kept, asset, figures, success=success)
        if file is not None:
            openmetrics.write(kept, pipeline.dataset.name, pipeline.settings.path(file))
    except (OSError, FileGenerationError) as error:  # a run is not lost for its figures
        reason = error.strerror if isinstance(error, OSError) else str(error)
        say(f"warning: the metrics of {asset} are not written: {reason}")
