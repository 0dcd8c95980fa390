"""Texts of a sample of people, before and after, row by row."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.privacy.html import plain_text
from llm_assets.privacy.risk.budget import EVENTS_OF_ONE, TEXT_OF_ONE
from llm_assets.privacy.risk.columns import Columns
from llm_assets.privacy.risk.profiles import Profiles
from llm_assets.privacy.risk.rare import RareEvents

_BATCH = 4_000
Texts = list[list[str]]  # by person, by row
_Rows = Iterator[tuple[Any, list[str]]]


def source_texts(raw: Path, profiles: Profiles, columns: Columns, rare: RareEvents, *, characters: int, most: int) -> Texts:
    """Texts of the first published users: one of each text column of theirs, then one of each interaction that is published.

    characters: that are read at most; most: people.
    """
    people = min(most, profiles.people)
    known = profiles.ordinals[:people]
    cutting = list(rare.common) if rare.action == "cut" else []
    names = [f"col:{name}" for name in columns.texts]

    def of_users(batch: Any) -> _Rows:
        for name, html in columns.user_texts.items():
            yield _ordinals(batch), _plain(batch.column(f"col:{name}").to_pylist(), html)

    def of_interactions(batch: Any) -> _Rows:
        parts = [_plain(batch.column(f"col:{name}").to_pylist(), html) for name, html in columns.texts.items()]
        gone = np.zeros(len(batch), bool)
        for name in cutting:
            gone |= np.array([rare.is_rare(name, value) for value in batch.column(f"col:{name}").to_pylist()], bool)
        joined = ["\n".join(row) for row in zip(*parts, strict=True)]
        yield _ordinals(batch)[~gone], [text for text, lost in zip(joined, gone.tolist(), strict=True) if not lost]

    texts: Texts = [[] for _ in range(people)]
    if columns.user_texts:
        user_columns = ["ordinal", *(f"col:{name}" for name in columns.user_texts)]
        _gather(texts, known, _read(raw, "users", user_columns), of_users, None)
    if names:
        wanted = ["ordinal", *dict.fromkeys([*names, *(f"col:{name}" for name in cutting)])]
        people = _gather(texts, known, _read(raw, "interactions", wanted), of_interactions, characters)
    return texts[:people]


def published_texts(safe: Path, profiles: Profiles, columns: Columns, people: int) -> Texts:
    """The same rows of the first `people` published users, as they are published."""
    known = profiles.names[:people]

    def of_users(batch: Any) -> _Rows:
        for name in columns.user_texts:
            yield _names(batch), _plain(pc.struct_field(batch.column("attributes"), name).to_pylist(), False)

    def of_interactions(batch: Any) -> _Rows:
        parts = [_plain(pc.struct_field(batch.column("text"), name).to_pylist(), False) for name in columns.texts]
        yield _names(batch), ["\n".join(row) for row in zip(*parts, strict=True)]

    texts: Texts = [[] for _ in range(people)]
    if columns.user_texts:
        _gather(texts, known, _read(safe, "users", ["user", "attributes"]), of_users, None)
    if columns.texts:
        _gather(texts, known, _read(safe, "interactions", ["user", "text"]), of_interactions, None)
    return texts


def _read(folder: Path, table: str, columns: Sequence[str]) -> Iterator[Any]:
    for path in sorted(folder.glob(f"{table}-*.parquet")):
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(_BATCH, columns=list(columns))


def _ordinals(batch: Any) -> Any:
    return batch.column("ordinal").to_numpy().astype(np.int64)


def _names(batch: Any) -> Any:
    return np.asarray(batch.column("user").to_pylist(), "S24")


def _plain(values: list[str | None], html: bool) -> list[str]:
    return [(plain_text(value) if html else value) if value else "" for value in values]


def _gather(texts: Texts, known: Any, batches: Iterator[Any], rows: Callable[[Any], _Rows], characters: int | None) -> int:
    """Adds texts to their people; returns how many people are whole when `characters` were read."""
    read = 0
    lengths = [sum(map(len, own)) for own in texts]
    for batch in batches:
        for keys, found in rows(batch):
            if not len(known) or (keys[:1] > known[-1:]).any():
                return len(texts)
            places: Any = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            here = known[places] == keys
            for person, text, mine in zip(places.tolist(), found, here.tolist(), strict=True):
                if not mine or len(texts[person]) >= EVENTS_OF_ONE:
                    continue
                # What is over the limit stays an empty row: rows of source and published texts must stay side by side.
                shown = text[: max(0, 2 * TEXT_OF_ONE - lengths[person])]
                texts[person].append(shown)
                lengths[person] += len(shown)
                read += len(shown)
                if characters is not None and read >= characters:
                    return max(int(person), 1)
    return len(texts)
