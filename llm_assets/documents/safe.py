"""Reads a shard of the stage `safe` back into records, one user at a time: memory holds one user's history and one batch."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.errors import DatasetError
from llm_assets.records import SafeInteraction, SafeUser

_USERS_PER_BATCH = 1_000
_INTERACTIONS_PER_BATCH = 8_192


def read_shard(users: Path, interactions: Path) -> Iterator[tuple[SafeUser, list[SafeInteraction]]]:
    """The users of a shard, in order of pseudonym, each with all interactions in their order.

    Raises DatasetError when a file is missing or damaged, or when interactions are left that belong to no user of the shard.
    """
    groups = groupby(_interactions(interactions), key=attrgetter("user"))
    owner, history = next(groups, (None, iter(())))
    for user in _users(users):
        if user.user != owner:
            yield user, []
            continue
        yield user, list(history)
        owner, history = next(groups, (None, iter(())))
    if owner is not None:
        raise DatasetError("interactions stand in another order than their users", where=str(interactions), remedy=_AGAIN)


def _users(path: Path) -> Iterator[SafeUser]:
    for batch in _batches(path, _USERS_PER_BATCH):
        yield from map(SafeUser, batch["user"].to_pylist(), _mappings(batch, "attributes"))


def _interactions(path: Path) -> Iterator[SafeInteraction]:
    for batch in _batches(path, _INTERACTIONS_PER_BATCH):
        columns = [batch[name].to_pylist() for name in ("user", "conversation", "sequence", "timestamp", "kind", "speaker")]
        yield from map(SafeInteraction, *columns, _mappings(batch, "text"), _mappings(batch, "attributes"))


_AGAIN = "Materialize anonymized_users again."


def _batches(path: Path, rows: int) -> Iterator[Any]:
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=rows, use_threads=False)
    except (FileNotFoundError, pa.ArrowInvalid):
        raise DatasetError("a file of anonymized_users is missing or damaged", where=str(path), remedy=_AGAIN) from None


def _mappings(batch: Any, name: str) -> Iterable[Mapping[str, str | None]]:
    """A struct column as one dict a row; a column that is absent gives empty ones. By child: twice as fast as by row."""
    if name not in batch.schema.names:
        return ({} for _ in range(batch.num_rows))
    column = batch[name]
    names = [field.name for field in column.type]
    return (dict(zip(names, row, strict=True)) for row in zip(*(child.to_pylist() for child in column.flatten()), strict=True))
