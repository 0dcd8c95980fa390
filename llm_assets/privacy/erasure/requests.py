"""The file of ids to erase: one column, named as the users' id column, in any format that a source may have."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from llm_assets.dataset.columns import Shape
from llm_assets.dataset.readers import read_file
from llm_assets.dataset.sources import find_files
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings.model import CsvOptions


def read_ids(path: Path, column: str, where: str = "[privacy] erase") -> Iterator[str]:
    """The ids of a file, a glob or a folder, as exact text; empty cells are passed over.

    column: the id column of the users. Raises ConfigError when there is no such file, it lacks the column, or a row of it
    cannot be read: an id that is passed over would be a person who is not erased.
    """
    try:
        files = find_files(str(path), path.parent, "users")
    except DatasetError as error:
        raise ConfigError(
            f"the file of ids to erase cannot be used: {error.what}",
            where=f"{where} = {path}",
            remedy=f"Make it a CSV file with the column {column!r}, or correct the path.",
        ) from None
    shape = Shape("users", column, {}, frozenset(), CsvOptions())
    with tempfile.TemporaryDirectory(prefix="llm-assets-") as scratch:
        for file in files:
            try:
                for batch in read_file(file, shape, Path(scratch)):
                    if batch.broken:
                        raise DatasetError(f"row {batch.broken[0].row} cannot be read")
                    yield from (key for key in batch.columns[column].to_pylist() if key is not None and not key.isspace())
            except DatasetError as error:
                raise ConfigError(
                    f"the file of ids to erase cannot be used: {error.what}",
                    where=f"{where} = {path}",
                    remedy=f"Mend it: one column, named {column!r} as in the table of users, one id a row.",
                ) from None
