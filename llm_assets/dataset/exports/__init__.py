"""Exports of systems that people have, one module each: what is in the folder becomes a table of users and one of interactions.

A module has `users(files)` and `interactions(files)`, which yield flat rows, or `Unreadable` for a piece that cannot be read.
The ready mappings of their columns to roles lie in `mappings/`; `init --export` writes them into a settings file.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, get_args

from llm_assets.dataset.columns import Shape, require
from llm_assets.dataset.exports.files import ExportFiles, Unreadable
from llm_assets.dataset.readers.batch import Batch, Broken
from llm_assets.dataset.readers.json_rows import Names, to_batch
from llm_assets.errors import DatasetError
from llm_assets.settings.exports import ExportName

EXPORTS: tuple[ExportName, ...] = get_args(ExportName)
_ROWS = 5_000


def read_export(name: ExportName, path: Path, shape: Shape) -> Iterator[tuple[str, Batch]]:
    """The batches of one table of an export: of a folder, a zip file or one file. Raises DatasetError when it is none."""
    where = f"[dataset.{shape.table}] source = {path}"
    files = ExportFiles(path)
    if not files.names():
        raise DatasetError(
            f"there is no {name} export", where=where, remedy="Name the folder, the zip file or the file of the export."
        )
    return ((f"{name} export", batch) for batch in _batches(name, files, shape, where))


def mapping(name: ExportName) -> str:
    """The ready settings of an export, with SOURCE where its path belongs."""
    return resources("llm_assets.dataset.exports").joinpath("mappings", f"{name}.toml").read_text(encoding="utf-8")


def _batches(name: str, files: ExportFiles, shape: Shape, where: str) -> Iterator[Batch]:
    module = import_module(f"llm_assets.dataset.exports.{name}")
    found: Iterator[dict[str, Any] | Unreadable] = (module.users if shape.table == "users" else module.interactions)(files)
    names = Names(shape)
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    number = 0
    with files:
        for number, row in enumerate(found, 1):
            if isinstance(row, Unreadable):
                broken.append(Broken(number, row.text))
            else:
                rows.append(row)
                numbers.append(number)
            if len(rows) + len(broken) >= _ROWS:
                yield to_batch(rows, numbers, broken, names, shape, rows.__getitem__, files.taken())
                rows, numbers, broken = [], [], []
    if not number:
        raise DatasetError(
            f"that is no {name} export: nothing of it was found",
            where=where,
            remedy="See docs/exports.md for what it must hold.",
        )
    yield to_batch(rows, numbers, broken, names, shape, rows.__getitem__, files.taken())
    if names:
        require(shape, names, f"the {name} export")
