"""A few users with their direct identifiers, as the redactor's index and as the audit's arrays."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.source import SourceValues, source_values
from llm_assets.privacy.batch import Batch
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues, Scopes
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.near import name_words
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.tags import Tagger
from llm_assets.privacy.values import forms

KEY = Key(b"k" * 40)
User = Sequence[tuple[str, str]]  # (entity, value)


def write_values(path: Path, users: Sequence[User]) -> None:
    """`values.parquet` as the stage raw has it."""
    rows = [
        {"ordinal": ordinal, "entity": entity, "column": f"users.{entity.lower()}", "value": value}
        for ordinal, user in enumerate(users)
        for entity, value in user
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


class World:
    """users: by ordinal. What is redacted is looked at with the same users' values."""

    def __init__(self, users: Sequence[User], level: str = "high") -> None:
        self.users, self.level = users, level
        builder = KnownValuesBuilder()
        builder.add(
            (ordinal, entity, form)
            for ordinal, user in enumerate(users)
            for entity, value in user
            for form in forms(entity, value, level)
        )
        self.known: KnownValues = builder.build()
        with TemporaryDirectory() as folder:
            write_values(Path(folder) / "values.parquet", users)
            self.source: SourceValues = source_values([Path(folder) / "values.parquet"], level)
        self.finder = LeakFinder(self.source)
        pseudonymizer = Pseudonymizer(KEY, "world", level)
        self.pseudonyms = [pseudonymizer.user(str(ordinal)) for ordinal in range(len(users))]
        tagger = Tagger(pseudonymizer, self.pseudonyms, self.known.holds)
        # What rules and the tagger find of names would hide what is looked for here.
        self.redactor = Redactor(level, self.known, KEY, tagger=tagger, names=False)
        named = {o: [v for e, v in user if e == "PERSON"] for o, user in enumerate(users)}
        self.names = {o: name_words(names) for o, names in named.items()} if level == "high" else {}

    def _batch(self, texts: Sequence[str], groups: Sequence[Sequence[int]]) -> Batch:
        owners = [self.pseudonyms[group[0]] for group in groups]
        return Batch(texts, [""] * len(texts), Scopes.of(groups), owners, owners, self.names)

    def findings(self, texts: Sequence[str], groups: Sequence[Sequence[int]]) -> list[list[Finding]]:
        """What is found in the texts, each in a conversation of these users (ordinals, the owner first)."""
        return self.redactor.findings(self._batch(texts, groups))

    def redact(self, texts: Sequence[str], groups: Sequence[Sequence[int]]) -> list[str]:
        """The texts, each in a conversation of these users (ordinals, the owner first)."""
        return self.redactor.redact_batch(self._batch(texts, groups))[0]

    def one(self, text: str, *group: int) -> str:
        """One redacted text; without a group it is the first user's."""
        return self.redact([text], [group or (0,)])[0]
