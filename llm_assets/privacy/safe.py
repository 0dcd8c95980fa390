"""Safe tables: batches of raw rows in, anonymised rows out, as Arrow tables of the shape that `documents` reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.batch import Batch
from llm_assets.privacy.html import plain_text
from llm_assets.privacy.known import Scopes
from llm_assets.privacy.memo.memo import Memo
from llm_assets.privacy.near import name_words
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.records import Rules
from llm_assets.privacy.redacted import Redacted
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.review import Review
from llm_assets.privacy.risk.rare import RareEvents
from llm_assets.settings.model import Dataset, Level, Privacy

Rows = dict[str, list[Any]]

_TEXT_ROLES = ("text", "html")
_BEFORE = 200
_TOP_LEVEL = ("kind", "speaker", "timestamp", "conversation")


class SafeTables:
    """Makes the safe rows of one shard; users before their interactions, for their names are hunted with typos in both."""

    def __init__(
        self,
        dataset: Dataset,
        privacy: Privacy,
        level: Level,
        pseudonymizer: Pseudonymizer,
        redactor: Redactor,
        blanks: Any,
        ladders: Mapping[str, Ladder],
        policy: Policy,
        rare: RareEvents | None = None,
        event_ladders: Mapping[str, Ladder] | None = None,
        memo: Memo | None = None,
    ) -> None:
        self._level = level
        self._scope = "" if privacy.tag_scope == "dataset" else None
        self._pseudonymizer = pseudonymizer
        self._redactor = redactor
        years: tuple[bool, int | None] = privacy.dates == "year", privacy.reference_year
        self._user_rules = Rules("users", dataset.users.columns, level, pseudonymizer, ladders, *years)
        # Bits by ordinal: which of the quasi-identifying columns are blank.
        self._blanks = blanks
        self._quasi = [name for name, column in dataset.users.columns.items() if column.role == "quasi"]
        self._rules = Rules("interactions", dataset.interactions.columns, level, pseudonymizer, event_ladders or {}, *years)
        self._people = [n for n, c in dataset.users.columns.items() if c.role == "direct" and c.entity == "PERSON"]
        self._names: dict[int, tuple[str, ...]] = {}
        # By column: one user, and its latest text by conversation; the rows of a user may come in several batches.
        self._latest: dict[str, tuple[int, dict[str | None, str]]] = {}
        self._policy = policy
        self._rare = rare
        self._memo = memo
        self.cut: Counter[str] = Counter()  # interactions, by user
        self.generalized = 0  # values
        self.replaced: Counter[tuple[str, str]] = Counter()  # by column, as `<table>.<column>`, and entity
        self.review = Review()
        self.user_schema = pa.schema([("user", pa.string()), *_struct("attributes", self._attributes(self._user_rules))])
        self.interaction_schema = pa.schema(
            [
                *((name, pa.string()) for name in ("user", "conversation")),
                ("sequence", pa.int64()),
                *((name, pa.string()) for name in ("timestamp", "kind", "speaker")),
                *_struct("text", [n for n, c in self._rules.columns.items() if c.role in _TEXT_ROLES]),
                *_struct("attributes", self._attributes(self._rules)),
            ]
        )

    @staticmethod
    def _attributes(rules: Rules) -> list[str]:
        apart = ("direct", "drop", *(() if rules.table == "users" else (*_TEXT_ROLES, *_TOP_LEVEL)))
        return [name for name, column in rules.columns.items() if column.role not in apart]

    def users(self, rows: Rows) -> pa.Table:
        """Safe rows of users."""
        ordinals, users = rows["ordinal"], rows["pseudonym"]
        for index, ordinal in enumerate(ordinals):
            names = [name for column in self._people for name in rows[f"col:{column}"][index] or ()]
            self._names[ordinal] = name_words(names) if self._level == "high" else ()
        scopes = [[ordinal] for ordinal in ordinals]
        texts = self._redacted("users", self._user_rules.texts(rows), scopes, users, users, {})
        values = {**self._user_rules.others(rows, users), **texts}
        blank = np.unpackbits(self._blanks[ordinals], axis=1, count=len(self._quasi)).astype(bool)
        for name, hidden in zip(self._quasi, blank.T.tolist(), strict=True):
            values[name] = [None if h else v for v, h in zip(values[name], hidden, strict=True)]
        return _table(self.user_schema, {"user": users}, values)

    def interactions(self, rows: Rows) -> pa.Table:
        """Safe rows of interactions."""
        ordinals, users = rows["ordinal"], rows["pseudonym"]
        threads = [v if v is None else self._pseudonymizer.pseudonym("conversation", v) for v in rows["conversation"]]
        scopes = [[o, *others] for o, others in zip(ordinals, rows["participants"], strict=True)]
        texts = self._rules.texts(rows)
        before = {
            name: self._before(rows, name, texts[name]) for name, c in self._rules.columns.items() if c.role in _TEXT_ROLES
        }
        places = [thread or user for thread, user in zip(threads, users, strict=True)]
        values = {**self._rules.others(rows, users), **self._redacted("interactions", texts, scopes, users, places, before)}
        changed = 0
        if self._rare is not None:
            for name in self._rare.common:
                values[name], more = self._rare.replaced(name, values[name])
                changed += more
        kind, speaker = self._rules.named("kind"), self._rules.named("speaker")
        top = {
            "user": users,
            "conversation": threads,
            "sequence": rows["sequence"],
            "timestamp": self._rules.times(rows["timestamp"], users),
            "kind": values[kind] if kind else [None] * len(users),
            "speaker": values[speaker] if speaker else [None] * len(users),
        }
        table = _table(self.interaction_schema, top, values)
        self.generalized += changed
        lost = self._rare.lost(rows, len(users)) if self._rare else []
        if not any(lost):
            return table
        self.cut.update(user for user, gone in zip(users, lost, strict=True) if gone)
        return table.filter(pa.array([not gone for gone in lost]))

    def _before(self, rows: Rows, name: str, values: list[Any]) -> list[str]:
        """The message before each in its conversation, of whichever user: it is context, not content."""
        column, before = self._rules.columns[name], []
        others = rows.get(f"before:{name}") or [None] * len(values)
        for ordinal, thread, text, other in zip(rows["ordinal"], rows["conversation"], values, others, strict=True):
            owner, latest = self._latest.get(name, (-1, {}))
            if ordinal != owner:
                latest = {}
                self._latest[name] = ordinal, latest
            if other and column.role == "html":
                other = plain_text(other)
            before.append(other or latest.get(thread, ""))
            if text:
                latest[thread] = text[-_BEFORE:]
        return before

    def _redacted(
        self,
        table: str,
        columns: Mapping[str, list[Any]],
        scopes: Sequence[Sequence[int]],
        users: Sequence[str],
        places: Sequence[str],
        before: Mapping[str, list[str]],
    ) -> dict[str, list[Any]]:
        result = {name: list(values) for name, values in columns.items()}
        for name, values in columns.items():
            rows = [row for row, value in enumerate(values) if value]
            batch = Batch(
                texts=[values[row] for row in rows],
                before=[before[name][row] if name in before else "" for row in rows],
                scopes=Scopes.of([scopes[row] for row in rows]),
                owners=[self._scope if self._scope is not None else users[row] for row in rows],
                conversations=[places[row] for row in rows],
                names=self._names,
                left=[self._policy.left(table, name)] * len(rows) if self._policy.columns else (),
            )
            counts: Counter[str] = Counter()
            owned = [users[row] for row in rows]
            done = self._redactor.redacted(batch) if self._memo is None else self._remembered(self._memo, batch, owned)
            for row, each, owner in zip(rows, done, batch.owners, strict=True):
                each.count(counts, self.review, owner)
                result[name][row] = each.text
            self.replaced.update({(f"{table}.{name}", entity): times for entity, times in counts.items()})
        return result

    def _remembered(self, memo: Memo, batch: Batch, users: Sequence[str]) -> list[Redacted]:
        """What became of the texts, of those that the memo has without looking at them."""
        keys = memo.keys(batch)
        done = [memo.find(key, user) for key, user in zip(keys, users, strict=True)]
        missing = [index for index, each in enumerate(done) if each is None]
        if not missing:
            return [each for each in done if each is not None]
        fresh = self._redactor.redacted(batch.picked(missing, [batch.texts[index] for index in missing]))
        for index, each in zip(missing, fresh, strict=True):
            memo.keep(keys[index], users[index], each)
            done[index] = each
        return [each for each in done if each is not None]


def _struct(name: str, columns: Sequence[str]) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.struct([(column, pa.string()) for column in columns]))] if columns else []


def _table(schema: pa.Schema, top: Mapping[str, list[Any]], values: Mapping[str, list[Any]]) -> pa.Table:
    arrays = []
    for column in schema:
        if pa.types.is_struct(column.type):
            parts = [pa.array(values[part.name], part.type) for part in column.type]
            arrays.append(pa.StructArray.from_arrays(parts, fields=list(column.type)))
        else:
            arrays.append(pa.array(top[column.name], column.type))
    return pa.Table.from_arrays(arrays, schema=schema)
