"""Groups of users who share all quasi-identifiers, and which values are blanked so that no group stays under k.

k-anonymity after Samarati and Sweeney (1998). Here the simple way: the declared steps, then blank values in small groups.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from llm_assets.privacy.generalize import generalized
from llm_assets.settings.model import Column


@dataclass(frozen=True)
class Groups:
    """suppressed: by ordinal, whether the user's quasi-identifiers are blanked. tops: the values that `top:N` columns keep.

    sizes: figures for the report: `groups`, `smallest`, `suppressed_users` (the size of the group of the blanked), `users`.
    """

    suppressed: npt.NDArray[np.bool_]
    tops: Mapping[str, frozenset[str]]
    sizes: Mapping[str, int]


def form_groups(users: Sequence[Path], columns: Mapping[str, Column], level: str, k: int) -> Groups:
    """users: the Parquet files of all shards, in order. columns: those of the table of users."""
    generalizes = level != "low"
    tops = {name: _top(users, name, column) for name, column in columns.items() if generalizes and _is_top(column)}
    quasi = {name: column for name, column in columns.items() if column.role == "quasi"}
    if not quasi:
        count = sum(pq.read_metadata(path).num_rows for path in users)
        return Groups(np.zeros(count, dtype=bool), tops, {"groups": 0, "smallest": 0, "suppressed_users": 0, "users": count})
    keys = np.concatenate([_keys(path, quasi, tops, generalizes) for path in users])
    groups, place, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    small = sizes < k if level == "high" else np.zeros(len(groups), dtype=bool)
    _fill_up(small, sizes, k)
    suppressed = small[place]
    left = sizes[~small]
    blanked = int(suppressed.sum())
    smallest = min([*left.tolist(), *([blanked] if blanked else [])], default=0)
    figures = {"groups": len(left) + bool(blanked), "smallest": smallest, "suppressed_users": blanked, "users": len(keys)}
    return Groups(suppressed, tops, figures)


def _fill_up(small: npt.NDArray[np.bool_], sizes: npt.NDArray[np.intp], k: int) -> None:
    """The blanked form one group: while that is under k, the smallest other group joins it."""
    for index in np.argsort(sizes, kind="stable"):
        if not small.any() or sizes[small].sum() >= k:
            return
        small[index] = True


def _is_top(column: Column) -> bool:
    return column.role in ("quasi", "sensitive") and column.generalize.startswith("top:")


def _top(users: Sequence[Path], name: str, column: Column) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for path in users:
        for entry in pq.read_table(path, columns=[f"col:{name}"]).column(0).value_counts().to_pylist():
            if entry["values"] is not None:
                counts[entry["values"]] += entry["counts"]
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return frozenset(value for value, _ in ranked[: int(column.generalize.partition(":")[2])])


def _keys(
    path: Path, quasi: Mapping[str, Column], tops: Mapping[str, frozenset[str]], generalizes: bool
) -> npt.NDArray[np.uint64]:
    """One hash a user of all its (generalised) quasi-identifiers; users without any share one."""
    table = pq.read_table(path, columns=[f"col:{name}" for name in quasi])
    keys = np.zeros(table.num_rows, dtype=np.uint64)
    for name, column in quasi.items():
        encoded = table.column(f"col:{name}").combine_chunks().dictionary_encode()
        step = column.generalize if generalizes else "keep"
        values = [generalized(value, step, tops.get(name, ())) for value in encoded.dictionary.to_pylist()]
        codes = np.array([_hash(name, value) for value in values] + [0], dtype=np.uint64)
        index = encoded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + codes[index]
    return keys


def _hash(name: str, value: str | None) -> int:
    if value is None:
        return 0
    return int.from_bytes(blake2b(f"{name}\0{value}".encode(), digest_size=8).digest(), "little")
