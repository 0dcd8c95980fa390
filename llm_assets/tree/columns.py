"""Parquet files out of JSON lines: typed, in row groups of a set size, with the same bytes on every machine.

Types: text; `timestamp` and the statistics `first` and `last` by what the settings leave of times (a UTC timestamp, a date, or
a year as int16); numbers of 64 bits; columns of the source as a struct with a text for each, which all readers know (of maps
pandas makes lists of pairs). `kinds` is a list of {kind, interactions}: its names differ from user to user.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.tree.files import TreeFile

_ROWS = 20_000  # of a row group
_TIMES = {"second": pa.timestamp("us", "UTC"), "day": pa.date32(), "year": pa.int16()}
_READ: Mapping[str, Callable[[str], Any]] = {"second": datetime.fromisoformat, "day": date.fromisoformat, "year": int}


@dataclass(frozen=True)
class Columns:
    """The columns of one part. times: what timestamps are, "second", "day" or "year"."""

    schema: pa.Schema
    times: str

    @classmethod
    def of(cls, part: str, columns: Mapping[str, Sequence[str]], times: str) -> "Columns":
        """columns: names of columns of the source, by `users.attributes`, `interactions.text` and `interactions.attributes`."""
        text, number, time = pa.string(), pa.int64(), _TIMES[times]
        if part == "profiles":
            kinds = pa.list_(pa.struct([("kind", text), ("interactions", number)]))
            figures = [("interactions", number), ("conversations", number), ("kinds", kinds)]
            figures += [("first", time), ("last", time), ("active_days", number)]
            fields = [("user", text), *_struct("attributes", columns.get("users.attributes", ()))]
            return cls(pa.schema([*fields, ("statistics", pa.struct(figures))]), times)
        fields = [("user", text), ("conversation", text), ("sequence", number), ("timestamp", time), ("kind", text)]
        parts = [field for name in ("text", "attributes") for field in _struct(name, columns.get(f"interactions.{name}", ()))]
        return cls(pa.schema([*fields, ("speaker", text), *parts]), times)

    def row(self, line: bytes) -> dict[str, Any]:
        """A record with values of the types of the columns."""
        record: dict[str, Any] = orjson.loads(line)
        figures = record.get("statistics")
        if figures is not None:
            figures["kinds"] = [{"kind": kind, "interactions": count} for kind, count in figures["kinds"].items()]
        for holder, name in ((figures, "first"), (figures, "last"), (record, "timestamp")):
            if holder is not None and holder.get(name) is not None:
                holder[name] = _READ[self.times](holder[name])
        return record


def _struct(name: str, columns: Sequence[str]) -> list[tuple[str, pa.DataType]]:
    # Parquet knows no struct without fields.
    return [(name, pa.struct([(column, pa.string()) for column in columns]))] if columns else []


class ParquetRecords:
    """Writes lines of JSON into a file of the tree as Parquet. `end` writes what is held and the footer."""

    def __init__(self, file: TreeFile, columns: Columns) -> None:
        self._file, self._columns = file, columns
        self._sink = pa.PythonFile(_Sink(file), mode="w")
        self._writer = pq.ParquetWriter(
            self._sink, columns.schema, version="2.6", compression="zstd", compression_level=3, store_schema=False
        )
        self._rows: list[dict[str, Any]] = []

    def write(self, body: bytes | memoryview, records: int = 0, tokens: int = 0) -> None:
        """Appends lines, and counts what they hold."""
        self._rows += map(self._columns.row, bytes(body).splitlines())
        self._file.records += records
        self._file.tokens += tokens
        while len(self._rows) >= _ROWS:
            self._write(self._rows[:_ROWS])
            del self._rows[:_ROWS]

    def end(self) -> None:
        """Ends the Parquet file; the file of the tree stays open."""
        if self._rows:
            self._write(self._rows)
            self._rows = []
        self._writer.close()

    def _write(self, rows: list[dict[str, Any]]) -> None:
        self._writer.write_table(pa.Table.from_pylist(rows, schema=self._columns.schema), row_group_size=_ROWS)


class _Sink:
    """What Arrow writes to: a file of the tree, that only grows."""

    def __init__(self, file: TreeFile) -> None:
        self._file = file
        self.closed = False

    def write(self, body: Any) -> int:
        self._file.write(memoryview(body).cast("B"))
        return len(body)

    def tell(self) -> int:
        return self._file.size

    def flush(self) -> None: ...

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True
