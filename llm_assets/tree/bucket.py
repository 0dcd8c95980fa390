"""A prefix of an object store as the place where trees are published.

    <prefix>/current.json       names the version that is published; written last, on the condition that nobody wrote it since
    <prefix>/versions/<id>/…    a whole tree; <id> is the `version` of its manifest, so that equal trees have equal names
    <prefix>/lock.json          held by the run that publishes

Whoever follows `current.json` gets the old tree or the new one, whole, at whatever moment a run is killed: a version is
compared object by object before it is named, and only versions that nobody names are removed, afterwards.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from llm_assets.compute import Progress
from llm_assets.errors import OutputError
from llm_assets.lock import Patience
from llm_assets.stores.attempts import StoreError
from llm_assets.stores.lease import Lease, held
from llm_assets.stores.objects import Store
from llm_assets.stores.trees import CURRENT, VERSIONS, open_folder
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.current import VERSION, check_bucket, current_of, folder_of, named, read_current
from llm_assets.tree.manifest import MANIFEST, read_head
from llm_assets.tree.publish import Publication, gate
from llm_assets.tree.rate import RateLimit
from llm_assets.tree.stage import StagedTree
from llm_assets.tree.upload import upload


@dataclass(frozen=True, slots=True)
class BucketDesk:
    """Where a tree for a store is staged: in the work folder. Nothing but the store has a rate."""

    folder: Path

    @property
    def staging(self) -> Path:
        return self.folder / "staging"

    @property
    def entries(self) -> Path:
        return self.folder / "entries"

    @property
    def rate(self) -> None:
        return None

    @property
    def standing(self) -> None:
        return None


@dataclass
class Bucket:
    """A prefix, and how to write to it. folder: of this machine, for staging; per_second: objects written, None: no limit."""

    store: Store
    folder: Path
    connections: int
    per_second: float | None = None
    say: Callable[[str], None] = lambda _: None
    patience: Patience = field(default_factory=Patience)
    _lease: Lease | None = field(default=None, init=False)

    @property
    def where(self) -> str:
        return str(self.store.url)

    @property
    def desk(self) -> BucketDesk:
        return BucketDesk(self.folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with ExitStack() as stack:
            with self._told():
                check_bucket(self.store)
                self._lease = stack.enter_context(held(self.store, patience=self.patience))
            stack.callback(setattr, self, "_lease", None)
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(mode=0o700, parents=True)
            yield

    def publish(self, staged: StagedTree, results: Sequence[CheckResult], keep_versions: int) -> Publication:
        gate(results)
        with self._told(), self._limited() as store:
            now, mark = read_current(store)
            old = self._manifest_of(now)
            progress = Progress(self.say, "output_tree, uploading", staged.files, unit="objects")
            sent = upload(store, staged.root, folder_of(staged.version), self.connections, progress, old)
            self.say(f"{sent.uploaded:,} objects uploaded, {sent.copied:,} copied on the store, {sent.kept:,} were there")
            previous = [each for each in named(now) if each != staged.version][:keep_versions]
            self._name(store, current_of(staged, previous), now, mark)
            warnings = self._prune(store, {staged.version, *previous})
        # Not asked of the store: a request that fails now must not look like a publication that failed.
        return Publication(open_folder(f"{self.where}/{folder_of(staged.version)}"), warnings)

    def version(self) -> str | None:
        with self._told():
            now, _ = read_current(self.store)
        return str(now["version"]) if now else None

    def dataset(self) -> str | None:
        with self._told():
            manifest = self._manifest_of(read_current(self.store)[0])
        head = read_head(manifest[1]) if manifest else None
        return str(head["dataset"]) if head and "dataset" in head else None

    def forget_old(self, published: str) -> int:
        with self.locked(), self._told(), self._limited() as store:
            now, mark = read_current(store)
            found = [each.key for each in store.list(VERSIONS) if each.key.rpartition("/")[2] != published]
            self._name(store, {**now, "previous": []}, now, mark)
            if failed := self._prune(store, {published}):
                raise OutputError(
                    f"the new tree is published, but {failed[0]}",
                    where=f"{self.where}/{VERSIONS}",
                    remedy="Delete the old versions there yourself, then run erase again for the receipt.",
                )
        return len(found)

    def _name(self, store: Store, new: dict[str, Any], now: dict[str, Any], mark: str | None) -> None:
        """Writes `current.json`, unless somebody else did since it was read."""
        if new == now:
            return
        if self._lease is not None:
            self._lease.confirm()
        if store.put_if(CURRENT, orjson.dumps(new, option=orjson.OPT_INDENT_2), mark) is None:
            raise OutputError(
                "another run has published there in the meantime", where=self.where, remedy="Its tree stands; run again."
            )

    def _prune(self, store: Store, keep: set[str]) -> tuple[str, ...]:
        """Removes all versions but those to keep. Never raises: the publication stands."""
        try:
            for each in store.list(VERSIONS):
                if VERSION.fullmatch(each.key.rpartition("/")[2]) and each.key.rpartition("/")[2] not in keep:
                    _remove(store, each.key)
            store.sweep()
        except StoreError as error:
            return (f"old versions could not be deleted: {error.strerror} ({self.where}/{VERSIONS})",)
        return ()

    def _manifest_of(self, now: dict[str, Any]) -> tuple[str, Path] | None:
        if not now:
            return None
        copy = self.folder / f"manifest-{now['version']}.json"
        try:
            if not copy.exists():
                self.store.download(f"{folder_of(now['version'])}/{MANIFEST}", copy)
        except FileNotFoundError:
            return None
        return folder_of(now["version"]), copy

    @contextmanager
    def _limited(self) -> Iterator[Store]:
        if self.per_second is None:
            yield self.store
            return
        limit, one = RateLimit(self.folder / "rate", self.per_second).start(), threading.Lock()

        def take() -> None:
            with one:  # the file's lock keeps processes apart, not threads
                limit.take()

        try:
            yield self.store.limited(take)
        finally:
            limit.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            raise OutputError(
                f"the store failed: {error.strerror}",
                where=self.where,
                remedy="Look at the network, the bucket and the rights, then run again; the published tree still stands.",
                transient=error.kind == "failing",
            ) from None


def _remove(store: Store, folder: str) -> None:
    keys: list[str] = []
    for each in store.walk(folder):
        keys.append(each.key)
        if len(keys) == 1000:
            store.remove(keys)
            keys = []
    if keys:
        store.remove(keys)
