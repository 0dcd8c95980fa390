"""The packs of the stage `documents`: all pieces that one format made of one shard, in an Arrow IPC file."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.counters import TokenCounter
from llm_assets.work import secure_open

SCHEMA = pa.schema([("part", pa.string()), ("user", pa.string()), ("body", pa.large_binary()), ("tokens", pa.int64())])
_ROWS = 1_000
_BYTES = 8_000_000


def pack_path(folder: Path, format_: str, shard: int) -> Path:
    """Where the pack of a format and shard stands."""
    return folder / f"{format_}-{shard:05d}.arrow"


class PackWriter:
    """Writes a pack in record batches of about 1,000 pieces or 8 MB: memory does not grow with the shard.

    After the `with` block `pieces` ({part: number}), `bytes` and `tokens` tell what was written.
    """

    def __init__(self, path: Path, counter: TokenCounter) -> None:
        self._counter = counter
        self.pieces: Counter[str] = Counter()
        self.bytes = 0
        self.tokens = 0
        self._rows: list[tuple[str, str, str, bytes]] = []
        self._held = 0
        self._file = secure_open(path)
        self._writer: Any = pa.ipc.new_file(self._file, SCHEMA, options=pa.ipc.IpcWriteOptions(compression="zstd"))

    def __enter__(self) -> "PackWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._flush()
            self._writer.close()
        finally:
            self._file.close()

    def add(self, user: str, pieces: Sequence[tuple[str, str, bytes]]) -> None:
        """Adds the pieces of one user: (part, text, the same text as UTF-8)."""
        for part, text, body in pieces:
            self._rows.append((part, user, text, body))
            self._held += len(body)
            if len(self._rows) >= _ROWS or self._held >= _BYTES:
                self._flush()

    def add_columns(self, part: str | pa.Array, users: pa.Array, bodies: pa.Array) -> None:
        """Adds pieces as columns of text. part: of all of them, or of each."""
        self._flush()
        for start in range(0, len(users), _ROWS):
            names, texts = users.slice(start, _ROWS), bodies.slice(start, _ROWS)
            tokens = self._counter.counts_of(texts)
            octets = pc.cast(texts, pa.large_binary())
            parts = [part] * len(names) if isinstance(part, str) else part.slice(start, _ROWS).to_pylist()
            named = pa.array(parts, pa.string())
            self._writer.write_batch(pa.record_batch([named, names, octets, pa.array(tokens)], schema=SCHEMA))
            self.pieces.update(parts)
            self.bytes += pc.sum(pc.binary_length(octets)).as_py() or 0
            self.tokens += int(tokens.sum())

    def _flush(self) -> None:
        if not self._rows:
            return
        parts, users, texts, bodies = (list(column) for column in zip(*self._rows, strict=True))
        tokens = self._counter.counts(texts)
        self._writer.write_batch(pa.record_batch([parts, users, pa.array(bodies, pa.large_binary()), tokens], schema=SCHEMA))
        self.pieces.update(parts)
        self.bytes += self._held
        self.tokens += sum(tokens)
        self._rows, self._held = [], 0
