"""The table of users before and after, as codes: 4 bytes a value, for all users who are published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Profiles:
    """columns: names of the coded columns. ordinals: of the published users, ascending. names: their pseudonyms, S24.

    source, published: column by user, -1 for no value. sizes: number of distinct published values of each column.
    """

    columns: tuple[str, ...]
    ordinals: npt.NDArray[np.int64]
    names: Any
    source: Codes
    published: Codes
    sizes: tuple[int, ...]

    @property
    def people(self) -> int:
        """How many users are published."""
        return len(self.ordinals)

    def images(self, column: int) -> list[Codes]:
        """By source code, and last for no value: the published values that were seen for it.

        How values were generalised is no secret, and whoever knows a value knows what it became.
        """
        size = int(self.source[column].max(initial=-1)) + 2
        source = np.where(self.source[column] < 0, size - 1, self.source[column])
        pairs = np.unique(source.astype(np.int64) << 32 | (self.published[column].astype(np.int64) + 1))
        ends = np.searchsorted(pairs >> 32, np.arange(size + 1))
        values = ((pairs & 0xFFFFFFFF) - 1).astype(np.int32)
        return [values[ends[code] : ends[code + 1]] for code in range(size)]


def read_profiles(raw: Path, safe: Path, shards: int, columns: Sequence[str]) -> Profiles:
    """Reads columns of the table of users from the shards of both stages."""
    before, after = ([_Coder() for _ in columns] for _ in range(2))
    parts: list[tuple[Any, Any, Codes, Codes]] = []
    for number in range(shards):
        source = pq.read_table(raw / f"users-{number:05d}.parquet", columns=["ordinal", "pseudonym", *_raw(columns)])
        table = pq.read_table(safe / f"users-{number:05d}.parquet")
        names, published = (np.asarray(t.column(c).to_pylist(), "S24") for t, c in ((source, "pseudonym"), (table, "user")))
        place = np.searchsorted(names, published)
        ordinals = source.column("ordinal").to_numpy().astype(np.int64)[place]
        left = [coder.codes(source.column(name))[place] for coder, name in zip(before, _raw(columns), strict=True)]
        right = [coder.codes(column) for coder, column in zip(after, _attributes(table, columns), strict=True)]
        parts.append((ordinals, published, _stacked(left, len(place)), _stacked(right, len(place))))
    ordinals, names = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    codes = [np.concatenate([part[i] for part in parts], axis=1) for i in (2, 3)]
    return Profiles(tuple(columns), ordinals, names, codes[0], codes[1], tuple(len(coder.known) for coder in after))


def _raw(columns: Sequence[str]) -> list[str]:
    return [f"col:{name}" for name in columns]


def _attributes(table: Any, columns: Sequence[str]) -> Iterator[Any]:
    if columns:
        struct = table.column("attributes").combine_chunks()
        yield from (struct.field(name) for name in columns)


def _stacked(rows: list[Codes], width: int) -> Codes:
    return np.stack(rows) if rows else np.zeros((0, width), np.int32)


class _Coder:
    """Texts to numbers, the same in all shards."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def codes(self, column: Any) -> Codes:
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if array.type != pa.string():
            array = array.cast(pa.string())
        encoded = array.dictionary_encode()
        known = [self.known.setdefault(value, len(self.known)) for value in encoded.dictionary.to_pylist()]
        index = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        return np.asarray(np.asarray([*known, -1], np.int32)[index])
