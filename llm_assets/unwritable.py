"""One line for a work folder that cannot be written: a full disk or a missing right can show at any write of a stage."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llm_assets.errors import OutputError, is_transient


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raises OutputError for any OSError of the block: what a stage reads outside of the work folder has errors of its own."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the work folder cannot be written: {_why(error)}",
            where=str(folder),
            remedy="Free disk space, or choose another [compute] work_dir.",
            transient=is_transient(error),
        ) from None


def _why(error: OSError) -> str:
    """The system's words for its number: the texts of libraries may hold anything. numpy has no number for a write that was cut
    short, and a file takes less than it is given when the disk is full."""
    return os.strerror(error.errno or errno.ENOSPC)
