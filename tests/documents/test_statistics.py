"""Figures of a user's interactions."""

from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeInteraction


def one(timestamp: str | None, kind: str | None = None, conversation: str | None = None) -> SafeInteraction:
    return SafeInteraction("a" * 24, conversation, 0, timestamp, kind, None)


def test_figures() -> None:
    records = [
        one("2024-05-03T23:59:59Z", "order", "x"),
        one("2024-05-03T00:00:00Z", "message", "x"),
        one("2024-05-04T00:00:00Z", "message", "y"),
        one(None),
    ]
    assert statistics(iter(records)) == {
        "interactions": 4,
        "conversations": 2,
        "kinds": {"message": 2, "order": 1},
        "first": "2024-05-03T00:00:00Z",
        "last": "2024-05-04T00:00:00Z",
        "active_days": 2,
    }
    assert list(statistics(records)["kinds"]) == ["message", "order"]


def test_no_interactions() -> None:
    assert statistics([]) == {
        "interactions": 0,
        "conversations": 0,
        "kinds": {},
        "first": None,
        "last": None,
        "active_days": 0,
    }
