"""Whether a source would read what the pipeline itself wrote: yesterday's output must not become today's input."""

import glob
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from llm_assets.stores.urls import StoreUrl, is_store, store_url

# What stands at the top of a tree or of a prefix; all else lies in folders.
_TOP = ("README.md", "llms.txt", "llms-full.txt", "croissant.json", "manifest.json", "SHA256SUMS", "privacy_report.html")
_NOT_IN_TREES = (".csv", ".tsv")  # endings that no format of ours has
_OF_PREFIX = ("current.json", "lock.json")


def reaches(source: str, folder: str, root: Path) -> bool:
    """Whether files that a source names may lie in the folder of a tree.

    source: path, glob or folder, or such a URL; folder: path or URL; relative ones start from `root`.
    """
    if is_store(source) != is_store(folder):
        return False
    if is_store(source):
        return _url_reaches(store_url(source), store_url(folder))
    return _reaches(Path(root, source).expanduser().parts, Path(root, folder).expanduser().parts)


def _url_reaches(source: StoreUrl, folder: StoreUrl) -> bool:
    return source.protocol == folder.protocol and _reaches(source.path.split("/"), folder.path.split("/"))


def _reaches(source: Sequence[str], folder: Sequence[str]) -> bool:
    if not any(map(glob.has_magic, source)):
        below = folder[len(source) :]
        return list(folder[: len(source)]) == list(source) and not any(map(_hidden, below))
    if any(suffix in _NOT_IN_TREES for suffix in Path(source[-1]).suffixes):
        return False
    for index, part in enumerate(source):
        if part == "**":
            return not any(map(_hidden, folder[index:]))
        if index == len(folder):
            return len(source) > index + 1 or any(fnmatchcase(name, part) for name in (*_TOP, *_OF_PREFIX))
        if not fnmatchcase(folder[index], part) or (_hidden(folder[index]) and part[0] not in "._"):
            return False
    return False  # a glob names files, and no file lies there


def _hidden(name: str) -> bool:
    """Whether sources pass over files below a folder of this name."""
    return name.startswith((".", "_"))
