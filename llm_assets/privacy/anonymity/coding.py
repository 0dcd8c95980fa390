"""One column of all users as numbers: a code a user, and the distinct values by code. All that counts groups works on codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

_REMEMBERED = 300_000  # values whose codes are remembered from shard to shard
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Coded:
    """codes: by ordinal; 0 is a missing value, and code c is `labels[c - 1]`. labels: sorted, so that shards do not matter."""

    labels: Sequence[str]
    codes: Codes


def read_coded(users: Sequence[Path], name: str, make: Callable[[str], str | None], raw: Keys | None = None) -> Coded:
    """Reads a column shard by shard. make: what is counted of a value, None as missing.

    raw: where given, one number a user, into which the value of the source is mixed: equal numbers then mean equal values.
    """
    ids: dict[str, int] = {}
    known: dict[str, int] = {}
    parts, begin = [], 0
    for path in users:
        column = pq.read_table(path, columns=[f"col:{name}"]).column(0).combine_chunks().dictionary_encode()
        values = column.dictionary.to_pylist()
        index = column.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        if len(known) > _REMEMBERED:
            known.clear()
        for value in values:
            if value not in known:
                label = make(value)
                known[value] = 0 if label is None else ids.setdefault(label, len(ids) + 1)
        codes = [known[value] for value in values]
        parts.append(np.array([*codes, 0], dtype=np.int32)[index])
        if raw is not None:
            # Python's hash differs from run to run; only whether two are equal counts here.
            hashes = np.array([*map(hash, values), 0], dtype=np.int64).view(np.uint64)
            end = begin + len(index)
            raw[begin:end] = raw[begin:end] * _MIX + hashes[index]
            begin = end
    labels = sorted(ids)
    renamed = np.zeros(len(ids) + 1, dtype=np.int32)
    renamed[[ids[label] for label in labels]] = np.arange(1, len(ids) + 1, dtype=np.int32)
    codes_of_all = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
    return Coded(labels, renamed[codes_of_all])
