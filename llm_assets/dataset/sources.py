"""Finds the files of a source: one file, a glob or a folder.

A folder is read with the folders in it, in the order of the relative paths. Names that begin with a dot or an underscore
(`.DS_Store`, `_SUCCESS`) are passed over, as Spark, DuckDB and Arrow do; any other file must be of a known kind.
"""

import glob
import secrets
from dataclasses import dataclass
from pathlib import Path

from llm_assets.dataset.columns import Table
from llm_assets.errors import DatasetError
from llm_assets.settings.databases import is_database
from llm_assets.settings.model import Dataset

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
_KNOWN = f"{', '.join(FORMATS)}, each also with {' or '.join(COMPRESSIONS)}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file. name: its path below the source's folder, for reports; format and compression: values of the tables above."""

    path: Path
    name: str
    format: str
    compression: str | None


def find_files(source: str, root: Path, table: Table) -> list[SourceFile]:
    """The files of a source, in a fixed order.

    source: path, glob or folder, relative to `root`. Raises DatasetError when there is nothing to read, or a file is of no
    known kind.
    """
    place = f"[dataset.{table}] source"
    if "://" in source:
        raise DatasetError(
            "a source must be a file, a glob or a folder, not a URL", where=place, remedy="Copy the data here first."
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
        raise DatasetError(f"the source cannot be read: {error.strerror}", where=f"{place} = {path}") from None
    if not found:
        what = "the folder holds no file" if path.is_dir() else "no such file"
        if glob.has_magic(source) and not path.exists():
            what = "no file fits the glob"
        raise DatasetError(what, where=f"{place} = {path}", remedy="Correct the path; it is relative to the settings file.")
    names = {p.relative_to(base).as_posix(): p for p in found}
    shown = {n: p for n, p in names.items() if p == path or not any(part[0] in "._" for part in n.split("/"))}
    if not shown:
        raise DatasetError("all files of the source are hidden", where=f"{place} = {path}", remedy=f"Known: {_KNOWN}.")
    return [_file(shown[name], name, place) for name in sorted(shown)]


def versions_of(dataset: Dataset, root: Path) -> list[str]:
    """Name, size and time of each file of both sources: equal for equal files. Raises DatasetError like `find_files`."""
    tables: tuple[tuple[Table, str], ...] = (("users", dataset.users.source), ("interactions", dataset.interactions.source))
    found = []
    for table, source in tables:
        if is_database(source):
            # Nothing tells cheaply whether a table has changed: no two runs are held to have read the same.
            found.append(f"database {secrets.token_hex(8)}")
            continue
        stats = ((file.name, file.path.stat()) for file in find_files(source, root, table))
        found += [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    return found


def _folder_of_glob(path: Path) -> Path:
    parts = path.parts
    plain = next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    return Path(*parts[:plain])


def _file(path: Path, name: str, place: str) -> SourceFile:
    suffixes = [s.lower() for s in path.suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    kind = suffixes[-2:-1] if compression else suffixes[-1:]
    if not kind or kind[0] not in FORMATS:
        raise DatasetError(f"{name} is of no known kind", where=place, remedy=f"Known: {_KNOWN}. Move other files elsewhere.")
    return SourceFile(path, name, FORMATS[kind[0]], compression)
