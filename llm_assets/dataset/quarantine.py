"""The file of rejected rows: they hold personal data, so it lies in the work folder with mode 0600."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from llm_assets.dataset.cells import clean
from llm_assets.dataset.columns import Table
from llm_assets.errors import DatasetError
from llm_assets.work import WorkDir, secure_open

MAX_CHARACTERS = 65_536


class Quarantine:
    """Writes rejected rows as JSON lines and counts them; a context manager."""

    def __init__(self, path: Path) -> None:
        self.counts: Counter[tuple[Table, str]] = Counter()
        self._path = path
        self._file = secure_open(path)

    def __enter__(self) -> "Quarantine":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def reject(self, table: Table, source: str, row: int, reason: str, data: Any) -> None:
        """Keeps one row with its reason.

        row: the first physical line of the row (CSV, JSON lines) or its number, from 1 (the other sources).
        data: the cells by column, or the raw text of a row that cannot be parsed, cut after 65,536 characters.
        """
        self.counts[table, reason] += 1
        if isinstance(data, str):
            data = clean(data[:MAX_CHARACTERS])
        entry = {"table": table, "source": source, "row": row, "reason": reason, "data": data}
        self._file.write(_json(entry) + b"\n")

    def blank(self, concerns: Callable[[Any], bool]) -> int:
        """Takes the data out of rows that concern someone erased; that there was a row, and why it was rejected, stays.

        concerns: told of the data of a row. Nothing is to be rejected afterwards. Returns how many rows were blanked.
        """
        self._file.close()
        fresh, blanked = self._path.with_suffix(".new"), 0
        with self._path.open("rb") as old, secure_open(fresh) as file:
            for line in old:
                entry = orjson.loads(line)
                if concerns(entry["data"]):
                    entry["data"], blanked = "[ERASED]", blanked + 1
                    line = _json(entry) + b"\n"
                file.write(line)
        fresh.replace(self._path)
        return blanked

    def reasons(self, table: Table) -> dict[str, int]:
        """Rejected rows of a table by reason."""
        return {reason: n for (of, reason), n in sorted(self.counts.items()) if of == table}


def _json(entry: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(entry)
    except TypeError:
        entry["data"] = {clean(str(name)): clean(str(cell)) for name, cell in entry["data"].items()}
        return orjson.dumps(entry)


def within_quarantine_rate(report: Mapping[str, Any], limit: float | None, work: WorkDir) -> None:
    """Raises DatasetError when more rows of a table cannot be used than `max_quarantine_rate` allows."""
    for table in ("users", "interactions"):
        read, quarantined = report[table]["read"], report[table]["quarantined"]
        if limit is not None and quarantined > limit * read:
            raise DatasetError(
                f"{quarantined:,} of {read:,} {table} cannot be used",
                where=str(work.quarantine("raw_dataset")),
                remedy="Look at the reasons there, mend the source, or raise [dataset] max_quarantine_rate.",
            )
