"""Allow and deny lists: read line by line, whatever their size.

A plain text file holds a value a line; empty lines and lines that begin with `#` are left out. Of a CSV file one column is
read.
"""

import csv
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from llm_assets.errors import ConfigError
from llm_assets.privacy.scope import is_common
from llm_assets.privacy.values import Form, forms
from llm_assets.settings.privacy_model import ENTITIES

LISTED = -3  # the owner of what a deny list holds: nobody whose pseudonym could stand there
_LONGEST = 1_000  # characters of a value; a longer line is no value


def values(path: Path, column: str = "") -> Iterator[str]:
    """The values of a list. column: of a CSV file. Raises ConfigError when the file cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = _column(file, path, column) if column else _lines(file)
            yield from (value for value in found if 0 < len(value) <= _LONGEST)
    except OSError as error:
        raise ConfigError(
            f"the list cannot be read: {error.strerror}", where=str(path), remedy="Make it a file that you may read."
        ) from None
    except UnicodeDecodeError:
        raise ConfigError("the list is not UTF-8", where=str(path), remedy="Save the file as UTF-8.") from None
    except csv.Error:
        raise ConfigError("the list is not CSV", where=str(path), remedy="Mend the file, or save it as plain text.") from None


def _lines(file: TextIO) -> Iterator[str]:
    return (line.strip() for line in file if not line.startswith("#"))


def _column(file: TextIO, path: Path, column: str) -> Iterator[str]:
    first = file.readline()
    delimiter = max("\t;,", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    if column not in header:
        raise ConfigError("the list has no such column", where=f"{path}#{column}", remedy="Correct the name behind the `#`.")
    place = header.index(column)
    return (row[place].strip() for row in csv.reader(file, delimiter=delimiter) if len(row) > place)


def deny_rows(lists: Sequence[tuple[str, Path, str]], level: str) -> Iterator[tuple[int, str, Form]]:
    """(owner, entity, form) of all values to hunt: each as it stands, everywhere, and its forms that are hunted everywhere."""
    for entity, path, column in lists:
        for value in values(path, column):
            for form in forms(entity, value, level):
                if form.scope == "everywhere":
                    yield LISTED, entity, form
            yield LISTED, entity, Form(value, "everywhere", capitals=all(map(is_common, value.split())))


def folded(value: str) -> str:
    """A value without case, width, invisible characters and differences of spaces."""
    text = "".join(char for char in unicodedata.normalize("NFKC", value).casefold() if unicodedata.category(char) != "Cf")
    return " ".join(text.split())


class AllowList:
    """The values that stay where they are found by form. 8 bytes a value: they are kept as hashes."""

    def __init__(self, paths: Sequence[Path]) -> None:
        hashes = array("Q")
        for path in paths:
            for value in values(path):
                entity, mark, rest = value.partition(":")
                hashes.append(_hash(entity, rest) if mark and entity in ENTITIES else _hash("", value))
        self._hashes = np.unique(np.frombuffer(hashes, dtype=np.uint64)) if len(hashes) else np.zeros(0, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._hashes)

    def holds(self, entity: str, text: str) -> bool:
        """Whether a value of an entity is listed, for that entity or for all."""
        return self._has(_hash("", text)) or self._has(_hash(entity, text))

    def _has(self, wanted: int) -> bool:
        place = int(np.searchsorted(self._hashes, np.uint64(wanted)))
        return place < len(self._hashes) and int(self._hashes[place]) == wanted


def _hash(entity: str, value: str) -> int:
    text = f"{entity}\0{folded(value)}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


def allow_list(paths: Sequence[Path]) -> AllowList:
    """The list of some files, read once a process, and again when a file changed."""
    return _read(tuple((path, _about(path)) for path in paths))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, Any], ...]) -> AllowList:
    return AllowList([path for path, _ in files])


def _about(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:  # reading it will tell
        return None
    return about.st_size, about.st_mtime_ns
