"""`current.json`: which version of a prefix is published, and which ones were before."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import orjson

from llm_assets.errors import ConfigError
from llm_assets.stores.lease import LOCK
from llm_assets.stores.objects import Store
from llm_assets.stores.trees import CURRENT, VERSIONS
from llm_assets.tree.manifest import FORMAT_VERSION, GENERATOR, SUMS
from llm_assets.tree.stage import StagedTree

VERSION = re.compile(r"[0-9a-f]{16}")


def check_bucket(store: Store) -> None:
    """Refuses a prefix with objects that are not ours. Raises ConfigError, StoreError when the store cannot be asked."""
    there = store.list()  # before `current.json` is read: another run may be writing the first one
    if read_current(store)[0]:
        return
    # Without `current.json` there may still be what the first publication left when it was killed.
    for each in there:
        if each.key == VERSIONS and each.folder:
            ours = all(one.folder and VERSION.fullmatch(one.key.rpartition("/")[2]) for one in store.list(VERSIONS))
        else:
            ours = each.key == LOCK
        if not ours:
            raise ConfigError(
                "output_dir holds objects that llm-assets did not write (it has no current.json of ours)",
                where=f"[llm_output] output_dir = {store.url}",
                remedy="Choose a new or empty prefix, or move those objects away.",
            )


def read_current(store: Store) -> tuple[dict[str, Any], str | None]:
    """What `current.json` says ({}: nothing of ours), and its version on the store (None: it is not there)."""
    there = store.read(CURRENT)
    if there is None:
        return {}, None
    try:
        now = orjson.loads(there[0])
    except orjson.JSONDecodeError:
        return {}, there[1]
    ours = isinstance(now, dict) and now.get("generator") == GENERATOR and VERSION.fullmatch(str(now.get("version")))
    return (now if ours else {}), there[1]


def current_of(staged: StagedTree, previous: Sequence[str]) -> dict[str, Any]:
    with (staged.root / SUMS).open("rb") as file:
        sums = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "generator": GENERATOR,
        "format_version": FORMAT_VERSION,
        "version": staged.version,
        "path": folder_of(staged.version),
        "files": staged.files,
        "bytes": staged.bytes,
        "sums_sha256": sums,
        "previous": list(previous),
    }


def named(now: dict[str, Any]) -> list[str]:
    """The versions that `current.json` names, the newest first."""
    return [str(each) for each in (now.get("version"), *now.get("previous", ())) if each]


def folder_of(version: str) -> str:
    return f"{VERSIONS}/{version}"
