"""What becomes of each column of a row, by its role: columns of a raw shard in, columns of anonymised records out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.dates import shifted, year_only
from llm_assets.privacy.html import plain_text
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings.model import Column

Values = list[Any]

# What people typed. An attribute is kept as it is: the audit looks into it, and a name in it stops the publication.
_REDACTED = ("text", "html", "speaker")


@dataclass(frozen=True)
class Rules:
    """How the columns of one table are treated. table: `users` or `interactions`, part of the domain of its pseudonyms.

    ladders: how far columns are coarsened; others by their declared step. years: whether times are their year;
    reference_year: the year of publication, where ages over 89 are not to be told.
    """

    table: str
    columns: Mapping[str, Column]
    level: str
    pseudonymizer: Pseudonymizer
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    years: bool = False
    reference_year: int | None = None

    def texts(self, rows: Mapping[str, Values]) -> dict[str, Values]:
        """The columns whose values go through the redactor, as plain text."""
        found = {}
        for name, column in self.columns.items():
            if column.role in _REDACTED:
                values = rows[f"col:{name}"]
                found[name] = [v if v is None else plain_text(v) for v in values] if column.role == "html" else values
        return found

    def coarsened(self, name: str, values: Values) -> Values:
        """A column made coarser, which only quasi-identifying and sensitive ones are (and at low none)."""
        ladder = self.ladders.get(name) or Ladder((self.columns[name].generalize[0],))
        if self.level == "low" or (ladder.steps == ("keep",) and not ladder.hidden):
            return values
        known: dict[str | None, str | None] = {}
        for value in values:
            if value not in known:
                known[value] = ladder.value(value)
        return [known[value] for value in values]

    def others(self, rows: Mapping[str, Values], users: Sequence[str]) -> dict[str, Values]:
        """The columns that need no redactor: attributes, further ids, foreign keys, generalised values, times.

        users: pseudonym of each row's user.
        """
        found: dict[str, Values] = {}
        for name, column in self.columns.items():
            values = rows.get(f"col:{name}", [])
            if column.role in ("quasi", "sensitive", "attribute", "kind"):
                found[name] = self.coarsened(name, values)
            elif column.role == "pseudonym":
                domain = f"{self.table}.{name}"
                found[name] = [v if v is None else self.pseudonymizer.pseudonym(domain, v) for v in values]
            elif column.role == "user":
                found[name] = [v if v is None else self.pseudonymizer.user(v) for v in values]
            elif column.role == "timestamp" and values:
                found[name] = self.times(values, users)
        return found

    def times(self, values: Values, users: Sequence[str]) -> Values:
        """Times in seconds, as text, each shifted by the offset of its user, or its year."""
        if self.years:
            return [year_only(value, self.reference_year) for value in values]
        offsets: dict[str, int] = {}
        for user in users:
            if user not in offsets:
                offsets[user] = self.pseudonymizer.shift(user)
        return [shifted(value, offsets[user], self.level) for value, user in zip(values, users, strict=True)]

    def named(self, role: str) -> str | None:
        """The column of a role that at most one column has."""
        return next((name for name, column in self.columns.items() if column.role == role), None)
