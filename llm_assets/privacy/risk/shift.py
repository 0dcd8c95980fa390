"""How far the edges of an export give the secret offsets of its users away.

Who knows that an export covers the source times [first, last] knows that a user's published times [a, b] were moved by an
offset in [b - last, a - first], and in ±365 days. The longer a user's history, the fewer offsets are left. Several columns of
times narrow the same offset down.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from llm_assets.privacy.pseudonyms import MAX_SHIFT_SECONDS, Pseudonymizer
from llm_assets.privacy.risk.interval import share_of
from llm_assets.privacy.risk.profiles import Profiles

_DAY = 86_400
_PEOPLE = 200_000  # whose offsets are looked at; the windows are those of everybody
_NEVER = np.iinfo(np.int64)
Ends = npt.NDArray[np.int64]


def offsets_left(
    raw: Path, shards: int, timed: bool, times: Sequence[str], profiles: Profiles, pseudonymizer: Pseudonymizer
) -> dict[str, Any]:
    """Days of uncertainty that the edges leave of each published user's offset.

    timed: whether interactions have times. times: columns of times of users.

    Returns {"window_days", "people", "within_day", "within_week", "within_month"}: shares of users with times whose offset is
    known to 1, 7 and 30 days; the window is that of the interactions (None without any).
    """
    ends = []
    if timed:
        ends.append(_ends(raw, shards, "interactions", "timestamp"))
    ends += [_ends(raw, shards, "users", f"col:{name}") for name in times]
    places = profiles.ordinals[:_PEOPLE]
    shifts = np.array([pseudonymizer.shift(name.decode("ascii")) for name in profiles.names[:_PEOPLE].tolist()], np.int64)
    low, high = np.full(len(places), -MAX_SHIFT_SECONDS), np.full(len(places), MAX_SHIFT_SECONDS)
    seen, window = np.zeros(len(places), bool), None
    for number, (first, last) in enumerate(ends):
        has = first <= last
        if not has.any():
            continue
        start, end = int(first[has].min()), int(last[has].max())
        window = (end - start) / _DAY if timed and number == 0 else window
        some = has[places]
        mine = places[some]
        low[some] = np.maximum(low[some], last[mine] + shifts[some] - end)
        high[some] = np.minimum(high[some], first[mine] + shifts[some] - start)
        seen |= some
    left = (high - low)[seen] / _DAY
    people = len(left)
    result: dict[str, Any] = {"window_days": None if window is None else round(window, 3), "people": people}
    for name, days in (("within_day", 1), ("within_week", 7), ("within_month", 30)):
        result[name] = share_of(float((left <= days).mean()), people)["share"] if people else None
    return result


def _ends(raw: Path, shards: int, table: str, column: str) -> tuple[Ends, Ends]:
    """First and last time of each user, by ordinal; the first is after the last where there is none."""
    users = sum(pq.read_metadata(raw / f"users-{number:05d}.parquet").num_rows for number in range(shards))
    first, last = np.full(users, _NEVER.max), np.full(users, _NEVER.min)
    for number in range(shards):
        with pq.ParquetFile(raw / f"{table}-{number:05d}.parquet") as file:
            for batch in file.iter_batches(100_000, columns=["ordinal", column]):
                batch = batch.filter(batch.column(1).is_valid())
                ordinals, moments = (each.to_numpy().astype(np.int64) for each in batch.columns)
                np.minimum.at(first, ordinals, moments)
                np.maximum.at(last, ordinals, moments)
    return first, last
