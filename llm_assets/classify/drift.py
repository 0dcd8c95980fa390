"""What has changed in the columns of the sources since the last tree that was published: new ones, gone ones, other kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from llm_assets.classify.kept import cells_of
from llm_assets.classify.measure import Measured
from llm_assets.dataset.columns import Table
from llm_assets.settings.model import Dataset
from llm_assets.work import WorkDir, secure_open

Seen = Mapping[str, Mapping[str, str]]  # table -> column -> kind of its values

_FILE = "columns.json"
_ENOUGH = 20  # values, for a kind to be told
_SURE = 0.95
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. table, column; what: `new`, `gone`, or the kinds before and now."""

    table: str
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}: {self.what}"


def changed_columns(work: WorkDir, report: Mapping[str, Any], dataset: Dataset) -> list[Change]:
    """What differs from the last publication; nothing where there was none. report: of the raw stage."""
    before = _remembered(work)
    return [] if before is None else list(_changes(before, _seen(work, report, dataset)))


def remember_columns(work: WorkDir, report: Mapping[str, Any], dataset: Dataset) -> None:
    """Keeps the columns of a tree that was published: names and kinds, no value."""
    work.released.mkdir(mode=0o700, exist_ok=True)
    fresh = work.released / f".{_FILE}"
    with secure_open(fresh) as file:
        file.write(orjson.dumps(_seen(work, report, dataset)))
    fresh.replace(work.released / _FILE)


def _remembered(work: WorkDir) -> Seen | None:
    try:
        found: Seen = orjson.loads((work.released / _FILE).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return found


def _seen(work: WorkDir, report: Mapping[str, Any], dataset: Dataset) -> Seen:
    """The columns of both tables, with the kinds of values of those that are read."""
    raw = work.stage("raw")
    sections: tuple[tuple[Table, Any, str], ...] = (
        ("users", dataset.users, dataset.users.id),
        ("interactions", dataset.interactions, dataset.interactions.user),
    )
    found: dict[str, dict[str, str]] = {}
    for table, section, key in sections:
        roles = {name: column.role for name, column in section.columns.items() if column.role != "drop"}
        looked_at = [name for name, role in roles.items() if role not in ("direct", "timestamp", "conversation", "speaker")]
        kinds = {name: _kind(Measured.of(cells)) for name, cells in cells_of(raw, table, looked_at).items()}
        names = [key, *section.columns, *report["dropped_columns"][table]]
        found[table] = {name: kinds.get(name, _UNKNOWN) for name in names}
    return found


def _changes(before: Seen, now: Seen) -> Iterator[Change]:
    for table, columns in now.items():
        old = before.get(table, {})
        for name in columns.keys() - old.keys():
            yield Change(table, name, "new")
        for name in old.keys() - columns.keys():
            yield Change(table, name, "gone")
        for name in columns.keys() & old.keys():
            if _UNKNOWN not in (old[name], columns[name]) and old[name] != columns[name]:
                yield Change(table, name, f"{old[name]} before, {columns[name]} now")


def _kind(measured: Measured) -> str:
    """What nearly all values are; unknown where there are too few, or of several kinds."""
    if measured.filled < _ENOUGH:
        return _UNKNOWN
    if measured.times() >= _SURE:
        return "times"
    for form, name in (("integer", "whole numbers"), ("number", "numbers"), ("email", "e-mails"), ("uuid", "UUIDs")):
        if measured.share(form) >= _SURE:
            return name
    return "texts" if measured.share("number") < 1 - _SURE else _UNKNOWN
