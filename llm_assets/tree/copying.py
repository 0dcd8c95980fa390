"""A published tree that lies on an object store, fetched into a folder of this machine."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any

from llm_assets.errors import OutputError, is_transient
from llm_assets.stores.attempts import StoreError, persist
from llm_assets.stores.connection import CONNECTIONS


def copy_tree(tree: Any, folder: Path) -> Path:
    """Fetches all objects below a prefix into a new folder (0700), and gives that. tree: an UPath.

    Also what the manifest does not list is fetched, so that it can be found out. Raises OutputError when the store fails, or
    the folder cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700, parents=True)
        found: list[str] = persist(lambda: tree.fs.find(tree.path))
        with ThreadPoolExecutor(CONNECTIONS, "copy") as pool:
            list(pool.map(lambda path: _fetch(tree, path, folder), found))
    except StoreError as error:
        raise OutputError(
            f"the published tree cannot be fetched: {error.strerror}",
            where=str(tree),
            remedy="Look at the network, the rights and the credentials.",
            transient=error.kind == "failing",
        ) from None
    except OSError as error:
        raise OutputError(
            f"the published tree cannot be fetched: {error.strerror or type(error).__name__}",
            where=str(folder),
            remedy="It takes as much space as the tree has bytes; free some, or choose another [compute] work_dir.",
            transient=is_transient(error),
        ) from None
    return folder


def _fetch(tree: Any, path: str, folder: Path) -> None:
    below = path.strip("/").removeprefix(tree.path.strip("/")).strip("/")
    if not below or ".." in PurePosixPath(below).parts:
        return
    local = folder / below
    local.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    persist(lambda: tree.fs.get_file(path, str(local)))
