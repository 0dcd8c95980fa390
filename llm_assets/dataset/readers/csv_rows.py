"""Reads CSV: quoted line breaks, any delimiter and quote, cells as exact text.

Lines above the header go to quarantine, and so does a second table below the first. Of a record with broken
quoting all lines do, to the mark that closes it or to the end of the file: each may be a piece of a cell, and must not be read
as a row. Behind such a record a row with an odd number of quotation marks is not trusted either.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pyarrow as pa

from llm_assets.dataset.cells import null_if_empty, one_each
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.readers.batch import BATCH_BYTES, BATCH_ROWS, MAX_ROW_BYTES, Batch, Broken
from llm_assets.dataset.readers.dialect import MAX_FIELD, PREAMBLE, Dialect, detect
from llm_assets.dataset.readers.opening import Stream, opened
from llm_assets.dataset.sources import SourceFile
from llm_assets.errors import DatasetError

_SAMPLE = 65_536
_ROWS = 1_000  # of the first table that are looked at
_LONGEST = 200  # lines that one record with broken quoting may have; in a longer one each is counted by itself


def read(file: SourceFile, shape: Shape) -> Iterator[Batch]:
    """Batches of a CSV file. Raises DatasetError when it lacks a declared column or is not text of the encoding."""
    with opened(file) as stream, _decoded(stream, shape) as text:
        sample = text.read(_SAMPLE)
    if not sample.strip():
        return
    dialect = detect(sample, shape.names, shape.csv, whole=len(sample) < _SAMPLE)
    with opened(file) as stream, _decoded(stream, shape) as text:
        lines = _Lines(text)
        above, header = _header(lines, dialect, shape)
        require(shape, header, file.name)
        if above:
            yield _batch([], [], above, header, shape, stream)
        yield from _batches(lines, dialect, header, shape, stream)


def _decoded(stream: Stream, shape: Shape) -> io.TextIOWrapper:
    head = stream.peek(4)[:4]
    encoding = shape.csv.encoding
    if head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    except LookupError:
        raise DatasetError(f"no such encoding: {encoding}", where=f"[dataset.{shape.table}] csv.encoding") from None


def _header(lines: "_Lines", dialect: Dialect, shape: Shape) -> tuple[list[Broken], list[str]]:
    """What stands above the header, and the header: of the first rows the one that names every declared column."""
    above: list[Broken] = []
    rows: list[list[str]] = []
    wanted = set(shape.names)
    for cells in _records(lines, dialect):
        row = cells if isinstance(cells, list) else []
        if wanted and wanted <= set(row):
            return above, row
        rows.append(row)
        above.append(Broken(lines.number - len(lines.taken) + 1, _shown(lines.taken)))
        if len(rows) >= PREAMBLE:
            break
    # Nothing is declared, or the declared columns are not there: then the names are asked for, or told to be missing.
    widest = max(map(len, rows), default=0)
    return [], next((row for row in rows if row and (wanted or len(row) == widest)), [])


class _Lines:
    """The physical lines of a file; those of a record that failed can be given back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._rest = iter(partial(text.readline, MAX_ROW_BYTES), "")
        self.taken: list[str] = []
        self.number = 0
        self.characters = 0
        self.before = ""  # put before the next line that is handed out
        self.blank = False  # whether the record before this one was an empty line

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._rest)
        self.taken.append(line)
        self.number += 1
        self.characters += len(line)
        before, self.before = self.before, ""
        return before + line


def _records(lines: _Lines, dialect: Dialect) -> Iterator[list[str] | Broken]:
    reader = dialect.reader(lines)
    trusted = True
    while True:
        lines.taken = []
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield from _unclosed(lines, dialect, first)
            reader = dialect.reader(lines)
            trusted = False
            continue
        if not trusted and _is_open("".join(lines.taken), dialect):
            yield Broken(first, _shown(lines.taken), "open_quote")
        elif cells:
            yield cells
            lines.blank = False
        else:
            lines.blank = True


