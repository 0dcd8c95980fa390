"""The files of a source that lies in an object store: one object, a glob or a folder of objects."""

import glob
from collections.abc import Iterator
from typing import Any

from llm_assets.errors import DatasetError
from llm_assets.stores.attempts import StoreError, persist
from llm_assets.stores.connection import file_system
from llm_assets.stores.objects import version_of
from llm_assets.stores.trees import Folder, open_folder
from llm_assets.stores.urls import StoreUrl, store_url


def stored_files(source: str, place: str) -> tuple[str, list[tuple[str, Folder, str]]]:
    """The folder of a URL (its part before the first wildcard), and path, place and version of each object.

    place: what to name in an error. A version is what the store tells: an ETag or a generation, else size and time.
    Raises ConfigError for a URL that cannot be used, DatasetError when the store cannot be read.
    """
    url = store_url(source, place)
    fs = file_system(url)
    try:
        base, found = persist(lambda: _found(fs, url))
    except FileNotFoundError:
        return url.stem().path, []
    except StoreError as error:
        what, transient = f"the source cannot be read: {error.strerror}", error.kind == "failing"
        raise DatasetError(what, where=f"{place} = {url}", transient=transient) from None
    return base, [
        (path, open_folder(f"{url.scheme}://{path}"), f"{about.get('size')} {version_of(about)}")
        for path, about in _objects(found)
    ]


def _found(fs: Any, url: StoreUrl) -> tuple[str, dict[str, Any]]:
    if glob.has_magic(url.path):
        return url.stem().path, fs.glob(url.path, detail=True)
    about = fs.info(url.path)
    if about["type"] == "directory":
        return url.path, fs.find(url.path, detail=True)
    return url.path.rpartition("/")[0], {url.path: about}


def _objects(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Without folders, and without the empty objects that stand for them."""
    for path, about in found.items():
        if about["type"] == "file" and not str(about["name"]).endswith("/"):
            yield path.strip("/"), about
