"""Where a tree is published: a folder of this machine, or a prefix of an object store. Both are asked for the same things."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from llm_assets.errors import ConfigError, OutputError
from llm_assets.lock import Patience
from llm_assets.settings.model import Settings
from llm_assets.settings.reach import reaches
from llm_assets.stores.connection import CONNECTIONS
from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import is_store, store_url
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.bucket import Bucket
from llm_assets.tree.manifest import MANIFEST, read_head
from llm_assets.tree.publish import Publication, check_exchange, publish
from llm_assets.tree.stage import Desk, StagedTree
from llm_assets.tree.target import Target, cannot_write, check_target, find_target
from llm_assets.tree.versions import old_trees, prune, recover

_SAMPLE = Path(__file__).parent.parent / "sample"  # the dataset is called as its folder


class Destination(Protocol):
    """What staging, publishing and erasing need of the place."""

    @property
    def where(self) -> str:
        """The path or the URL, as it stands in metadata and errors."""

    @property
    def desk(self) -> Desk:
        """Where the tree is staged."""

    def locked(self) -> AbstractContextManager[None]:
        """Holds the place, and leaves it in order: what a killed run left of its staging is gone before and after."""

    def publish(self, staged: StagedTree, results: Sequence[CheckResult], keep_versions: int) -> Publication:
        """Puts a staged and audited tree in the place of the published one. The caller holds the place."""

    def version(self) -> str | None:
        """The version that is published; None when there is none."""

    def dataset(self) -> str | None:
        """The dataset whose tree is published; None when there is none. The caller holds the place."""

    def forget_old(self, published: str) -> int:
        """Deletes all old trees, and gives their number. Raises OutputError when one is left."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder of this machine."""

    target: Target
    run: str = ""
    patience: Patience = field(default_factory=Patience)

    @property
    def where(self) -> str:
        return str(self.target.output)

    @property
    def desk(self) -> Desk:
        return self.target

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self.target.locked(self.run, self.patience):
            try:
                recover(self.target)
                check_exchange(self.target)
            except OSError as error:
                raise cannot_write(error, self.target.versions) from None
            try:
                yield
            finally:
                # What stays behind is no harm, and the next run removes it; the error that led here must not be hidden by it.
                with suppress(OSError):
                    recover(self.target)

    def keep(self, version: str, keep_versions: int) -> Publication:
        """Leaves the published tree as it is, and deletes old ones. The caller holds the place."""
        return Publication(self.target.output, prune(self.target, version, keep_versions))

    def publish(self, staged: StagedTree, results: Sequence[CheckResult], keep_versions: int) -> Publication:
        return publish(staged, results, self.target.output, keep_versions)

    def version(self) -> str | None:
        return self._told("version")

    def dataset(self) -> str | None:
        return self._told("dataset")

    def _told(self, key: str) -> str | None:
        try:
            head = read_head(self.target.output / MANIFEST)
        except OSError as error:
            raise ConfigError(
                f"the published tree cannot be read: {error.strerror}",
                where=self.where,
                remedy="Fix its rights, then run again.",
            ) from None
        return str(head[key]) if head and key in head else None

    def forget_old(self, published: str) -> int:
        with self.target.locked(self.run, self.patience):
            try:
                recover(self.target)
                found = len(old_trees(self.target))
            except OSError as error:
                raise cannot_write(error, self.target.versions) from None
            if failed := prune(self.target, published, 0):
                raise OutputError(
                    f"the new tree is published, but {failed[0]}",
                    where=str(self.target.versions),
                    remedy="Delete the folder's old trees yourself, then run erase again for the receipt.",
                )
        return found


def find_destination(settings: Settings, desk: Path, say: Callable[[str], None] = lambda _: None, run: str = "") -> Destination:
    """The place that `output_dir` means. desk: a folder for staging what goes to a store; run: who publishes.

    Raises ConfigError when a publication could harm what stands there, or holds a source or the work folder.
    """
    output = settings.llm_output
    if any(reaches(source, output.output_dir, settings.root) for source in _sources(settings)):
        raise ConfigError(
            "a source looks for files in output_dir, and would read what was published",
            where="[llm_output] output_dir",
            remedy="Choose another folder, or a narrower source.",
        )
    patience = Patience(settings.compute.wait_seconds, say)
    if not is_store(output.output_dir):
        path = settings.path(output.output_dir)
        return Disk(check_target(path, settings.work_folder, source_paths(settings)), run, patience)
    url = store_url(output.output_dir, "[llm_output] output_dir")
    rate = output.rate_limiting
    return Bucket(open_store(url), desk, rate.max_concurrent or CONNECTIONS, rate.requests_per_second, say, patience)


def check_dataset(place: Destination, dataset: str) -> None:
    """Refuses to replace the tree of another dataset; after that of the bundled sample any may come. The place is held.

    Raises ConfigError, and OutputError when the store fails.
    """
    standing = place.dataset()
    if standing not in (None, dataset, _SAMPLE.name):
        raise ConfigError(
            f"the tree of another dataset stands in output_dir: {standing}, and not {dataset}",
            where=f"[llm_output] output_dir = {place.where}",
            remedy="Give each dataset a folder of its own; after a change of [dataset] name move the old tree away.",
        )


def find_published(settings: Settings, desk: Path) -> Destination:
    """The same for a look at what stands there, and for removing old trees: nothing is refused."""
    if is_store(settings.llm_output.output_dir):
        return find_destination(settings, desk)
    return Disk(find_target(settings.path(settings.llm_output.output_dir)))


def _sources(settings: Settings) -> list[str]:
    dataset = settings.dataset
    return [dataset.users.source, dataset.interactions.source] if dataset else []


def source_paths(settings: Settings) -> list[Path]:
    """Files and folders that the data is read from; of a glob, the folder before its first wildcard."""
    if settings.dataset is None:
        return [_SAMPLE]
    paths = []
    for source in _sources(settings):
        if "://" in source:
            continue
        path = settings.path(source)
        parts = path.parts
        fixed = next((index for index, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
        paths.append(Path(*parts[:fixed]))
    return paths
