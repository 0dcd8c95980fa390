"""The work folder without what holds raw values.

What stays: the documents, which are anonymised; what is remembered of the last release, for the next one; the figures of runs.
The list of erased people and the receipts of erasures lie in a folder of their own, which is not touched. The next run makes
all of its stages from the sources.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from llm_assets.errors import OutputError, is_transient
from llm_assets.pipeline import Pipeline, Say
from llm_assets.settings import Settings
from llm_assets.work import RAW

# Beside raw values: previews, the key of a run that did not end, and trees that were left on their way.
_LEFT = ("run.key", "preview", "outgoing", ".audit")


@dataclass(frozen=True)
class Purged:
    """folder: the work folder; entries: name -> (files, bytes) of what was removed, or would be; dry: whether it only would."""

    folder: Path
    dry: bool
    entries: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files."""
        return sum(files for files, _ in self.entries.values())

    @property
    def bytes(self) -> int:
        """And how many bytes they have."""
        return sum(size for _, size in self.entries.values())


def purge(settings: Settings, *, dry: bool = False, say: Say = lambda _: None, run: str = "") -> Purged:
    """Removes what holds raw values, here and, if the work folder is kept on a store, there. dry: only tells what.

    run: as of `Pipeline`. Raises OutputError while another run works there, or when something cannot be removed.
    """
    pipeline = Pipeline(settings, say=say, run=run)
    work = pipeline.work
    with work.hold("purge") if dry else work.lock("purge"):
        found = [path for name in (*RAW, *_LEFT) if (path := work.root / name).exists()]
        entries = {path.name: _measured(path) for path in found}
        for path in () if dry else found:
            try:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            except OSError as error:
                raise OutputError(
                    f"the work folder cannot be cleared: {error.strerror}",
                    where=str(path),
                    remedy="Remove it yourself, then run again.",
                    transient=is_transient(error),
                ) from None
    return Purged(work.root, dry, entries)


def told(done: Purged) -> str:
    """One line."""
    names = f": {', '.join(sorted(done.entries))}" if done.entries else ""
    return f"{'would remove' if done.dry else 'removed'} {done.files:,} files, {done.bytes:,} bytes ({done.folder}){names}"


def _measured(path: Path) -> tuple[int, int]:
    files = [each for each in (path, *path.rglob("*")) if each.is_file() and not each.is_symlink()]
    return len(files), sum(each.stat().st_size for each in files)
