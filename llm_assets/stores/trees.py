"""Where the files of a published tree lie: in the folder itself, or where `current.json` points.

On a store each version lies under `versions/<id>/`, and one small object names the one that is published. A copy of such a
prefix on a disk is read in the same way.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import orjson

from llm_assets.errors import OutputError
from llm_assets.stores.connection import file_system
from llm_assets.stores.urls import is_store, store_url

if TYPE_CHECKING:
    from upath import UPath

Folder: TypeAlias = "Path | UPath"  # both have the methods of a path that reading a tree takes

CURRENT, VERSIONS = "current.json", "versions"


def open_folder(where: Path | str) -> Folder:
    """A folder of this machine, or of a store when `where` is a URL. Raises ConfigError when the URL cannot be used."""
    text = str(where)
    if not is_store(text):
        return Path(where)
    from upath import UPath

    url = store_url(text)
    folder: UPath = UPath(f"{url.protocol}://{url.path}", **file_system(url).storage_options)
    return folder


def matching(folder: Folder, pattern: str) -> list[Folder]:
    """The files below a folder that fit a glob, by name."""
    found: list[Folder] = []
    found.extend(folder.glob(pattern))
    return sorted(found, key=str)


def find_tree(where: Path | str) -> Folder:
    """The folder that holds the files of a tree. where: a folder, or the URL of a prefix or of one version.

    Raises OutputError when the store fails or `current.json` is damaged. What has no `current.json` is taken for the tree.
    """
    folder = open_folder(where)
    try:
        text = (folder / CURRENT).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return folder
    except Exception as error:  # each store has errors of its own
        if isinstance(folder, Path) and not isinstance(error, OSError):
            raise
        raise OutputError(
            "the published tree cannot be read", where=str(where), remedy="Look at the network, the rights and the credentials."
        ) from None
    try:
        return folder / VERSIONS / str(orjson.loads(text)["version"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise OutputError("current.json is damaged", where=str(where), remedy="Publish the tree again.") from None
