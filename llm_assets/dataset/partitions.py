"""Columns whose values stand in the names of folders (`year=2024/country=ES/part-0.parquet`), as Hive and Spark write."""

from pathlib import PurePosixPath
from urllib.parse import unquote

_NULL = "__HIVE_DEFAULT_PARTITION__"


def partitions_of(path: str) -> dict[str, str | None]:
    """Column -> value of each folder of a path that is called `column=value`; exact text, `%XX` decoded."""
    pairs = (part.partition("=") for part in PurePosixPath(path).parts[:-1])
    return {unquote(name): None if value == _NULL else unquote(value) for name, sign, value in pairs if sign and name}
