"""A published tree as pandas DataFrames: for people in notebooks. No stage of the pipeline uses it.

The frame of a tree is the same whether its records are lines of JSON or Parquet, to the type of each column: times are text,
kinds are an object. Who wants the types of Parquet reads its files with `pandas.read_parquet`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.errors import DatasetError
from llm_assets.stores.trees import Folder, find_tree, matching

if TYPE_CHECKING:
    from pandas import DataFrame

_ROWS = 2_000
_PROFILE = ("user",)
_INTERACTION = ("user", "conversation", "sequence", "timestamp", "kind", "speaker")


def read_profiles(tree: Path | str) -> "DataFrame":
    """One row a user: `user`, `attributes.<source column>` and `statistics.<figure>`.

    tree: folder of a published tree with the format jsonl or parquet, or its URL on an object store. Raises DatasetError when
    it has neither.
    """
    return _frame(find_tree(tree), "profiles", _PROFILE)


def read_interactions(tree: Path | str) -> "DataFrame":
    """One row an interaction: `user`, `conversation`, `sequence`, `timestamp` (text), `kind`, `speaker`, `text.<source column>`
    and `attributes.<source column>`.

    tree: folder of a published tree with the format jsonl or parquet, or its URL on an object store. Raises DatasetError when
    it has neither.
    """
    return _frame(find_tree(tree), "interactions", _INTERACTION)


def _frame(tree: Folder, part: str, first: tuple[str, ...]) -> "DataFrame":
    import pandas as pd

    paths = matching(tree, f"data/{part}-*.jsonl") or matching(tree, f"data/{part}-*.parquet")
    if not paths:
        raise DatasetError(
            f"the tree has no {part} as records",
            where=f"{tree}/data/{part}-*",
            remedy='Name the folder of a published tree, and have "jsonl" or "parquet" in [llm_output] format when it is made.',
        )
    rows = [_flat(record) for path in paths for record in (_rows if path.suffix == ".parquet" else _records)(path)]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(first))


def _records(path: Folder) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        try:
            yield from map(orjson.loads, file)
        except orjson.JSONDecodeError:
            raise DatasetError("a file of the tree is damaged", where=str(path), remedy="Publish the tree again.") from None


def _rows(path: Folder) -> Iterator[dict[str, Any]]:
    """The records of a Parquet file, with the values that their lines of JSON would have."""
    with path.open("rb") as file:
        try:
            for batch in pq.ParquetFile(file).iter_batches(_ROWS, use_threads=False):
                yield from map(_untyped, batch.to_pylist())
        except pa.ArrowException:
            raise DatasetError("a file of the tree is damaged", where=str(path), remedy="Publish the tree again.") from None


def _untyped(record: dict[str, Any]) -> dict[str, Any]:
    for holder, name in ((record.get("statistics"), "first"), (record.get("statistics"), "last"), (record, "timestamp")):
        if holder and holder.get(name) is not None:
            # A date, a moment in UTC, or a year.
            time = holder[name]
            holder[name] = f"{time:04}" if isinstance(time, int) else time.isoformat().replace("+00:00", "Z")
    if "statistics" in record:
        record["statistics"]["kinds"] = {each["kind"]: each["interactions"] for each in record["statistics"]["kinds"]}
    return record


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        flat.update({f"{key}.{name}": inner for name, inner in value.items()} if isinstance(value, dict) else {key: value})
    return flat
