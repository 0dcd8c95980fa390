"""The files of an export: in a folder, in a zip file, or the one file that it is."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import orjson

from llm_assets.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A piece of an export that cannot be read, as it goes to quarantine."""

    text: str


class ExportFiles:
    """Files by their path in the export, in the order of the paths. Hidden ones are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = 0
        self._zip: zipfile.ZipFile | None = None
        try:
            if path.is_file() and zipfile.is_zipfile(path):
                self._zip = zipfile.ZipFile(path)
                names = [each.filename for each in self._zip.infolist() if not each.is_dir()]
            elif path.is_file():
                names = [path.name]
            else:
                names = [each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()]
        except (OSError, zipfile.BadZipFile) as error:
            raise DatasetError(
                f"the export cannot be read: {getattr(error, 'strerror', None) or 'it is damaged'}", where=str(path)
            ) from None
        self._names = sorted(name for name in names if not any(part.startswith((".", "__MACOSX")) for part in name.split("/")))

    def __enter__(self) -> "ExportFiles":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._zip is not None:
            self._zip.close()

    def names(self, ending: str = "", *, last: str | None = None) -> list[str]:
        """Paths with an ending, or with a last part of that name."""
        return [name for name in self._names if name.lower().endswith(ending) and last in (None, name.split("/")[-1])]

    def open(self, name: str) -> IO[bytes]:
        """The bytes of a file."""
        if self._zip is not None:
            info = self._zip.getinfo(name)
            self._bytes += info.file_size
            return self._zip.open(info)
        path = self._path if self._path.is_file() else self._path / name
        self._bytes += path.stat().st_size
        return path.open("rb")

    def path(self, name: str) -> Path | None:
        """Where a file lies on the disk; None inside a zip file."""
        return None if self._zip is not None else self._path if self._path.is_file() else self._path / name

    def taken(self) -> int:
        """Bytes opened since the last call."""
        taken, self._bytes = self._bytes, 0
        return taken

    def objects(self, name: str, *keys: str) -> Iterator[dict[str, Any] | Unreadable]:
        """The objects of a JSON file: a list, an object with a list under one of `keys`, one object, or JSON lines."""
        with self.open(name) as file:
            data = file.read().removeprefix(b"\xef\xbb\xbf")
        try:
            whole = orjson.loads(data)
        except orjson.JSONDecodeError:
            yield from _lines(data, name)
            return
        if isinstance(whole, dict):
            whole = next((whole[key] for key in keys if isinstance(whole.get(key), list)), [whole])
        for each in whole if isinstance(whole, list) else [whole]:
            yield each if isinstance(each, dict) else Unreadable(orjson.dumps(each).decode())


def _lines(data: bytes, name: str) -> Iterator[dict[str, Any] | Unreadable]:
    lines = [line for line in data.splitlines() if line.strip()]
    if data and not data.lstrip().startswith(b"{"):
        lines = []
    if not lines:
        yield Unreadable(name)
    for line in lines:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            row = None
        yield row if isinstance(row, dict) else Unreadable(line.decode("utf-8", "backslashreplace"))


def get(row: Any, *path: str) -> Any:
    """What lies at a path of keys; None where there is nothing."""
    for key in path:
        row = row.get(key) if isinstance(row, dict) else None
    return row
