"""The users of a published tree, in the order of their pseudonyms, each with a hash of the profile."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

import orjson

from llm_assets.errors import OutputError
from llm_assets.tree.diff.streams import Pair
from llm_assets.tree.manifest import MANIFEST, read_entries
from llm_assets.tree.plan import PSEUDONYM

_SEEN = 100  # profiles of one user stand side by side, so that a few show all kinds
Users = Callable[[], Iterator[Pair]]


def kinds(tree: Path) -> list[str]:
    """Where users can be read from: `profiles/*.md` and its like, `data/profiles-*.jsonl`; the cheapest first."""
    entries = (entry.path for entry in read_entries(tree / MANIFEST) if entry.path.startswith("profiles/"))
    found = sorted({f"profiles/*{PurePosixPath(path).suffix}" for path in islice(entries, _SEEN)})
    return found + ["data/profiles-*.jsonl"] * any((tree / "data").glob("profiles-*.jsonl"))


def users(tree: Path, kind: str) -> Iterator[Pair]:
    """(pseudonym, hash) of each user of a tree, from one of its kinds. Raises OutputError when a record cannot be read."""
    if kind.startswith("profiles/"):
        suffix = kind.removeprefix("profiles/*")
        for entry in read_entries(tree / MANIFEST):
            path = PurePosixPath(entry.path)
            if entry.path.startswith("profiles/") and path.suffix == suffix and PSEUDONYM.fullmatch(path.stem):
                yield path.stem, entry.sha256
        return
    for file in sorted((tree / "data").glob("profiles-*.jsonl")):
        with file.open("rb") as lines:
            for line in lines:
                try:
                    yield str(orjson.loads(line)["user"]), hashlib.sha256(line).hexdigest()
                except (orjson.JSONDecodeError, KeyError, TypeError):
                    raise OutputError(
                        "a file of the tree is damaged", where=str(file), remedy="Publish the tree again."
                    ) from None
