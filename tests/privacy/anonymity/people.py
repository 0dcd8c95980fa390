"""Small tables of users as shards, the groups formed over them, and what is published of them, told by the ladders alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.groups import Groups, form_groups
from llm_assets.privacy.anonymity.released import Step
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Column, Privacy

KEY = Key(b"k" * 40)
Row = Sequence[str | None]


def formed(
    columns: Mapping[str, Column],
    rows: Sequence[Row],
    level: str = "high",
    *,
    cut: int = 1000,
    kept: Mapping[str, Step] | None = None,
    key: Key = KEY,
    **privacy: Any,
) -> Groups:
    """The groups of users whose values are `rows`, in the order of `columns`; `cut` users a shard."""
    with TemporaryDirectory() as name:
        paths = []
        for number, begin in enumerate(range(0, max(len(rows), 1), cut)):
            part = rows[begin : begin + cut]
            arrays = {f"col:{c}": pa.array([row[i] for row in part], pa.string()) for i, c in enumerate(columns)}
            paths.append(Path(name) / f"users-{number:05d}.parquet")
            pq.write_table(pa.table(arrays), paths[-1])
        return form_groups(paths, columns, level, Privacy(**privacy), key, kept)


def published(columns: Mapping[str, Column], rows: Sequence[Row], groups: Groups) -> list[dict[str, str | None]]:
    """The values that a reader sees, user by user, of those that are published."""
    seen = []
    for number, row in enumerate(rows):
        values = {name: row[index] for index, name in enumerate(columns)}
        values = {
            name: groups.ladders[name].value(value) if name in groups.ladders else value for name, value in values.items()
        }
        for place, name in enumerate(groups.quasi):
            if groups.blanks[number, place]:
                values[name] = None
        if not groups.left_out[number]:
            seen.append(values)
    return seen


def sizes(seen: Sequence[Mapping[str, str | None]], quasi: Sequence[str]) -> Counter[tuple[str | None, ...]]:
    """Users by their quasi-identifiers."""
    return Counter(tuple(row[name] for name in quasi) for row in seen)
