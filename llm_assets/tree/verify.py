"""Every file of a published tree is read again and compared with SHA256SUMS, on a disk or on a store."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from llm_assets.errors import OutputError
from llm_assets.stores.connection import CONNECTIONS
from llm_assets.stores.trees import Folder
from llm_assets.tree.manifest import SUMS
from llm_assets.tree.report.reading import read_manifest_head

_READ_BYTES = 1_000_000
_AHEAD = 4 * CONNECTIONS


@dataclass(frozen=True, slots=True)
class Verified:
    """files: listed in SHA256SUMS; wrong: the paths of those that are missing or changed."""

    files: int
    wrong: tuple[str, ...]


def verify(tree: Folder) -> Verified:
    """Reads all files of a tree. Raises OutputError when it is none of ours, or its SHA256SUMS is damaged."""
    read_manifest_head(tree)
    files, wrong = 0, []
    lines = _lines(tree)
    with ThreadPoolExecutor(CONNECTIONS, "verify") as pool:
        while some := list(islice(lines, _AHEAD)):
            for (path, _), right in zip(some, pool.map(lambda line: _is_right(tree, *line), some), strict=True):
                files += 1
                if not right:
                    wrong.append(path)
    return Verified(files, tuple(wrong))


def _lines(tree: Folder) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of each line of SHA256SUMS."""
    try:
        with (tree / SUMS).open("rb") as lines:
            for line in lines:
                digest, _, path = line.decode().rstrip("\n").partition("  ")
                if len(digest) != 64 or not path or path.startswith("/") or ".." in path.split("/"):
                    raise ValueError
                yield path, digest
    except (OSError, ValueError):
        raise OutputError("SHA256SUMS is missing or damaged", where=str(tree), remedy="Publish the tree again.") from None


def _is_right(tree: Folder, path: str, digest: str) -> bool:
    found = hashlib.sha256()
    try:
        with (tree / path).open("rb") as file:
            while chunk := file.read(_READ_BYTES):
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == digest
