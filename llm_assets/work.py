"""The work folder: where each stage leaves its files for the next one. It holds personal data.

Layout, below `work_dir/<dataset name>/` (folders 0700, files 0600):

    raw/          dataset      users-00000.parquet, interactions-00000.parquet, values.parquet, report.json
    safe/         privacy      users-00000.parquet, interactions-00000.parquet, report.json
    documents/    documents    markdown-00000.arrow, jsonl-00000.arrow, …, report.json
    quarantine/   rejected rows with their reason, one JSON lines file a stage
    errors/       full tracebacks of unexpected failures (their text may hold values)
    released/     what is remembered of the last published tree, for the next one; no raw value
    outgoing/     tree         a tree that is staged for an object store, while it is published
    memo/         redacted texts and forms of values, for those of the next run of which nothing has changed: see `privacy.memo`
    audited.json  tree         what the checks found in the published tree, sealed; no raw value
    preview/      documents that the job `preview` made
    run.key       the key of a run that destroys it in the end (`key_lifetime = "run"`)
    lock          held while a run makes its stages; says by whom

A stage is written into a folder beside its own and put in its place by renames when it is whole, so that a killed run leaves
either the old stage or none. `report.json` names what the stage was made from: a later stage refuses one that does not fit.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from llm_assets.errors import DatasetError, OutputError, is_transient
from llm_assets.lock import Lock, Patience, Say
from llm_assets.resume import contents
from llm_assets.stores.mirror import Mirror
from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import is_store, store_url
from llm_assets.unwritable import told

TRACES = 10  # full tracebacks that a stage keeps
STAGES = {"raw": "raw_dataset", "safe": "anonymized_users", "documents": "formatted_documents"}
RAW = ("raw", "safe", "quarantine", "errors", "memo", ".raw.new", ".raw.old", ".safe.new", ".safe.old")


class WorkDir:
    """The work folder of one dataset.

    mirror: keeps it on an object store between runs. run: whose this is, for whoever waits for it; patience: how long to wait.
    """

    def __init__(self, root: Path, mirror: Mirror | None = None, run: str = "", patience: Patience | None = None) -> None:
        self.root = root
        self.run = run
        self.patience = patience or Patience()
        self._mirror = mirror

    def open(self) -> "WorkDir":
        """Makes the folder (0700) where it is absent. Raises OutputError when that fails."""
        try:
            for folder in (self.root, self.root / "quarantine", self.root / "errors"):
                secure_folder(folder).chmod(0o700)
        except OSError as error:
            raise OutputError(
                f"the work folder cannot be made: {error.strerror}",
                where=f"[compute] work_dir = {self.root.parent}",
                remedy="Choose a folder that you may write to.",
                transient=is_transient(error),
            ) from None
        if self._mirror is not None:
            self._mirror.fetch()
        return self

    def settle(self, *, people: bool, raw: bool) -> None:
        """Ends a run that has published: removes what holds values of erased people, or all raw values.

        What is left goes to the store, if the work folder is kept on one. Raises OutputError.
        """
        if people:
            self.forget_people()
        if raw:
            self.forget_raw()
        if self._mirror is not None:
            self._mirror.send()

    def stage(self, name: str) -> Path:
        """Folder of a finished stage: `raw`, `safe` or `documents`."""
        return self.root / name

    @property
    def released(self) -> Path:
        """Folder of what is remembered of the last published tree; it outlives `keep_work = "none"`."""
        return self.root / "released"

    @property
    def outgoing(self) -> Path:
        """Folder of a tree that is staged for an object store."""
        return self.root / "outgoing"

    @property
    def memo(self) -> Path:
        """Folder of redacted texts for the next run; it holds raw values."""
        return self.root / "memo"

    @property
    def audited(self) -> Path:
        """The file of what the checks found in the published tree."""
        return self.root / "audited.json"

    def quarantine(self, name: str) -> Path:
        """The JSON lines file of what a stage rejected."""
        return self.root / "quarantine" / f"{name}.jsonl"

    def traces(self, name: str) -> Path:
        """The text file with the first tracebacks of what failed in a stage; they may hold values."""
        return self.root / "errors" / f"{name}.txt"

    def explain(self, name: str, users: Iterable[tuple[str, str]], traces: Iterable[str]) -> None:
        """Says which users (pseudonym, reason) a stage left out and why; what an earlier run said of it goes."""
        with secure_open(self.quarantine(name)) as file:
            for user, reason in users:
                file.write(orjson.dumps({"table": "users", "user": user, "reason": reason}, option=orjson.OPT_APPEND_NEWLINE))
        with secure_open(self.traces(name)) as file:
            file.write("\n".join(islice(traces, TRACES)).encode(errors="backslashreplace"))

    @property
    def run_key(self) -> Path:
        """The file of a key that lives for one run only."""
        return self.root / "run.key"

    def report(self, name: str, *, expect: str | None = None) -> dict[str, Any]:
        """What a finished stage wrote of itself.

        expect: the fingerprint that the stage must carry, or what stands before the first dot of it; a stage made with other
        settings or from another input is refused.
        Raises DatasetError when the stage is missing or does not fit.
        """
        path = self.stage(name) / "report.json"
        asset = STAGES[name]
        try:
            report: dict[str, Any] = orjson.loads(path.read_bytes())
        except FileNotFoundError:
            raise DatasetError(
                f"the files of {asset} are missing", where=str(path.parent), remedy=f"Materialize {asset} first."
            ) from None
        made = str(report.get("fingerprint"))
        if expect is not None and expect not in (made, made.partition(".")[0]):
            raise DatasetError(
                f"the files of {asset} were made with other settings, another key or from another input",
                where=str(path.parent),
                remedy=f"Materialize {asset} again, and what follows it.",
            )
        return report

    def standing(self, name: str, made: str) -> dict[str, Any] | None:
        """The report of a finished stage that carries exactly this fingerprint, its files as they were left; else None."""
        try:
            report: dict[str, Any] = orjson.loads((self.stage(name) / "report.json").read_bytes())
            return report if report["fingerprint"] == made and report["content"] == contents(self.stage(name)) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Gives an empty folder to write a stage into, and puts it in the stage's place when the block ends well."""
        with self.lock(STAGES[name]):
            target, fresh, old = self.stage(name), self.root / f".{name}.new", self.root / f".{name}.old"
            for leftover in (fresh, old):
                shutil.rmtree(leftover, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            yield fresh
            if target.exists():
                target.rename(old)
            fresh.rename(target)
            shutil.rmtree(old, ignore_errors=True)

    def write_report(self, folder: Path, report: Mapping[str, Any]) -> None:
        """Writes `report.json` into a stage folder: counts, names and fingerprints, never a value of the data."""
        (folder / "report.json").write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))

    @contextmanager
    def lock(self, what: str) -> Iterator[None]:
        """Holds the folder while a stage is written. Raises OutputError when another run has it to the end of the waiting."""
        with told(self.root), self.hold(what), self._mirror.keeping(self.patience) if self._mirror else nullcontext():
            yield

    @contextmanager
    def hold(self, what: str) -> Iterator[None]:
        """Holds the folder on this machine alone: for a run, over all of its stages, which then join it."""
        with Lock(self.root / "lock", str(self.root), "writing").held(what, self.run, self.patience):
            yield

    def forget_people(self) -> None:
        """Removes what still holds values of erased people, as texts of others do; documents and quarantine hold none."""
        for name in ("raw", "safe", "errors", "memo"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        self.open()

    def forget_all(self) -> int:
        """Removes all files but the lock, which the caller holds, and those of the last release; gives their number."""
        kept = (self.root / "lock", self.root / ".sensor.key", self.released)
        entries = [path for path in self.root.iterdir() if path not in kept]
        files = sum(path.is_file() for entry in entries for path in (entry, *entry.rglob("*")))
        try:
            for path in entries:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
        except OSError as error:
            raise OutputError(
                f"the work folder cannot be cleared: {error.strerror}",
                where=str(self.root),
                remedy="Remove it yourself, then run again.",
            ) from None
        self.open()
        return files

    def forget_raw(self) -> None:
        """Removes all that holds raw values (`keep_work = "none"`)."""
        for name in RAW:
            shutil.rmtree(self.root / name, ignore_errors=True)


def open_work(folder: Path, place: str, run: str = "", wait: float = 0.0, say: Say = lambda _: None) -> WorkDir:
    """The work folder of a dataset, ready for use. place: where `work_dir` says it is; on a store, `folder` is kept there.

    run: whose it is; wait: seconds that it waits for another run; say: is told so.
    """
    url = store_url(f"{place}/{folder.name}", "[compute] work_dir") if is_store(place) else None
    mirror = Mirror(open_store(url), folder) if url else None
    return WorkDir(folder, mirror, run, Patience(wait, say)).open()


def secure_open(path: Path, mode: str = "wb") -> Any:
    """Opens a file for writing with mode 0600, whatever the umask; `ab` appends."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if "a" in mode else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), mode)


def secure_folder(folder: Path) -> Path:
    """Makes a folder with mode 0700, and so those above it that are not there: `mkdir(parents=True)` takes the umask's."""
    for each in [*(above for above in reversed(folder.parents) if not above.exists()), folder]:
        each.mkdir(mode=0o700, exist_ok=True)
    return folder


def identity(folder: Path) -> tuple[int, int]:
    """What tells a folder from the one that stood at its path before: for caches of what lies in it."""
    found = folder.stat()
    return found.st_ino, found.st_mtime_ns
