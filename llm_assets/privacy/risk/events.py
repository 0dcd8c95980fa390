"""Interactions of a sample of people, before and after, as arrays: who, when, what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from llm_assets.privacy.risk.budget import EVENTS_OF_ONE
from llm_assets.privacy.risk.columns import Columns
from llm_assets.privacy.risk.profiles import Profiles
from llm_assets.privacy.risk.rare import RareEvents, fingerprint

Labels = npt.NDArray[np.uint64]
_DAY = 86_400
_BATCH = 50_000


@dataclass(frozen=True)
class Events:
    """Events in order of person, and of one person in the order of the source.

    people: index of the person; days: since 1970, those without a time left out where there are times at all.
    labels: 64 bits for what an event is, by the name of the view: `item` (kind and items) or `kind`.
    years: whether nothing but the year of a time is published, and that one is true.
    """

    people: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]
    labels: dict[str, Labels]
    years: bool = False

    @cached_property
    def days_seen(self) -> npt.NDArray[np.int64]:
        """The days as the published records could show them: where those tell the year alone, its first day stands for all."""
        if not self.years:
            return self.days
        return self.days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)

    @cached_property
    def starts(self) -> npt.NDArray[np.intp]:
        """Place of the first event of each person, and at last the number of events."""
        return np.searchsorted(self.people, np.arange(int(self.people.max(initial=-1)) + 2))

    def of(self, person: int) -> slice:
        """The events of a person."""
        return slice(*self.starts[person : person + 2].tolist()) if person + 1 < len(self.starts) else slice(0)


def source_events(raw: Path, profiles: Profiles, columns: Columns, rare: RareEvents, limit: int) -> tuple[Events, int]:
    """Events of the first published users, as the source has them, and how many users those are.

    limit: rows that are read. Labels: `item` with all items, `kind`, and what both are as published: `item published`,
    `kind published`.
    """
    names = list(dict.fromkeys([*([columns.kind] if columns.kind else []), *columns.items]))
    wanted = ["ordinal", "timestamp", *(f"col:{name}" for name in names)]
    kept = list(columns.kept)

    def labels(batch: Any) -> dict[str, Labels]:
        column = {name: batch.column(f"col:{name}") for name in names}
        kind = [columns.kind] if columns.kind else []
        return {
            "item": _labels(len(batch), {n: column[n] for n in (*kind, *columns.items)}, None),
            "kind": _labels(len(batch), {n: column[n] for n in kind}, None),
            "item published": _labels(len(batch), {n: column[n] for n in (*kind, *kept)}, rare),
            "kind published": _labels(len(batch), {n: column[n] for n in kind}, rare),
        }

    def days(batch: Any) -> Any:
        return pc.floor(pc.divide(pc.cast(batch.column("timestamp"), pa.float64()), float(_DAY)))

    batches = ((profiles.ordinals, b.column("ordinal").to_numpy().astype(np.int64), b) for b in _batches(raw, wanted))
    return _gathered(batches, profiles.people, labels, days, columns.timed, limit)


def published_events(safe: Path, profiles: Profiles, columns: Columns, people: int) -> Events:
    """Events of the first `people` published users, as they are published. Labels: `item`, `kind`."""

    def labels(batch: Any) -> dict[str, Labels]:
        kind = {columns.kind: batch.column("kind")} if columns.kind else {}
        kept = {name: pc.struct_field(batch.column("attributes"), name) for name in columns.kept}
        return {"item": _labels(len(batch), {**kind, **kept}, None), "kind": _labels(len(batch), kind, None)}

    def days(batch: Any) -> Any:
        text = pc.utf8_slice_codeunits(batch.column("timestamp"), 0, 10)
        # Of a year alone (`dates = "year"`) its first day stands for all.
        text = pc.if_else(pc.equal(pc.utf8_length(text), 4), pc.binary_join_element_wise(text, "-01-01", ""), text)
        return pc.cast(pc.cast(pc.cast(text, pa.date32()), pa.int32()), pa.float64())

    wanted = ["user", "timestamp", *(["kind"] if columns.kind else []), *(["attributes"] if columns.kept else [])]
    names = profiles.names[:people]
    batches = ((names, np.asarray(b.column("user").to_pylist(), "S24"), b) for b in _batches(safe, wanted))
    return _gathered(batches, people, labels, days, columns.timed, None)[0]


def _batches(folder: Path, columns: Sequence[str]) -> Iterator[Any]:
    for path in sorted(folder.glob("interactions-*.parquet")):
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(_BATCH, columns=list(columns))


def _gathered(
    batches: Iterator[Any], people: int, labels: Any, days: Any, timed: bool, limit: int | None
) -> tuple[Events, int]:
    """Events of the known people among the rows; stops after the person with whom `limit` rows were read."""
    parts: list[tuple[Any, Any, dict[str, Labels]]] = []
    rows, last = 0, people
    seen: Any = np.zeros(people, np.int64)
    for known, keys, batch in batches:
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        if not len(known) or (keys[:1] > known[-1:]).any():
            break
        here = known[place] == keys
        who = place[here]
        # The place of an event among those of its person: what comes after the first thousands is not read.
        order = np.arange(len(who)) - np.searchsorted(who, who) + seen[who]
        np.add.at(seen, who, 1)
        keep = order < EVENTS_OF_ONE
        chosen = batch.filter(pa.array(here)).filter(pa.array(keep))
        day = days(chosen) if timed else pa.array(np.zeros(len(chosen)))
        valid = day.is_valid().to_numpy(zero_copy_only=False)
        when = day.fill_null(0.0).to_numpy(zero_copy_only=False).astype(np.int64)
        parts.append((who[keep][valid], when[valid], {n: each[valid] for n, each in labels(chosen).items()}))
        if limit is not None and rows + len(chosen) >= limit:
            # The person with whom the limit is reached is left out, wherever a batch or a shard ends.
            last = max(int(who[keep][limit - rows - 1]), 1)
            break
        rows += len(chosen)
    if not parts:
        return Events(np.zeros(0, np.int64), np.zeros(0, np.int64), {n: np.zeros(0, np.uint64) for n in _VIEWS}), last
    who, when = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    inside = who < last
    named = {name: np.concatenate([part[2][name] for part in parts])[inside] for name in parts[0][2]}
    return Events(who[inside], when[inside], named), last


_VIEWS = ("item", "kind", "item published", "kind published")


def _labels(rows: int, columns: dict[str, Any], rare: RareEvents | None) -> Labels:
    """64 bits for the values of each row; equal values have equal labels in source and published rows."""
    labels = np.zeros(rows, np.uint64)
    for name, column in columns.items():
        encoded = column.dictionary_encode()
        values = encoded.dictionary.to_pylist()
        if rare is not None:
            values = [rare.published(name, value) for value in values]
        codes = np.array([fingerprint(f"{name}\0{value}") for value in values] + [0], np.uint64)
        index = encoded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        labels = labels * np.uint64(0x9E3779B97F4A7C15) + codes[index]
    return labels
