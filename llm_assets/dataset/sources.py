"""Finds the files of a source: one file, a glob or a folder, of this machine or of an object store.

A folder is read with the folders in it, in the order of the relative paths. Names that begin with a dot or an underscore
(`.DS_Store`, `_SUCCESS`) are passed over, as Spark, DuckDB and Arrow do; any other file must be of a known kind.
"""

import glob
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from llm_assets.dataset.columns import Table
from llm_assets.dataset.partitions import partitions_of
from llm_assets.dataset.stored import stored_files
from llm_assets.errors import DatasetError, is_transient
from llm_assets.resume import file_hash
from llm_assets.settings.databases import is_database
from llm_assets.settings.model import Dataset, Interactions, Users
from llm_assets.stores.trees import Folder
from llm_assets.stores.urls import KNOWN, is_store

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2", ".xz": "xz"}
_KNOWN = f"{', '.join(FORMATS)}, each also with {', '.join(COMPRESSIONS)}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file. name: its path below the source's folder, for reports; format and compression: values of the tables above.

    version: what changes when the file is written anew. partitions: columns whose values stand in the names of its folders.
    """

    path: Folder
    name: str
    format: str
    compression: str | None
    version: str = ""
    partitions: Mapping[str, str | None] = field(default_factory=dict)


def find_files(source: str, root: Path, table: Table) -> list[SourceFile]:
    """The files of a source, in a fixed order.

    source: path, glob or folder, relative to `root`, or the URL of such in an object store. Raises DatasetError when there is
    nothing to read, or a file is of no known kind; ConfigError when a URL cannot be used.
    """
    place = f"[dataset.{table}] source"
    if is_store(source):
        return _in_store(source, place)
    if "://" in source:
        raise DatasetError(
            "a source must be a file, a glob, a folder or the URL of an object store", where=place, remedy=f"Known: {KNOWN}."
        )
    path = Path(root, Path(source).expanduser())
    try:
        if path.is_dir():
            base, found = path, [p for p in path.rglob("*") if p.is_file()]
        elif path.exists():
            base, found = path.parent, [path]
        else:
            base = _folder_of_glob(path)
            found = [p for p in map(Path, glob.glob(str(path), recursive=True)) if p.is_file()]  # noqa: PTH207
    except OSError as error:
        what = f"the source cannot be read: {error.strerror}"
        raise DatasetError(what, where=f"{place} = {path}", transient=is_transient(error)) from None
    if not found:
        what = "the folder holds no file" if path.is_dir() else "no such file"
        if glob.has_magic(source) and not path.exists():
            what = "no file fits the glob"
        raise DatasetError(what, where=f"{place} = {path}", remedy="Correct the path; it is relative to the settings file.")
    names = {p.relative_to(base).as_posix(): p for p in found}
    shown = {n: p for n, p in names.items() if p == path or not _hidden(n)}
    if not shown:
        raise DatasetError("all files of the source are hidden", where=f"{place} = {path}", remedy=f"Known: {_KNOWN}.")
    files = []
    for name in sorted(shown):
        stat, below = shown[name].stat(), shown[name]
        told = below.relative_to(root).as_posix() if below.is_relative_to(root) else name
        files.append(_file(below, name, place, f"{stat.st_size} {stat.st_mtime_ns}", told))
    return files


def _in_store(source: str, place: str) -> list[SourceFile]:
    base, found = stored_files(source, place)
    if not found:
        what = "no object fits the glob" if glob.has_magic(source) else "no such object, and no folder with objects"
        raise DatasetError(what, where=f"{place} = {source}", remedy="Correct the URL.")
    files = []
    for path, object_, version in sorted(found):
        name = path.removeprefix(f"{base}/")
        if len(found) == 1 or not _hidden(name):
            files.append(_file(object_, name, place, version, path.partition("/")[2]))
    if not files:
        raise DatasetError("all files of the source are hidden", where=f"{place} = {source}", remedy=f"Known: {_KNOWN}.")
    return files


def _hidden(name: str) -> bool:
    return any(part[0] in "._" for part in name.split("/"))


def versions_of(dataset: Dataset, root: Path) -> list[str]:
    """Name and version of each file of both sources: equal for equal files. Raises DatasetError like `find_files`.

    The version of a file of this machine is the SHA-256 of its bytes: sizes and times can stay as they were when a file is
    written anew. That of an object is what the store tells.
    """
    return [version for table, section in _tables(dataset) for version in _contents(table, section, root)]


def stamps_of(dataset: Dataset, root: Path) -> list[str]:
    """Name, size and time of each file of both sources: what changes when one is written while it is read."""
    files = ((table, section) for table, section in _tables(dataset) if not is_database(section.source))
    return [version for table, section in files for version in table_versions(table, section, root)]


def table_versions(table: Table, section: Users | Interactions, root: Path) -> list[str]:
    """Name and version of each file of one source, by sizes and times. Raises DatasetError like `find_files`."""
    source = section.source
    if section.export is not None:
        stats = [(name, each.stat()) for name, each in _exported(source, root)]
        return [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    if is_database(source):
        # Nothing tells cheaply whether a table has changed: no two runs are held to have read the same.
        return [f"database {secrets.token_hex(8)}"]
    return [f"{file.name} {file.version}" for file in find_files(source, root, table)]


def _tables(dataset: Dataset) -> tuple[tuple[Table, Users | Interactions], ...]:
    return (("users", dataset.users), ("interactions", dataset.interactions))


def _exported(source: str, root: Path) -> list[tuple[str, Path]]:
    """The files of an export, with the names that tell them apart."""
    path = Path(root, Path(source).expanduser())
    files = sorted(path.rglob("*") if path.is_dir() else [path])
    return [(str(each.relative_to(path.parent)), each) for each in files if each.is_file()]


def _contents(table: Table, section: Users | Interactions, root: Path) -> list[str]:
    source = section.source
    try:
        if section.export is not None:
            return [f"{name} {file_hash(path)}" for name, path in _exported(source, root)]
        if is_store(source) or is_database(source):
            return table_versions(table, section, root)
        files = find_files(source, root, table)
        return [f"{file.name} {file_hash(file.path)} {sorted(file.partitions.items())}" for file in files]
    except OSError as error:
        raise DatasetError(
            f"the source cannot be read: {error.strerror}", where=f"[dataset.{table}] source = {source}"
        ) from None


def _folder_of_glob(path: Path) -> Path:
    parts = path.parts
    plain = next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    return Path(*parts[:plain])


def _file(path: Folder, name: str, place: str, version: str, told: str) -> SourceFile:
    """told: the path in which folders may tell the values of columns."""
    suffixes = [s.lower() for s in PurePosixPath(name).suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    kind = suffixes[-2:-1] if compression else suffixes[-1:]
    if not kind or kind[0] not in FORMATS:
        raise DatasetError(f"{name} is of no known kind", where=place, remedy=f"Known: {_KNOWN}. Move other files elsewhere.")
    return SourceFile(path, name, FORMATS[kind[0]], compression, version, partitions_of(told))
