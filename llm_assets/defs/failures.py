"""Failures as Dagster may keep them: one line, no value of the data, and nothing of the exception that led to them.

Dagster stores messages and causes of exceptions, and those of libraries may hold values (`KeyError`, `ArrowInvalid`, …). What
was not raised on purpose is told by its type and place; the full traceback goes to a file of the work folder, mode 0600.

Whether a failure is tried again is for the error to say: connections, stores and databases may come back, and never a leak, a
setting or a row.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from llm_assets.errors import FileGenerationError, is_transient
from llm_assets.pipeline import Pipeline
from llm_assets.work import secure_open


@contextmanager
def told_safely(pipeline: Pipeline, asset: str) -> Iterator[None]:
    """Turns whatever a block raises into a `dg.Failure` that can be stored, and is retried only where that may help."""
    try:
        yield
        return
    except FileGenerationError as error:
        failure = _failure(error, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, its text must not reach Dagster's storage
        failure = _unexpected(pipeline, asset, error)
    # The block's exception is still its context; `from None` keeps Dagster from storing that.
    raise failure from None


def _failure(error: Exception, text: str) -> dg.Failure:
    kind = type(error).__name__
    return dg.Failure(description=f"{kind}: {text}", metadata={"error": kind}, allow_retries=is_transient(error))


def _unexpected(pipeline: Pipeline, asset: str, error: Exception) -> dg.Failure:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}, line {frames[-1].lineno}" if frames else "unknown place"
    path = pipeline.work.root / "errors" / f"{asset}.txt"
    with secure_open(path, "w") as file:
        file.write("".join(traceback.format_exception(error)))
    return _failure(
        error,
        f"unexpected error ({place}). The full traceback, which may hold values of the data, is in {path}.",
    )
