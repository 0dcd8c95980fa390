"""What every reader yields: some rows of one file, by column, with the rows that could not be read."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

BATCH_ROWS = 20_000
BATCH_BYTES = 8_000_000
MAX_ROW_BYTES = 64 << 20


class Broken(NamedTuple):
    """A row that cannot be used as it stands: where it begins, its raw text, and the reason that quarantine gives."""

    row: int
    data: str
    reason: str = "malformed"


@dataclass(slots=True)
class Batch:
    """Rows of one file.

    names: columns that the file was seen to have so far. columns: declared column -> string array, or list<string> for direct
    identifiers. rows: line or number of each row, from 1. raw: gives the row of an index as it goes to quarantine.
    size: bytes of source (uncompressed) read since the batch before.
    """

    names: Collection[str]
    columns: dict[str, pa.Array]
    rows: Sequence[int]
    raw: Callable[[int], dict[str, object]]
    broken: list[Broken] = field(default_factory=list)
    size: int = 0


def row_of(columns: dict[str, pa.Array], index: int) -> dict[str, object]:
    """The declared cells of a row, for sources that have no text of their own."""
    return {name: array[index].as_py() for name, array in columns.items()}
