"""The gate, and the exchange of the trees.

Whoever opens `output_dir` gets the old tree or the new one, whole:

- `output_dir` is a real folder, and the file system can exchange folders: `renameat2(RENAME_EXCHANGE)`.
- `output_dir` is new or empty: one rename; but where the file system cannot exchange (tried first), a symlink to a version
  beside it, so that the next publication can be whole as well.
- `output_dir` is a symlink of ours: a new symlink is renamed over it.
- `output_dir` is a real folder, and the file system cannot exchange (a tree that was copied there): refused with ConfigError,
  because any sequence of two renames has a moment without a tree. Moved away once, it is replaced by a symlink.

Before the exchange the file system is written to disk once (`syncfs`), so that a crash of the machine does not leave new names
for empty files.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llm_assets.errors import ConfigError, OutputError, PrivacyViolation
from llm_assets.stores.trees import Folder
from llm_assets.tree import exchange as kernel
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS, CheckResult
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.files import FOLDER_MODE
from llm_assets.tree.remedies import REMEDIES
from llm_assets.tree.stage import StagedTree
from llm_assets.tree.target import Target, cannot_write, find_target, is_empty
from llm_assets.tree.versions import link_marker, prune, publishing, retire, set_aside


@dataclass(frozen=True, slots=True)
class Publication:
    """path: where the tree stands; warnings: old trees that could not be deleted (the new one stands all the same)."""

    path: Folder
    warnings: tuple[str, ...]


def gate(results: Sequence[CheckResult]) -> None:
    """Lets pass only a tree for which every check was made, and passed.

    Raises PrivacyViolation for a check of leaks or of the evidence, OutputError for another one.
    """
    privacy = (*LEAK_CHECKS, *EVIDENCE_CHECKS)
    made = {each.name for each in results}
    failed = [each for each in results if not each.passed and (each.blocking or each.name in (*privacy, *TREE_CHECKS))]
    for names, kind in ((privacy, PrivacyViolation), (TREE_CHECKS, OutputError)):
        absent = [name for name in names if name not in made]
        if absent:
            raise kind(f"nothing was published: the check {absent[0]} was not made", remedy="Materialize output_tree again.")
    for each in sorted(failed, key=lambda each: each.name in TREE_CHECKS):
        kind = OutputError if each.name in TREE_CHECKS else PrivacyViolation
        raise kind(
            f"nothing was published: the check {each.name} failed: {each.summary.rstrip('.')}",
            remedy=f"{REMEDIES.get(each.name, '')} What was published before still stands.".strip(),
        )


def publish(staged: StagedTree, results: Sequence[CheckResult], output_dir: Path, keep_versions: int) -> Publication:
    """Puts a staged and audited tree in the place of the published one. The caller holds the target's lock.

    Raises PrivacyViolation or OutputError at the gate, OutputError when the store fails, ConfigError when it cannot exchange.
    """
    gate(results)
    target = find_target(output_dir)
    try:
        kernel.sync_files(staged.root)
        ready = publishing(target, staged.version)
        if ready.exists():
            set_aside(ready)
        staged.root.rename(ready)
        ready.chmod(FOLDER_MODE)
        _put(target, ready, staged.version)
        for folder in (target.output.parent, target.versions):
            kernel.sync_folder(folder)
    except OSError as error:
        raise cannot_write(error, target.output) from None
    return Publication(target.output, prune(target, staged.version, keep_versions))


def check_exchange(target: Target) -> None:
    """Refuses a real folder that could not be exchanged, before hours of work go into its successor.

    The caller holds the target's lock. Raises ConfigError, or OSError when it cannot be tried.
    """
    standing = target.linked is None and target.output.is_dir() and not is_empty(target.output)
    if standing and not kernel.can_exchange(target.versions):
        raise _no_exchange(target)


def _no_exchange(target: Target) -> ConfigError:
    return ConfigError(
        "this file system cannot exchange two folders, so the tree cannot be replaced whole",
        where=str(target.output),
        remedy="Move the folder away once and run again: a symlink takes its place, which can be exchanged.",
    )


def _put(target: Target, ready: Path, version: str) -> None:
    output = target.output
    exists = os.path.lexists(output)
    if target.linked is not None:
        _link(target, ready, version)
    elif exists and not is_empty(output):
        _exchange(target, ready, version)
    elif kernel.can_exchange(target.versions):
        ready.rename(output)
    else:
        if exists:
            output.rmdir()
        _link(target, ready, version)


def _exchange(target: Target, ready: Path, version: str) -> None:
    try:
        kernel.exchange(ready, target.output)
    except OSError as error:
        if error.errno in kernel.UNSUPPORTED:
            raise _no_exchange(target) from None
        if error.errno in (errno.EBUSY, errno.EXDEV):
            raise ConfigError(
                "output_dir is a mount point, which cannot be exchanged", where=str(target.output), remedy="Use a folder in it."
            ) from None
        raise
    retire(target, ready, version)


def _link(target: Target, ready: Path, version: str) -> None:
    """Renames a symlink over `output`. While the marker stands, `versions.recover` knows that its version is not published."""
    name = f"{version}.1" if target.linked == version else version
    place, marker = target.versions / name, link_marker(target)
    if place.exists():
        set_aside(place)
    marker.unlink(missing_ok=True)
    marker.symlink_to(Path(target.versions.name, name))
    ready.rename(place)
    marker.rename(target.output)
