"""Markdown profiles of whole batches: the bytes of the built-in template."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.batches import RecordBatch, parts, texts
from llm_assets.documents.columnar.escaped import grouped, inline_strings, joined, quoted, yaml_strings
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.escaping import inline, yaml


def markdown_pieces(batch: RecordBatch, found: Figures, *, include_metadata: bool, notice: str = "") -> Pieces:
    """(part, users, documents) of the users of a batch. notice: the sentence below the title, if there is one."""
    names, attributes = batch.names, parts(batch.users, "attributes")
    body: list[Any] = _front_matter(names, attributes, found) if include_metadata else []
    body += ["# User Profile: ", names, f"\n\n{notice}\n\n" if notice else "\n\n"]
    if attributes:
        body.append("## Attributes\n\n")
        for name, column in attributes.items():
            body += [f"- {inline(name)}: ", inline_strings(column), "\n"]
        body.append("\n")
    body += ["## Interaction Summary\n\n- Total Interactions: ", found.interactions]
    body += ["\n- Conversations: ", found.conversations, "\n"]
    kinds = found.kinds_as(inline_strings, " (", ")", ", ")
    body.append(_where(pc.greater(pc.binary_length(kinds), 0), joined("- Kinds: ", kinds, "\n")))
    times = joined("- First: ", inline_strings(found.first), "\n- Last: ", inline_strings(found.last), "\n- Active Days: ")
    body.append(_where(pc.is_valid(found.first), joined(times, found.active_days, "\n")))
    if batch.interactions.num_rows:
        sections = grouped(_sections(batch.interactions), batch.first, "\n")
        body.append(_where(pc.greater(pc.binary_length(sections), 0), joined("\n## Interactions\n\n", sections)))
    return [("document", names, joined(*body))]


def _front_matter(names: pa.Array, attributes: dict[str, Any], found: Figures) -> list[Any]:
    lines: list[Any] = ["---\nuser: ", yaml_strings(names), "\nattributes:\n"]
    for name, column in attributes.items():
        lines += [f"  {yaml(name)}: ", yaml_strings(column), "\n"]
    if not attributes:
        lines.append("  {}\n")
    lines += ["statistics:\n  interactions: ", found.interactions, "\n  conversations: ", found.conversations]
    lines += ["\n  kinds: {", found.kinds_as(yaml_strings, ":", "", ","), "}\n  first: ", yaml_strings(found.first)]
    return [*lines, "\n  last: ", yaml_strings(found.last), "\n  active_days: ", found.active_days, "\n---\n\n"]


def _sections(events: pa.RecordBatch) -> pa.Array:
    """The section of each interaction, as `documents.section` writes it."""
    body: list[Any] = ["### ", pc.cast(events.column("sequence"), pa.string())]
    for name in ("timestamp", "kind", "speaker"):
        column = texts(events, name)
        known = pc.fill_null(pc.greater(pc.binary_length(column), 0), False)
        body.append(_where(known, joined(" | ", inline_strings(column))))
    facts: list[tuple[str, Any]] = [("conversation", texts(events, "conversation"))]
    facts += [(inline(name), column) for name, column in parts(events, "attributes").items()]
    lines = joined(*(_where(pc.is_valid(c), joined(f"\n- {name}: ", inline_strings(c))) for name, c in facts))
    body.append(_where(pc.greater(pc.binary_length(lines), 0), joined("\n", lines)))
    written = parts(events, "text")
    for name, column in written.items():
        quotes = quoted(column)
        title = f"\n\n{inline(name)}:\n\n" if len(written) > 1 else "\n\n"
        body.append(_where(pc.is_valid(quotes), joined(title, pc.fill_null(quotes, ""))))
    return joined(*body, "\n")


def _where(known: pa.Array, texts: pa.Array) -> pa.Array:
    """The texts where they are known, the empty text elsewhere."""
    return pc.if_else(known, texts, "")
