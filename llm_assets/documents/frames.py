"""A published tree as pandas DataFrames: for people in notebooks. No stage of the pipeline uses it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from llm_assets.errors import DatasetError
from llm_assets.stores.trees import Folder, find_tree, matching

if TYPE_CHECKING:
    from pandas import DataFrame

_PROFILE = ("user",)
_INTERACTION = ("user", "conversation", "sequence", "timestamp", "kind", "speaker")


def read_profiles(tree: Path | str) -> "DataFrame":
    """One row a user: `user`, `attributes.<source column>` and `statistics.<figure>`.

    tree: folder of a published tree with the format jsonl, or its URL on an object store. Raises DatasetError when it has none.
    """
    return _frame(find_tree(tree), "profiles", _PROFILE)


def read_interactions(tree: Path | str) -> "DataFrame":
    """One row an interaction: `user`, `conversation`, `sequence`, `timestamp` (text), `kind`, `speaker`, `text.<source column>`
    and `attributes.<source column>`.

    tree: folder of a published tree with the format jsonl, or its URL on an object store. Raises DatasetError when it has none.
    """
    return _frame(find_tree(tree), "interactions", _INTERACTION)


def _frame(tree: Folder, part: str, first: tuple[str, ...]) -> "DataFrame":
    import pandas as pd

    paths = matching(tree, f"data/{part}-*.jsonl")
    if not paths:
        raise DatasetError(
            f"the tree has no {part} as JSON lines",
            where=f"{tree}/data/{part}-*.jsonl",
            remedy='Name the folder of a published tree, and have "jsonl" in [llm_output] format when it is made.',
        )
    rows = [_flat(record) for path in paths for record in _records(path)]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(first))


def _records(path: Folder) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        try:
            yield from map(orjson.loads, file)
        except orjson.JSONDecodeError:
            raise DatasetError("a file of the tree is damaged", where=str(path), remedy="Publish the tree again.") from None


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        flat.update({f"{key}.{name}": inner for name, inner in value.items()} if isinstance(value, dict) else {key: value})
    return flat