def _unclosed(lines: _Lines, dialect: Dialect, first: int) -> Iterator[Broken]:
    """The lines of a record with broken quoting: those that were read, and where its cell is too large to be held, the rest."""
    if len(lines.taken) <= _LONGEST and not _is_cut(lines.taken, dialect):
        yield Broken(first, _shown(lines.taken), "open_quote")
        return
    ended, inside = False, ""
    while True:
        for number, line in enumerate(lines.taken, lines.number - len(lines.taken) + 1):
            yield Broken(number, _shown([line]), "open_quote")
        if ended or not _is_cut([inside, *lines.taken], dialect):
            return
        lines.taken = []
        inside = lines.before = dialect.quote  # the reader goes on inside a quoted cell
        with suppress(csv.Error):
            next(dialect.reader(lines), None)
            ended = True


def _is_cut(lines: list[str], dialect: Dialect) -> bool:
    """Whether a record was given up in the middle of a quoted cell, since that is larger than a cell may be."""
    return sum(map(len, lines)) > MAX_FIELD and _is_open("".join(lines), dialect)


def _is_open(text: str, dialect: Dialect) -> bool:
    """Whether a quotation mark of the text has no partner."""
    if dialect.escape:
        text = text.replace(dialect.escape * 2, "").replace(dialect.escape + dialect.quote, "")
    return text.count(dialect.quote) % 2 == 1


def _batches(lines: _Lines, dialect: Dialect, header: list[str], shape: Shape, stream: Stream) -> Iterator[Batch]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    width, full = len(header), lines.characters + BATCH_BYTES
    below = _Below(header)
    for cells in _records(lines, dialect):
        first = lines.number - len(lines.taken) + 1
        if isinstance(cells, Broken):
            broken.append(cells)
        elif below.is_other(cells, after_blank=lines.blank) or len(cells) != width or not _is_text("".join(cells)):
            broken.append(Broken(first, _shown(lines.taken)))
        else:
            rows.append(cells)
            numbers.append(first)
        if len(rows) + len(broken) >= BATCH_ROWS or lines.characters >= full:
            yield _batch(rows, numbers, broken, header, shape, stream)
            rows, numbers, broken, full = [], [], [], lines.characters + BATCH_BYTES
    yield _batch(rows, numbers, broken, header, shape, stream)


def _batch(
    rows: list[list[str]], numbers: list[int], broken: list[Broken], header: list[str], shape: Shape, stream: Stream
) -> Batch:
    columns = {}
    for name in shape.names:
        at = header.index(name)
        texts = null_if_empty(pa.array([row[at] for row in rows], pa.string()))
        columns[name] = one_each(texts) if shape.holds_list(name) else texts
    return Batch(header, columns, numbers, lambda i: dict(zip(header, rows[i], strict=True)), broken, stream.size())


class _Below:
    """Tells a second table, or the header again, below the first table. A row that only might be one is a row."""

    def __init__(self, header: list[str]) -> None:
        self._header = header
        self._rows = 0
        self._like = False  # whether a row of the first table looks like a header, too
        self._other = False

    def is_other(self, cells: list[str], *, after_blank: bool) -> bool:
        if cells == self._header:  # files that were joined: the first table goes on
            self._other = False
            return True
        like = len(cells) > 1 == len(cells) // len(set(cells)) and all(map(_is_name, cells))
        if after_blank and like and self._rows and not self._like:
            self._other = True
        elif not self._other and self._rows < _ROWS:
            self._rows += 1
            self._like |= like
        return self._other


def _is_name(cell: str) -> bool:
    return cell.replace("_", "").replace(" ", "").isalpha()


def _is_text(cells: str) -> bool:
    if cells.isascii():
        return True
    try:
        cells.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(lines: list[str]) -> str:
    """The raw text of lines, each undecodable byte as `\\xff`."""
    return "".join(lines).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
