"""Which interactions, columns and figures a tree shows, and in which order: `[llm_output.content]`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from llm_assets.settings.section import Section, words

if TYPE_CHECKING:
    from llm_assets.settings.model import Column, Dataset

# Fields that leave out interactions.
CUTS = {"last", "since", "kinds", "without_kinds", "max_interaction_bytes", "max_history_bytes"}
# What an interaction is built of: a list of columns does not take it away.
_STRUCTURE = ("timestamp", "conversation", "kind", "speaker")
_UNSEEN = ("direct", "drop")


def _as_text(value: Any) -> Any:
    """A date of TOML as it is written in quotes; ValueError for a text that is no date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        date.fromisoformat(value)
    return value


Day = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str),
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra=words("a date, such as 2024-05-31")),
]


class Content(Section):
    """What of the data is published, and how documents show it. What is not set leaves all as it is, but for two limits."""

    last: int | None = Field(None, ge=1, description="Only so many interactions of each user: the latest ones.")
    since: Day | None = Field(
        None,
        description="Only interactions of this day (UTC, by the times of the source) or later; those without a time go too.",
    )
    kinds: list[str] | None = Field(
        None, min_length=1, description="Only interactions of these kinds, as the source names them."
    )
    without_kinds: list[str] = Field(default_factory=list, description="No interactions of these kinds.")
    max_interaction_bytes: int = Field(
        4_000_000, ge=1_000, description="Interactions with more text than this are left out, and counted as `too_large`."
    )
    max_history_bytes: int = Field(
        32_000_000,
        ge=10_000,
        description="Of a user with more text than this in all interactions only the latest are kept; others are counted as "
        "`history`. It bounds memory: a history is formatted whole.",
    )
    user_columns: list[str] | None = Field(
        None, description="Only these columns of users; others become `drop`, but for `direct` ones, which are hunted on."
    )
    interaction_columns: list[str] | None = Field(
        None, description="The same of interactions; time, conversation, kind and speaker stay, listed or not."
    )
    order: Literal["oldest", "newest"] = Field(
        "oldest", description="Which interactions stand first in documents (`markdown`, `text`, `xml`)."
    )
    group_by: Literal["conversation"] | None = Field(
        None, description="`conversation`: documents have a heading for each conversation, with its interactions below it."
    )
    statistics: bool = Field(
        True, description="Whether documents tell figures of a user's interactions; else only how many there are."
    )

    @property
    def cuts(self) -> bool:
        """Whether interactions may be left out."""
        return self.last is not None or self.since is not None or self.kinds is not None or bool(self.without_kinds)

    @property
    def since_seconds(self) -> int | None:
        """The beginning of `since`, in seconds of Unix time."""
        if self.since is None:
            return None
        return int(datetime.fromisoformat(self.since).replace(tzinfo=UTC).timestamp())

    def shown(self, dataset: "Dataset") -> "Dataset":
        """The dataset with the columns that are not to be shown as `drop`: then no stage reads them."""
        update = {}
        for table, names in (("users", self.user_columns), ("interactions", self.interaction_columns)):
            if names is not None:
                section = getattr(dataset, table)
                columns = {name: _seen(table, name, column, names) for name, column in section.columns.items()}
                update[table] = section.model_copy(update={"columns": columns})
        return dataset.model_copy(update=update) if update else dataset

    def mistakes(self, dataset: "Dataset") -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """What does not fit the dataset: (place below the section, what was found, what is allowed)."""
        for table, setting in (("users", "user_columns"), ("interactions", "interaction_columns")):
            columns: Mapping[str, Column] = getattr(dataset, table).columns
            known = [name for name, column in columns.items() if column.role not in _UNSEEN]
            for index, name in enumerate(getattr(self, setting) or ()):
                if name not in known:
                    what = "found a column that is never shown" if name in columns else "found a column without a role"
                    yield (setting, index), what, ", ".join(known) or "no column"
        roles = {column.role for column in dataset.interactions.columns.values()}
        for setting, role in (("kinds", "kind"), ("without_kinds", "kind"), ("since", "timestamp")):
            if getattr(self, setting) and role not in roles:
                yield (setting,), f"found without a column of interactions that has the role {role}", "with such a column"


def _seen(table: str, name: str, column: "Column", names: list[str]) -> "Column":
    if name in names or column.role in _UNSEEN or (table == "interactions" and column.role in _STRUCTURE):
        return column
    return type(column)(role="drop")
