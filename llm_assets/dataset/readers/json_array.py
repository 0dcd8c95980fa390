"""Reads a JSON array of objects as a stream: one element after the other, never the whole file.

After a mistake nothing tells where the next element begins, so the rows before it are kept and the rest counts as one malformed
row.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.cells import RepeatedKey, compact, exact_decoder, has_half_character, strict_decoder
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.quarantine import MAX_CHARACTERS
from llm_assets.dataset.readers.batch import BATCH_BYTES, BATCH_ROWS, MAX_ROW_BYTES, Batch, Broken
from llm_assets.dataset.readers.json_rows import Names, to_batch
from llm_assets.dataset.readers.nested import exploded
from llm_assets.dataset.readers.opening import Stream, opened
from llm_assets.dataset.sources import SourceFile

_BLANK = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 18
# An error so close to the end of the buffer may be the end's own doing (`tru`, `\u00`, `-Infini`).
_MARGIN = 16


def read(file: SourceFile, shape: Shape) -> Iterator[Batch]:
    """Batches of a file that begins with `[`. Raises DatasetError when no object has a declared column."""
    names = Names(shape)
    read_rows = 0
    with opened(file) as stream:
        for batch in _batches(stream, names, shape):
            read_rows += len(batch.rows)
            yield batch
    if read_rows:
        require(shape, names, file.name)


def _batches(stream: Stream, names: Names, shape: Shape) -> Iterator[Batch]:
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    held = 0
    for number, (element, length) in enumerate(_Elements(stream), 1):
        held += length
        found = exploded(element, shape.explode) if isinstance(element, dict) else None
        if found is not None:
            rows += found
            numbers += [number] * len(found)
        else:
            broken.append(Broken(number, *(element if isinstance(element, tuple) else (compact(element)[:MAX_CHARACTERS],))))
        if held >= BATCH_BYTES or len(rows) + len(broken) >= BATCH_ROWS:
            yield to_batch(rows, numbers, broken, names, shape, rows.__getitem__, stream.size())
            rows, numbers, broken, held = [], [], [], 0
    yield to_batch(rows, numbers, broken, names, shape, rows.__getitem__, stream.size())


class _Elements:
    """The elements of the array with their length: an object, or (raw text, reason) of what cannot be used."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        # A byte that is no UTF-8 becomes a lone surrogate: seen when the element is written out again.
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._buffer = ""
        self._at = 0
        self._ended = False

    def __iter__(self) -> Iterator[tuple[dict[str, Any] | tuple[str, str], int]]:
        self._more()
        self._buffer = self._buffer.removeprefix("\ufeff")
        self._skip("[")
        if self._next() == "]":
            yield from self._tail()
            return
        while True:
            self._next()
            try:
                element, raw, reason = self._element()
            except ValueError:
                yield self._rest(), 0
                return
            yield ((_shown(raw), reason) if reason else element), len(raw)
            if self._next() == "]":
                yield from self._tail()
                return
            if not self._skip(","):
                yield self._rest(), 0
                return

    def _element(self) -> tuple[Any, str, str]:
        """The element at the present place, its raw text, and why it cannot be used. Raises ValueError when it is broken."""
        while True:
            repeated = False
            try:
                try:
                    element, end = strict_decoder.raw_decode(self._buffer, self._at)
                except RepeatedKey:
                    element, end = exact_decoder.raw_decode(self._buffer, self._at)
                    repeated = True
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self._buffer) - _MARGIN or error.msg.startswith("Unterminated string")
                held = len(self._buffer) - self._at
                if not cut or held > MAX_ROW_BYTES or not self._more(held):
                    raise
                continue
            except RecursionError:
                raise ValueError from None
            if end == len(self._buffer) and self._more():
                continue
            raw = self._buffer[self._at : end]
            self._at = end
            return element, raw, "repeated_key" if repeated else _unusable(element, raw)

    def _next(self) -> str:
        """The next character that is no blank, or nothing at the end."""
        while True:
            match = _BLANK.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer) or not self._more():
                return self._buffer[self._at : self._at + 1]

    def _skip(self, character: str) -> bool:
        found = self._next() == character
        self._at += found
        return found

    def _more(self, size: int = _CHUNK) -> bool:
        """Reads on: as much as is held, so that a long element is tried only a few times."""
        if self._ended:
            return False
        data = self._stream.read(max(size, _CHUNK))
        self._ended = not data
        self._buffer = self._buffer[self._at :] + self._decode(data, not data)
        self._at = 0
        return bool(data)

    def _tail(self) -> Iterator[tuple[tuple[str, str], int]]:
        self._skip("]")
        if self._next():
            yield self._rest(), 0

    def _rest(self) -> tuple[str, str]:
        rest = self._buffer[self._at : self._at + MAX_CHARACTERS]
        while self._stream.read(_CHUNK):
            pass
        return _shown(rest), "malformed"


def _unusable(element: Any, raw: str) -> str:
    """Why an element that was parsed cannot be used; nothing when it can."""
    if not isinstance(element, dict) or not _decodable(raw):
        return "malformed"
    return "half_character" if "\\u" in raw and has_half_character(element) else ""


def _decodable(raw: str) -> bool:
    if raw.isascii():
        return True
    try:
        raw.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(raw: str) -> str:
    """Raw text for quarantine, each undecodable byte as `\\xff`."""
    return raw[:MAX_CHARACTERS].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
