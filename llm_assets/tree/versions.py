"""The old trees beside the published one, and what a killed run left there.

`.<name>.versions/` holds old trees, named by their version. Names that begin with a dot are work in progress:

    .lock            held by the run that publishes
    .staging         a tree being written;  .entries, .rate: notes of its workers
    .publishing-<v>  tree <v>, whole and past the gate; after the exchange, the old tree, until it gets its own name
    .link            the symlink to be; while it is here, the version it names was never published
    .trash-…         on the way out

Trees carry no clock, so the age of an old tree is the moment at which it was renamed (st_ctime).
"""

import shutil
from itertools import count
from pathlib import Path

from llm_assets.tree.manifest import MANIFEST, read_head
from llm_assets.tree.target import Target

_PUBLISHING, _TRASH, _LINK, _PROBE = ".publishing-", ".trash-", ".link", ".probe-"


def recover(target: Target) -> None:
    """Puts in order what a run left that was killed, at whatever moment. The caller holds the lock. Raises OSError."""
    versions = target.versions
    marker = link_marker(target)
    if marker.is_symlink():
        name = marker.readlink().name
        if name != target.linked and (versions / name).is_dir():
            set_aside(versions / name)
        marker.unlink()
    for folder in sorted(versions.glob(f"{_PUBLISHING}*")):
        retire(target, folder, folder.name.removeprefix(_PUBLISHING))
    for leftover in (target.staging, target.entries, *versions.glob(f"{_TRASH}*"), *versions.glob(f"{_PROBE}*")):
        shutil.rmtree(leftover, ignore_errors=True)
    target.rate.unlink(missing_ok=True)


def publishing(target: Target, version: str) -> Path:
    """Where a tree stands from the gate to the exchange."""
    return target.versions / f"{_PUBLISHING}{version}"


def link_marker(target: Target) -> Path:
    """The symlink that will be renamed over `output`."""
    return target.versions / _LINK


def base_version(name: str) -> str:
    """The version in a folder's name: `<version>`, or `<version>.1` where that place was taken by the published tree."""
    return name.partition(".")[0]


def retire(target: Target, folder: Path, published: str) -> None:
    """Keeps `folder` under its own version, unless it is of the version `published`, or no tree of ours at all."""
    head = read_head(folder / MANIFEST)
    version = str(head["version"]) if head and "version" in head else ""
    if not version.isalnum() or version == published:
        set_aside(folder)
        return
    place = target.versions / version
    if place.exists():
        set_aside(place)
    folder.rename(place)


def set_aside(folder: Path) -> Path:
    """Renames a folder to where it can be deleted: a half-deleted tree must not look like a version."""
    for number in count():
        trash = folder.with_name(f"{_TRASH}{number}")
        if not trash.exists():
            return folder.rename(trash)
    raise AssertionError


def old_trees(target: Target) -> list[Path]:
    """The trees that were kept beside the published one. Raises OSError."""
    found = [each for each in target.versions.iterdir() if not each.name.startswith(".") and each.is_dir()]
    return [each for each in found if each.name != target.linked]


def prune(target: Target, published: str, keep: int) -> tuple[str, ...]:
    """Deletes all old trees but the `keep` newest, and any that is the same as the published one.

    Never raises: the publication stands. Returns a line for each folder that could not be deleted.
    """
    failed = []
    try:
        old = old_trees(target)
        twins = [each for each in old if base_version(each.name) == published]
        others = sorted((each for each in old if each not in twins), key=lambda each: each.stat().st_ctime_ns, reverse=True)
        for each in (*twins, *others[keep:]):
            set_aside(each)
        for trash in sorted(target.versions.glob(f"{_TRASH}*")):
            shutil.rmtree(trash, ignore_errors=True)
            if trash.exists():
                failed.append(f"an old tree could not be deleted: {trash}")
    except OSError as error:
        failed.append(f"old trees could not be deleted: {error.strerror} ({target.versions})")
    return tuple(failed)
