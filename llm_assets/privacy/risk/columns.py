"""Which columns an attacker can use, by their roles."""

from collections.abc import Mapping
from dataclasses import dataclass

from llm_assets.settings.model import Column, Dataset

_ITEMS_BEFORE = ("attribute", "pseudonym", "user")


@dataclass(frozen=True, slots=True)
class Columns:
    """quasi, sensitive, attributes, times, user_texts: of the table of users; the others of the interactions.

    items: columns that say what an interaction was about, in the source; kept: those of them that are published as they are.
    Further ids and foreign keys are published as keyed pseudonyms, with which somebody who knows the id can do nothing.
    texts: column -> whether it is HTML.
    """

    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    attributes: tuple[str, ...]
    times: tuple[str, ...]
    user_texts: Mapping[str, bool]
    kind: str | None
    timed: bool
    items: tuple[str, ...]
    kept: tuple[str, ...]
    texts: Mapping[str, bool]


def columns_of(dataset: Dataset) -> Columns:
    """The columns of a dataset by what an attacker can do with them."""
    users, interactions = dataset.users.columns, dataset.interactions.columns
    return Columns(
        quasi=_named(users, "quasi"),
        sensitive=_named(users, "sensitive"),
        attributes=_named(users, "attribute"),
        times=_named(users, "timestamp"),
        user_texts=_texts(users),
        kind=next(iter(_named(interactions, "kind")), None),
        timed=bool(_named(interactions, "timestamp")),
        items=_named(interactions, *_ITEMS_BEFORE),
        kept=_named(interactions, "attribute"),
        texts=_texts(interactions),
    )


def _named(columns: Mapping[str, Column], *roles: str) -> tuple[str, ...]:
    return tuple(name for name, column in columns.items() if column.role in roles)


def _texts(columns: Mapping[str, Column]) -> dict[str, bool]:
    return {name: column.role == "html" for name, column in columns.items() if column.role in ("text", "html")}
