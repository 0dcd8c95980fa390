"""The canaries as rows of a raw shard: the very columns that the settings declare, in the shape that `SafeTables` takes."""

from collections.abc import Sequence
from typing import Any

from llm_assets.privacy.canaries.cast import Cast
from llm_assets.privacy.canaries.planting import Planted
from llm_assets.settings.model import Column, Dataset

Rows = dict[str, list[Any]]

_START = 1_600_000_000  # seconds: some day; no canary is published
_ROLE = "customer"


def user_rows(cast: Cast, dataset: Dataset, planted: Sequence[Planted], first: int, pseudonyms: Sequence[str]) -> Rows:
    """Rows of users. first: ordinal of the first canary; pseudonyms: by place."""
    cells = {(each.user, each.column): each.cell for each in planted if each.table == "users"}
    rows: Rows = {
        "ordinal": [first + place for place in range(len(cast.users))],
        "pseudonym": list(pseudonyms),
        "id": [user.user for user in cast.users],
    }
    for name, column in _kept(dataset.users.columns):
        rows[f"col:{name}"] = [
            _cell("users", name, column, cast, place, 0, cells.get((place, name))) for place in range(len(cast.users))
        ]
    return rows


def interaction_rows(cast: Cast, dataset: Dataset, planted: Sequence[Planted], first: int, pseudonyms: Sequence[str]) -> Rows:
    """Rows of interactions: those of one user after the other, each in the conversation of its user and the next one."""
    said = [each for each in planted if each.table == "interactions"]
    cells = {(each.user, each.row, each.column): each for each in said}
    places = sorted({(each.user, each.row) for each in said})
    count = len(cast.users)
    rows: Rows = {
        "ordinal": [first + user for user, _ in places],
        "pseudonym": [pseudonyms[user] for user, _ in places],
        "row": list(range(len(places))),
        "conversation": [cast.users[user].thread for user, _ in places],
        "sequence": [row for _, row in places],
        "participants": [[first + (user + 1) % count] if count > 1 else [] for user, _ in places],
        "timestamp": [_START + place for place in range(len(places))],
    }
    for name, column in _kept(dataset.interactions.columns):
        held = [cells.get((user, row, name)) for user, row in places]
        rows[f"col:{name}"] = [
            _cell("interactions", name, column, cast, user, row, each.cell if each else None)
            for (user, row), each in zip(places, held, strict=True)
        ]
        if column.role in ("text", "html"):
            rows[f"before:{name}"] = [each.before or None if each else None for each in held]
    return rows


def _kept(columns: dict[str, Column]) -> list[tuple[str, Column]]:
    return [(name, column) for name, column in columns.items() if column.role != "drop"]


def _cell(table: str, name: str, column: Column, cast: Cast, user: int, row: int, planted: str | None) -> Any:
    """What stands in a cell: what is planted there, or what such a column holds anyway."""
    if column.role == "direct":
        value = cast.users[user].values.get(f"{table}.{name}")
        return None if value is None else [value]
    if planted is not None:
        return planted
    if column.role == "timestamp":
        return _START + row
    return _ROLE if column.role == "speaker" else None
