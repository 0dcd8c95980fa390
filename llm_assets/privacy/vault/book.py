"""What the vault holds: for each id a random code, in one file for all datasets that name it.

A row is (space, domain, value, code). space: dataset (or `link_datasets`) and level, so that trees of two levels cannot be
joined; domain: as for keyed pseudonyms (`user`, `conversation`, `users.<column>`, …). The codes say nothing about the values.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.errors import ConfigError
from llm_assets.privacy.keys import Key
from llm_assets.privacy.vault.sealed import Header, read_header, read_sealed, write_sealed

SCHEMA = pa.schema([(name, pa.string()) for name in ("space", "domain", "value", "code")])
_ROWS = 20_000  # of a chunk: about a megabyte

Change = Callable[[pa.RecordBatch], pa.RecordBatch]


@dataclass(frozen=True)
class Vault:
    """An encrypted file of codes. path: of the file; key: its own, apart from the key of the run."""

    path: Path
    key: Key

    @property
    def id(self) -> str:
        """12 hexadecimal digits that tell this vault (and its rotation) from others; empty while there is none."""
        return read_header(self.path).id if self.path.exists() else ""

    def make(self) -> None:
        """Makes an empty vault where there is none."""
        with self.lock():
            if not self.path.exists():
                self._write([], self.key, None)

    def rows(self) -> Iterator[pa.RecordBatch]:
        """All rows, in batches; none when there is no file yet. Raises as `read_sealed` does."""
        if not self.path.exists():
            return
        for chunk in read_sealed(self.path, self.key):
            yield from pa.ipc.open_stream(chunk)

    def space(self, space: str) -> Iterator[pa.RecordBatch]:
        """The rows (domain, value, code) of one space."""
        for batch in self.rows():
            chosen = batch.filter(pc.equal(batch.column("space"), space))
            if chosen.num_rows:
                yield chosen.select(["domain", "value", "code"])

    def add(self, space: str, batches: Iterable[pa.RecordBatch]) -> None:
        """Adds rows (domain, value, code) of a space; the file is written anew, and exchanged when it is whole."""
        fresh = (
            pa.RecordBatch.from_arrays([pa.repeat(pa.scalar(space), batch.num_rows), *batch.columns], schema=SCHEMA)
            for batch in batches
        )
        self._write(_both(self.rows(), fresh), self.key, read_header(self.path).id if self.path.exists() else None)

    def rewrite(self, change: Change, key: Key | None = None, *, renamed: bool = False) -> Header:
        """Writes the vault with every batch changed. key: another key to seal it with; renamed: as a vault of a new id."""
        old = read_header(self.path)
        return self._write(map(change, self.rows()), key or self.key, None if renamed else old.id)

    def reveal(self, code: str) -> Iterator[tuple[str, str, str]]:
        """(space, domain, value) that a code stands for: one row, or none."""
        for batch in self.rows():
            found = batch.filter(pc.equal(batch.column("code"), code))
            yield from zip(*(found.column(name).to_pylist() for name in ("space", "domain", "value")), strict=True)

    def lock(self) -> AbstractContextManager[None]:
        """Held while the vault is read and written; another process waits."""
        return locked(self.path)

    def _write(self, batches: Iterable[pa.RecordBatch], key: Key, identity: str | None) -> Header:
        try:
            return write_sealed(self.path, key, map(_packed, _of_a_size(batches)), identity)
        except OSError as error:
            raise ConfigError(
                f"the vault cannot be written: {error.strerror}",
                where=str(self.path),
                remedy="Free disk space, or name another [privacy.vault] file.",
            ) from None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock of the vault at `path`, whether there is one yet or not."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _both(first: Iterable[pa.RecordBatch], second: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from first
    yield from second


def _of_a_size(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in tables of one size, so that a vault which grows run by run does not fall into small pieces."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(each.num_rows for each in held) >= _ROWS:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, _ROWS)
            held = whole.slice(_ROWS).to_batches()
    if any(each.num_rows for each in held):
        yield pa.Table.from_batches(held)


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
