"""Figures of one user's interactions."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from llm_assets.records import SafeInteraction

_DAY = len("2024-01-31")


def statistics(interactions: Iterable[SafeInteraction]) -> dict[str, Any]:
    """Counts of a user's anonymised interactions.

    Returns {"interactions": number, "conversations": number of distinct ones, "kinds": {kind: number} by name, "first" and
    "last": timestamps as the records have them or None, "active_days": number of distinct days in UTC, None
    where times are years}.
    """
    records = list(interactions)
    times = [record.timestamp for record in records if record.timestamp is not None]
    kinds = Counter(record.kind for record in records if record.kind is not None)
    return {
        "interactions": len(records),
        "conversations": len({record.conversation for record in records} - {None}),
        "kinds": dict(sorted(kinds.items())),
        "first": min(times, default=None),
        "last": max(times, default=None),
        "active_days": None if any(len(time) < _DAY for time in times) else len({time[:_DAY] for time in times}),
    }
