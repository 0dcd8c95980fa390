"""Erasure on request (GDPR, Article 17): people leave the tree, its old versions, the work folder and the vault, for good.

In this order, so that a killed erasure is finished by running it again:

1. The ids go on the lasting list: from here on no run publishes them.
2. The work folder is cleared.
3. The tree is made again without them, through all gates, and published.
4. All old trees are deleted: they cannot be edited, and nobody can tell which of them names someone by a tag.
5. Where pseudonyms are random codes, the vault forgets the people, and so do the vaults that a rotation left.
6. The receipt is written. Until then the ids count as unsettled, and every run warns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_assets.errors import FileGenerationError
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.erasure import receipts
from llm_assets.privacy.erasure.listed import ErasedList
from llm_assets.privacy.erasure.requests import read_ids
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import Settings
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import PublishedTree
from llm_assets.tree.destination import find_published

if TYPE_CHECKING:
    from pandas import DataFrame

Say = Callable[[str], None]
Receipt = dict[str, Any]
Forget = Callable[[Callable[[str], bool]], int]  # (whether an id is erased) -> entries of the vault removed

_LEFT = (
    "Until then the published tree and its old versions still hold the people: their ids are on the list already and the work "
    "folder is cleared, so mend the cause and run erase again."
)


@dataclass(frozen=True)
class Erasure:
    """What was done. receipt: as it was logged, or None when nobody was to be erased; tree: what was published."""

    receipt: Receipt | None = None
    tree: PublishedTree | None = None
    checks: tuple[CheckResult, ...] = ()


def erase(
    settings: Settings,
    ids: Iterable[str] = (),
    *,
    say: Say = lambda _: None,
    frames: "Mapping[str, DataFrame] | None" = None,
) -> Erasure:
    """Erases the people of `[privacy] erase`, those of `ids`, and those on the list whose erasure was not finished.

    ids: of users, as exact text. Running it again changes nothing but the log.
    Raises ConfigError, DatasetError, SerializationError, PrivacyViolation or OutputError; the message says what is left to do.
    """
    pipeline = Pipeline(settings, frames=frames, say=say, erase=frozenset(ids))
    listed = pipeline.erased
    if not listed.hashes or not (pipeline.requested or receipts.unsettled(listed)):
        return Erasure()
    with listed.locked():
        place = find_published(settings, pipeline.work.outgoing)
        before = place.version()
        say(f"{len(pipeline.requested):,} ids are asked to be erased; {len(listed):,} are on the list")
        with pipeline.work.lock("erase"):
            files = pipeline.work.forget_all()
        try:
            figures, tree, checks, forget = _rebuilt(pipeline)
        except FileGenerationError as error:
            remedy = f"{error.remedy} {_LEFT}".strip()
            raise type(error)(error.what, where=error.where, remedy=remedy, transient=error.transient) from None
        removed = place.forget_old(tree.version)
        receipt = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "dataset": pipeline.dataset.name,
            "erasure_key_id": listed.key_id,
            "ids": sorted(listed.hashes - _done(listed.folder, pipeline)),
            **figures,
            "tree_before": before,
            "tree_after": tree.version,
            "old_trees_deleted": removed,
            # Keyed pseudonyms are written nowhere, so there is nothing to forget; None says so.
            "vault_entries_removed": None if forget is None else forget(listed.holds),
            "work_files_deleted": files,
        }
        receipts.append(listed.folder, receipt)
    return Erasure(receipt, tree, checks)


def read_requests(settings: Settings, path: str) -> frozenset[str]:
    """The ids of a file of one column, relative to the current folder. Raises ConfigError when it cannot be used."""
    return frozenset(_ids(settings, path))


def is_listed(settings: Settings, path: str) -> Iterator[bool]:
    """Of each id of a file, in its order, whether it is on the list; nothing is added to it."""
    pipeline = Pipeline(settings)
    listed = ErasedList(settings.path(settings.privacy.erased) / pipeline.dataset.name)
    yield from map(listed.holds, _ids(settings, path))


def _ids(settings: Settings, path: str) -> Iterator[str]:
    # A path that somebody types is relative to where they are, not to the settings.
    return read_ids(Path(path).absolute(), Pipeline(settings).dataset.users.id, "file of ids")


def _done(folder: Path, pipeline: Pipeline) -> frozenset[str]:
    """Those of earlier receipts, who are not asked for again."""
    asked = {pipeline.erased.hash(each) for each in pipeline.requested}
    return frozenset(each for receipt in receipts.read(folder) for each in receipt.get("ids", ())) - asked


def _rebuilt(pipeline: Pipeline) -> tuple[Receipt, PublishedTree, tuple[CheckResult, ...], Forget | None]:
    """Makes the tree again, and says what was left out. Gives what takes it out of the vault, too."""
    raw = pipeline.raw()
    forget = pipeline.forgetter()  # now, for the files of raw are gone when the tree is published
    pipeline.safe()
    mentions = read_evidence(pipeline.work.stage("safe")).get("erasure", {}).get("mentions_replaced", 0)
    pipeline.documents()
    events = list(pipeline.tree())
    tree = next(event for event in events if isinstance(event, PublishedTree))
    erased = raw["erased"]
    figures = {
        "requested": erased.get("requested", 0),
        "requested_found": erased.get("requested_found", 0),
        "listed": erased["listed"],
        "listed_found": erased.get("found", 0),
        "users_removed": raw["users"]["erased"],
        "interactions_removed": raw["interactions"]["erased"],
        "mentions_replaced": mentions,
        "quarantine_rows_blanked": erased.get("quarantine_rows_blanked", 0),
    }
    return figures, tree, tuple(event for event in events if isinstance(event, CheckResult)), forget
