"""Reads JSON lines: one object a line; a line that is none goes to quarantine, and the others go on."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import orjson

from llm_assets.dataset.cells import RepeatedKey, exact_json, has_half_character, strict_decoder
from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.readers.batch import BATCH_BYTES, BATCH_ROWS, MAX_ROW_BYTES, Batch, Broken
from llm_assets.dataset.readers.json_rows import Names, to_batch
from llm_assets.dataset.readers.nested import exploded
from llm_assets.dataset.readers.opening import Stream, opened
from llm_assets.dataset.sources import SourceFile
from llm_assets.errors import DatasetError

_BOM = b"\xef\xbb\xbf"
_PATIENCE = 20
_KEY = re.compile(rb'"[ \t\r\n]*:')


def read(file: SourceFile, shape: Shape) -> Iterator[Batch]:
    """Batches of a file. Raises DatasetError when no object has a declared column, or the lines are plainly no JSON lines."""
    names = Names(shape)
    read_rows = 0
    with opened(file) as stream:
        for batch in _batches(stream, names, shape):
            if not read_rows and _is_other(file, batch):
                raise DatasetError(
                    f"{file.name} is neither JSON lines (one object a line) nor a JSON array of objects",
                    where=f"[dataset.{shape.table}]",
                    remedy="Write one object a line, or a list of objects.",
                )
            read_rows += len(batch.rows)
            yield batch
    if read_rows:
        require(shape, names, file.name)


def _is_other(file: SourceFile, batch: Batch) -> bool:
    """Whether the first rows show something else: a `.json` file laid out over many lines, or no JSON at all."""
    if not batch.broken:
        return False
    if file.format == "json":
        return not batch.rows or batch.broken[0].row < batch.rows[0]
    return not batch.rows and len(batch.broken) >= _PATIENCE


def _batches(stream: Stream, names: Names, shape: Shape) -> Iterator[Batch]:
    rows: list[dict[str, Any]] = []
    lines: list[tuple[bytes, int]] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    held = 0
    for number, line in _lines(stream):
        row = _parse(line)
        held += len(line)
        found = None if isinstance(row, str) else exploded(row, shape.explode)
        if found is None:
            reason = row if isinstance(row, str) else "malformed"
            broken.append(Broken(number, line.decode("utf-8", "backslashreplace").rstrip("\r\n"), reason))
        else:
            rows += found
            lines += [(line, place) for place in range(len(found))]
            numbers += [number] * len(found)
        if held >= BATCH_BYTES or len(rows) + len(broken) >= BATCH_ROWS:
            yield to_batch(rows, numbers, broken, names, shape, partial(_exact, rows, lines, shape.explode), stream.size())
            rows, lines, numbers, broken, held = [], [], [], [], 0
    yield to_batch(rows, numbers, broken, names, shape, partial(_exact, rows, lines, shape.explode), stream.size())


def _lines(stream: Stream) -> Iterator[tuple[int, bytes]]:
    for number, start in enumerate(iter(partial(stream.readline, MAX_ROW_BYTES), b""), 1):
        line = start
        if len(line) == MAX_ROW_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_ROW_BYTES)) and not rest.endswith(b"\n"):
                pass
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line


def _parse(line: bytes) -> dict[str, Any] | str:
    """The object of a line, or why it cannot be used."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        # orjson refuses lone surrogates, which are JSON.
        try:
            row = exact_json(line.decode())
        except (ValueError, RecursionError):
            return "malformed"
        if has_half_character(row):
            return "half_character"
    if not isinstance(row, dict):
        return "malformed"
    # orjson keeps the last value of a repeated key and tells nobody. More colons behind quotes than keys: one may be.
    if len(_KEY.findall(line)) != _keys(row):
        try:
            strict_decoder.decode(line.decode())
        except RepeatedKey:
            return "repeated_key"
        except RecursionError:
            return row  # orjson goes deeper than Python's parser
    return row


def _keys(value: Any) -> int:
    """Keys of all objects in a value."""
    found, rest = 0, [value]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            found += len(value)
            value = value.values()
        rest += [part for part in value if type(part) is dict or type(part) is list]
    return found


def _exact(rows: list[dict[str, Any]], lines: list[tuple[bytes, int]], explode: str | None, index: int) -> dict[str, Any]:
    line, place = lines[index]
    try:
        row: dict[str, Any] = exact_json(line.decode())
    except RecursionError:
        # orjson goes deeper than Python's parser.
        return rows[index]
    found = exploded(row, explode)
    return rows[index] if found is None else found[place]
