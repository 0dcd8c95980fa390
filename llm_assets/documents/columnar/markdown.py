"""Markdown profiles of whole batches: the bytes of the built-in template."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.documents.arranging import UNGROUPED
from llm_assets.documents.batches import RecordBatch, parts, texts
from llm_assets.documents.columnar.escaped import grouped, inline_strings, joined, quoted, yaml_strings
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.escaping import inline, yaml
from llm_assets.settings.content_model import Content


def markdown_pieces(
    batch: RecordBatch, found: Figures, content: Content, *, include_metadata: bool, notice: str = ""
) -> Pieces:
    """(part, users, documents) of the users of a batch, whose interactions are arranged as `content` says.

    notice: the sentence below the title, if there is one.
    """
    names, attributes = batch.names, parts(batch.users, "attributes")
    body: list[Any] = _front_matter(names, attributes, found, whole=content.statistics) if include_metadata else []
    body += ["# User Profile: ", names, f"\n\n{notice}\n\n" if notice else "\n\n"]
    if attributes:
        body.append("## Attributes\n\n")
        for name, column in attributes.items():
            body += [f"- {inline(name)}: ", inline_strings(column), "\n"]
        body.append("\n")
    body += ["## Interaction Summary\n\n- Total Interactions: ", found.interactions, "\n"]
    body += _summary(found) if content.statistics else []
    if batch.interactions.num_rows:
        sections, title = _sections(batch.interactions), "\n## Interactions\n\n"
        if content.group_by is not None:
            sections, title = joined(_headings(batch), sections), "\n"
        histories = grouped(sections, batch.first, "\n")
        body.append(_where(pc.greater(pc.binary_length(histories), 0), joined(title, histories)))
    return [("document", names, joined(*body))]


def _summary(found: Figures) -> list[Any]:
    kinds = found.kinds_as(inline_strings, " (", ")", ", ")
    times = joined("- First: ", inline_strings(found.first), "\n- Last: ", inline_strings(found.last), "\n- Active Days: ")
    return [
        "- Conversations: ",
        found.conversations,
        "\n",
        _where(pc.greater(pc.binary_length(kinds), 0), joined("- Kinds: ", kinds, "\n")),
        _where(pc.is_valid(found.first), joined(times, found.active_days, "\n")),
    ]


def _headings(batch: RecordBatch) -> pa.Array:
    """The heading of a conversation where its first interaction stands, the empty text elsewhere."""
    names, owner = texts(batch.interactions, "conversation"), batch.owner
    told = pc.coalesce(names, "")
    begins = np.ones(len(names), dtype=bool)
    same = pc.equal(told[1:], told[:-1]).to_numpy(zero_copy_only=False).astype(bool)
    begins[1:] = ~same | (owner[1:] != owner[:-1])
    titles = pc.coalesce(joined("## Conversation ", names, "\n\n"), f"## {UNGROUPED}\n\n")
    return _where(pa.array(begins), titles)


def _front_matter(names: pa.Array, attributes: dict[str, Any], found: Figures, *, whole: bool) -> list[Any]:
    lines: list[Any] = ["---\nuser: ", yaml_strings(names), "\nattributes:\n"]
    for name, column in attributes.items():
        lines += [f"  {yaml(name)}: ", yaml_strings(column), "\n"]
    if not attributes:
        lines.append("  {}\n")
    lines += ["statistics:\n  interactions: ", found.interactions]
    if not whole:
        return [*lines, "\n---\n\n"]
    lines += ["\n  conversations: ", found.conversations]
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
