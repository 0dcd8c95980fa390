"""Opens a file, plain or compressed, as a stream of bytes that counts what was read.

A damaged or truncated file ends in a DatasetError; a reader must never take the part for the whole.
"""

import bz2
import codecs
import gzip
import io
import lzma
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa

from llm_assets.dataset.sources import SourceFile
from llm_assets.errors import DatasetError, is_transient
from llm_assets.stores.attempts import in_words, passing

_BUFFER = 1 << 18
_MAGIC = {
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "compressed with gzip (name it .gz)",
    b"\x28\xb5\x2f\xfd": "compressed with zstd (name it .zst)",
    b"\xfd7zXZ\x00": "compressed with xz (name it .xz)",
    **{b"BZh%d1AY" % level: "compressed with bzip2 (name it .bz2)" for level in range(1, 10)},
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"SQLite": "an SQLite database",
}


class Counted(io.RawIOBase):
    """A raw stream over another that counts its bytes."""

    def __init__(self, inner: Any) -> None:
        self.count = 0
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Recoded:
    """UTF-16 as UTF-8: what reads JSON knows no other encoding. A code unit that is broken ends the reading."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._decode = codecs.getincrementaldecoder("utf-16")("strict").decode
        self._held = b""

    def read(self, size: int) -> bytes:
        while not self._held and (data := self._inner.read(size)):
            self._held = self._decode(data).encode("utf-8", "surrogatepass")
        given, self._held = self._held[:size], self._held[size:]
        return given


class Stream(io.BufferedReader):
    """Bytes of a source file, uncompressed."""

    def __init__(self, counted: Counted) -> None:
        super().__init__(counted, _BUFFER)
        self._counted = counted
        self._told = 0

    def size(self) -> int:
        """Bytes read since the last call."""
        new, self._told = self._counted.count - self._told, self._counted.count
        return new


@contextmanager
def opened(file: SourceFile) -> Iterator[Stream]:
    """The bytes of a text file. Raises DatasetError when it cannot be read, is damaged, or is of another kind."""
    with readable(file), _bytes(file) as plain, Stream(Counted(_unpacked(plain, file.compression))) as stream:
        head = stream.peek(8)[:8]
        for magic, kind in _MAGIC.items():
            if head.startswith(magic):
                raise DatasetError(f"{file.name} is not {file.format}, but {kind}", remedy="Give the file its right ending.")
        if file.format != "csv" and head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            with Stream(Counted(_Recoded(stream))) as recoded:
                yield recoded
        else:
            yield stream


@contextmanager
def seekable(file: SourceFile, scratch: Path) -> Iterator[IO[bytes]]:
    """The bytes of a binary file at random; a compressed one is unpacked into a nameless file in `scratch` first."""
    with readable(file):
        if file.compression is None:
            with _bytes(file) as plain:
                yield plain
            return
        with tempfile.TemporaryFile(dir=scratch) as unpacked:
            with _bytes(file) as packed:
                shutil.copyfileobj(_unpacked(packed, file.compression), unpacked)
            yield unpacked


def _bytes(file: SourceFile) -> io.BufferedReader:
    """The bytes as they lie there; of an object those that are asked for, some megabytes ahead."""
    if isinstance(file.path, Path):
        return file.path.open("rb")
    return io.BufferedReader(cast("io.RawIOBase", file.path.open("rb")), _BUFFER)


def _unpacked(plain: io.BufferedReader, compression: str | None) -> Any:
    if not plain.peek(1):  # nothing, which is no damage
        return plain
    if compression == "gzip":
        return gzip.GzipFile(fileobj=plain)
    if compression == "bz2":
        return bz2.BZ2File(plain)
    if compression == "xz":
        return lzma.LZMAFile(plain)
    if compression == "zstd":
        # pyarrow's stream notices a truncated frame; the one of `zstandard` ends as if the file were whole.
        return pa.CompressedInputStream(pa.PythonFile(plain, "r"), "zstd")
    return plain


@contextmanager
def readable(file: SourceFile) -> Iterator[None]:
    """Turns what the libraries raise on a bad file into a DatasetError without the text of the file."""
    try:
        yield
    except (OSError, EOFError, zlib.error, lzma.LZMAError, pa.ArrowException) as error:
        what = getattr(error, "strerror", None) or "it is damaged or truncated"
        if not isinstance(file.path, Path) and isinstance(error, OSError):
            what = in_words(error)  # the text of a store may hold a link that is signed
        transient = is_transient(error) if isinstance(file.path, Path) else isinstance(error, OSError) and passing(error)
        raise DatasetError(
            f"{file.name} cannot be read: {what}", remedy="Make or copy the file again.", transient=transient
        ) from None
    except UnicodeError:
        raise DatasetError(
            f"{file.name} is not in the encoding of the settings", remedy="Set `csv = { encoding = … }` for this table."
        ) from None
