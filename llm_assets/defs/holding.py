"""A run holds its work folder from its first stage to its end, so that no other run puts its stages between them.

Where each step is a process of its own, the folder is held step by step; a stage that another run has made in between is then
refused by its fingerprint.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from llm_assets.pipeline import Pipeline

_KEPT: dict[tuple[str, Path], ExitStack] = {}  # by the run and the work folder that it holds in this process


@contextmanager
def held(pipeline: Pipeline, asset: str) -> Iterator[None]:
    """Holds the work folder: for the stage, and for what follows in the same run until `release`."""
    place = pipeline.run, pipeline.work.root
    if pipeline.run and place not in _KEPT:
        with ExitStack() as stack:
            stack.enter_context(pipeline.work.hold(asset))
            _KEPT[place] = stack.pop_all()
    with pipeline.work.hold(asset):
        yield


def release(run: str) -> None:
    """Ends what a run holds: of several datasets, all."""
    for place in [each for each in _KEPT if each[0] == run]:
        _KEPT.pop(place).close()
