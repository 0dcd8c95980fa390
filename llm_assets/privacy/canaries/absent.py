"""Which of some values the source holds: among the known values, among those of the audit, and anywhere in the raw shards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.compute import map_shards
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.marks import pattern
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.lookups import stand_in

_ROWS = 20_000
_POOL_BYTES = 100_000_000  # of the raw stage; below this, starting workers costs more than they save


@dataclass(frozen=True)
class ScanTask:
    """Files of the raw stage, and the texts that are looked for in them."""

    paths: tuple[Path, ...]
    texts: frozenset[str]


def scan_raw(task: ScanTask) -> set[str]:
    """Those of the texts that stand in a file, in lower case. Columns that the stage made itself are left out."""
    wanted = pattern(task.texts)
    found: set[str] = set()
    for path in task.paths:
        file = pq.ParquetFile(path)
        names = [name for name in file.schema_arrow.names if name != "pseudonym" and not name.startswith("before:")]
        for batch in file.iter_batches(
            _ROWS, columns=[name for name in names if _holds_text(file.schema_arrow.field(name).type)]
        ):
            for column in batch.columns:
                for text in _joined(column):
                    found.update(match.group().casefold() for match in wanted.finditer(text))
    return found


def _holds_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind.value_type if pa.types.is_list(kind) else kind))


def _joined(column: Any) -> Iterator[str]:
    values = pc.drop_null(column.flatten() if pa.types.is_list(column.type) else column)
    if len(values):
        yield pc.binary_join(pa.ListArray.from_arrays([0, len(values)], values), "\n")[0].as_py()


def source_holds(
    known: KnownValues, finder: LeakFinder, raw: Path, shards: int, processes: int
) -> Callable[[set[str]], set[str]]:
    """A function that gives those of some texts which the source holds. known, finder: with the values of the source."""
    portions: list[tuple[Path, ...]] = [
        (raw / f"users-{n:05d}.parquet", raw / f"interactions-{n:05d}.parquet") for n in range(shards)
    ]
    portions.append((raw / "values.parquet",))
    large = sum(path.stat().st_size for paths in portions for path in paths) >= _POOL_BYTES

    def held(texts: set[str]) -> set[str]:
        if not texts:
            return set()
        ordered = sorted(texts)
        found = {ordered[place] for place in stand_in(known, ordered)} | _audited(finder, ordered)
        rest = frozenset(texts - found)
        tasks = [ScanTask(paths, rest) for paths in portions] if rest else []
        hits = {hit for each in map_shards(scan_raw, tasks, processes if large else 1) for hit in each}
        return found | {text for text in rest if text.casefold() in hits}

    return held


def _audited(finder: LeakFinder, texts: list[str]) -> set[str]:
    """Those in which the audit finds a value; together first, for hardly ever is there one."""
    if not finder.everywhere("\n\n".join(texts)):
        return set()
    if len(texts) == 1:
        return set(texts)
    middle = len(texts) // 2
    return _audited(finder, texts[:middle]) | _audited(finder, texts[middle:])
