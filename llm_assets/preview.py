"""A few documents of a small share of the data, made by the stages of the main job: anonymised, audited, and kept nowhere.

All work is done in a folder of mode 0700 that is removed in the end, whatever happens: by an error, and by a signal that can be
caught. The key is drawn for the preview and dies with it. Nothing is written to `output_dir`, the work folder, the vault or the
list of erased ids; who is on that list is left out here, too.
"""

import re
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from llm_assets.dataset.share import Share
from llm_assets.documents.formatter import formatters
from llm_assets.documents.reading import read_documents
from llm_assets.pipeline import Pipeline
from llm_assets.settings import Settings
from llm_assets.settings.model import RateLimiting

if TYPE_CHECKING:
    from pandas import DataFrame

# Enough for groups of `min_group_size`, few enough for seconds. Of more users only the values are read, for they are hunted.
_USERS, _ROWS = 60, (200_000, 20_000)
# What a terminal takes for commands: our own formats hold none of it.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Preview:
    """documents: (title, text) of each document, or of each user's records; users: how many the share of the data holds.

    unknown: whether there are users beyond those whose values were hunted.
    """

    format: str
    level: str
    users: int
    unknown: bool
    documents: tuple[tuple[str, str], ...]


def preview(
    settings: Settings,
    users: int = 3,
    format_: str | None = None,
    frames: "Mapping[str, DataFrame] | None" = None,
) -> Preview:
    """What the main job would write of some users, from the first rows of both tables.

    users: how many to show, at least 1, those with interactions first. format_: a format; else the first of the settings.
    frames: as of `Pipeline`.
    Groups are those of the share, so that more is blanked than in a run of everything; who is not in it is `[ERASED]` where
    somebody names them; the offsets of times and all pseudonyms are others each time.
    Raises what the stages raise; PrivacyViolation when a check failed, with nothing shown.
    """
    name = format_ or settings.llm_output.format[0]
    with _folder() as folder:
        share = Share(max(_USERS, 10 * users), _ROWS)
        job = Pipeline(_apart(settings, folder, name), frames=frames, share=share)
        formatters(job.settings.llm_output, settings.root)  # a name that no format has is told before data is read
        listed = settings.path(settings.privacy.erased) / job.dataset.name
        if listed.is_dir():
            shutil.copytree(listed, folder / "erased" / job.dataset.name)
        raw = job.raw()
        safe = job.safe()
        busy = _busy(job.work.stage("safe"))
        report = job.documents()
        found = list(read_documents(job.work.stage("documents"), name, report["shards"]))
        for _ in job.tree():  # through the gate: it raises when a check failed
            pass
    extension = report["formats"][name]["extension"] if report["formats"][name]["layout"] == "document" else ""
    chosen = sorted(dict.fromkeys(user for user, _ in found), key=lambda user: (user not in busy, user))[:users]
    shown = [(f"{user}{extension}", "".join(text for owner, text in found if owner == user)) for user in chosen]
    documents = tuple((title, _CONTROL.sub(" ", text)) for title, text in shown)
    return Preview(name, safe["level"], safe["users"]["kept"], raw["users"]["read"] >= _ROWS[0], documents)


def _apart(settings: Settings, folder: Path, format_: str) -> Settings:
    """The settings with everything that a run leaves behind in `folder`, and without what measures rather than makes."""
    given: dict[str, Any] = {"canaries": 0, "risk_seconds": 1, "key_lifetime": "run", "pseudonyms": "keyed"}
    privacy = settings.privacy.model_copy(update={**given, "erased": str(folder / "erased")})
    where = {"output_dir": str(folder / "output"), "format": [format_], "keep_versions": 0}
    output = settings.llm_output.model_copy(update={**where, "rate_limiting": RateLimiting(max_concurrent=1)})
    compute = settings.compute.model_copy(update={"work_dir": str(folder / "work"), "keep_work": "resume"})
    dataset = settings.dataset and settings.dataset.model_copy(update={"max_quarantine_rate": None})
    return settings.model_copy(update={"dataset": dataset, "privacy": privacy, "llm_output": output, "compute": compute})


def _busy(safe: Path) -> frozenset[str]:
    """The users who have interactions."""
    paths = sorted(safe.glob("interactions-*.parquet"))
    return frozenset(user for path in paths for user in pq.read_table(path, columns=["user"]).column(0).unique().to_pylist())


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of mode 0700 that is gone afterwards, and after a signal to end too: that is an exception meanwhile."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        with TemporaryDirectory(prefix="llm-assets-preview-") as folder:
            yield Path(folder)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
