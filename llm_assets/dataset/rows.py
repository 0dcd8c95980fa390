"""A Parquet file of rows, written as they come: what the intake keeps, before it is put into order."""

from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.work import secure_open


class Rows:
    """A Parquet file (0600) being written, one row group a table; a context manager.

    scratch: the file is read once and removed, so that writing it fast counts for more than its size.
    """

    def __init__(self, path: Path, schema: pa.Schema, *, scratch: bool = False) -> None:
        secure_open(path).close()
        self.schema = schema
        how: dict[str, Any] = {"compression": "zstd", "compression_level": 1}
        if scratch:
            how = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
        self._writer = pq.ParquetWriter(path, schema, **how)

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        """Appends rows of the file's schema."""
        self._writer.write_table(table)
