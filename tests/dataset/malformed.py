"""What each file of two public collections gives: `python -m tests.dataset.malformed` writes docs/malformed.md."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from llm_assets.dataset.cells import has_half_character
from llm_assets.dataset.columns import Shape, shape_of
from llm_assets.dataset.readers import read_file
from llm_assets.dataset.sources import find_files
from llm_assets.errors import DatasetError
from llm_assets.settings.model import Users
from tests.conftest import SHARED

PAGE = Path(__file__).resolve().parents[2] / "docs" / "malformed.md"
_HEAD = """# What malformed files give

Written by `python -m tests.dataset.malformed`; a test compares it with what the readers do. A file gives rows, quarantine with
its reason ([what they mean](troubleshooting.md#looking-at-quarantine)), or one refusal.

## csv-spectrum

| file | gives |
|---|---|
"""
_JSON = """
The rows are compared with the JSON files of the collection, cell by cell.

## JSONTestSuite

By the names of the files `y_` is JSON, `n_` is none, and with `i_` a parser may do either. Most hold no object, and so no row:
the third column has what the content gives as a cell, `{"id": 1, "cell": …}`, in a file of JSON lines (a line break in it is a
blank there).

| file | as a file | as a cell |
|---|---|---|
"""


def shape(names: Sequence[str]) -> Shape:
    """A table of users with these columns, the first of which is the id."""
    return shape_of(Users.model_validate({"source": "s", "id": names[0], "columns": dict.fromkeys(names[1:], "attribute")}))


def outcome(path: Path, names: Sequence[str]) -> str:
    """What a file gives, in words."""
    rows = 0
    reasons: Counter[str] = Counter()
    [file] = find_files(str(path), path.parent, "users")
    try:
        for batch in read_file(file, shape(names), path.parent):
            rows += len(batch.rows)
            reasons.update(broken.reason for broken in batch.broken)
    except DatasetError as error:
        return f"refused: {str(error).replace(path.name, 'it').partition(' ([')[0]}"
    told = [f"{rows} row{'s' * (rows != 1)}"] * bool(rows or not reasons)
    return ", ".join([*told, *(f"{n} in quarantine (`{reason}`)" for reason, n in sorted(reasons.items()))])


def names_of(path: Path) -> list[str]:
    """The keys of the first object in a JSON file; `a` when it has none."""
    try:
        value: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return ["a"]
    objects = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    return [name for each in objects[:1] for name in each if name and not has_half_character(name)] or ["a"]


def as_cell(path: Path, folder: Path) -> Path:
    """A file of JSON lines with the content of a file in a cell."""
    line = b'{"id": 1, "cell": ' + path.read_bytes().replace(b"\n", b" ").strip() + b"}\n"
    made = folder / "cell.jsonl"
    made.write_bytes(line)
    return made


def page(folder: Path) -> str:
    """The whole page. folder: the collections."""
    lines = [_HEAD]
    for path in sorted((folder / "csv-spectrum" / "csvs").glob("*.csv")):
        names = list(json.loads((folder / "csv-spectrum" / "json" / f"{path.stem}.json").read_bytes())[0])
        lines.append(f"| {path.name} | {outcome(path, names)} |\n")
    lines.append(_JSON)
    with TemporaryDirectory() as scratch:
        for path in sorted((folder / "json").glob("*.json")):
            cell = outcome(as_cell(path, Path(scratch)), ["id", "cell"])
            lines.append(f"| {path.name} | {outcome(path, names_of(path))} | {cell} |\n")
    return "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(SHARED / "malformed"), encoding="utf-8")
