"""JSON lines of whole batches: the bytes of `documents.jsonl`."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch, parts, texts
from llm_assets.documents.columnar.escaped import joined, json_strings
from llm_assets.documents.columnar.figures import Figures

Pieces = list[tuple[str, pa.Array, pa.Array]]


def jsonl_pieces(batch: RecordBatch, found: Figures) -> Pieces:
    """(part, users, lines) of the profiles and of the interactions of a batch."""
    profiles, events = _profiles(batch, found), batch.interactions
    lines = joined(
        '{"user":', json_strings(events.column("user")),
        ',"conversation":', json_strings(texts(events, "conversation")),
        ',"sequence":', _numbers(events),
        ',"timestamp":', json_strings(texts(events, "timestamp")),
        ',"kind":', json_strings(texts(events, "kind")),
        ',"speaker":', json_strings(texts(events, "speaker")),
        ',"text":{', *_members(parts(events, "text")),
        '},"attributes":{', *_members(parts(events, "attributes")),
        "}}\n",
    ) if events.num_rows else pa.array([], pa.string())  # fmt: skip
    return [("profiles", batch.names, profiles), ("interactions", events.column("user"), lines)]


def _profiles(batch: RecordBatch, found: Figures) -> pa.Array:
    return joined(
        '{"user":', json_strings(batch.names), ',"attributes":{', *_members(parts(batch.users, "attributes")),
        '},"statistics":{"interactions":', found.interactions, ',"conversations":', found.conversations,
        ',"kinds":{', found.kinds_as(json_strings, ":", "", ","),
        '},"first":', json_strings(found.first), ',"last":', json_strings(found.last),
        ',"active_days":', found.active_days, "}}\n",
    )  # fmt: skip


def _members(columns: dict[str, Any]) -> list[Any]:
    """The members of an object: each column's name and its values."""
    members: list[Any] = []
    for number, (name, column) in enumerate(columns.items()):
        key = json_strings(pa.array([name]))[0].as_py()
        members += [f"{',' if number else ''}{key}:", json_strings(column)]
    return members


def _numbers(events: pa.RecordBatch) -> pa.Array:
    return pc.cast(events.column("sequence"), pa.string())
