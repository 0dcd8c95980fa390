"""The order in which documents show a user's interactions, and the headings that they stand under.

Records, conversations for training and pieces for retrieval keep the order of time: what reads them puts them in order itself.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa

from llm_assets.documents.batches import RecordBatch, texts
from llm_assets.records import SafeInteraction
from llm_assets.settings.content_model import Content

UNGROUPED = "Without Conversation"


def arranged(batch: RecordBatch, content: Content) -> RecordBatch:
    """The batch with the interactions of each user as documents show them; itself where nothing changes.

    Conversations are in the order of their first interaction that is shown, those without one together as if they had one.
    """
    rows = batch.interactions.num_rows
    if not rows or (content.order == "oldest" and content.group_by is None):
        return batch
    owner, order = batch.owner, np.arange(rows)
    if content.order == "newest":
        order = np.lexsort((-order, owner))
    if content.group_by == "conversation":
        codes = texts(batch.interactions, "conversation").dictionary_encode(null_encoding="encode").indices.to_numpy()
        pairs = owner * rows + codes[order]
        _, begins, of = np.unique(pairs, return_index=True, return_inverse=True)
        order = order[np.argsort(begins[of], kind="stable")]
    return RecordBatch(batch.users, batch.interactions.take(pa.array(order)), batch.first)


def conversations(interactions: Sequence[SafeInteraction]) -> Iterator[tuple[str | None, list[SafeInteraction]]]:
    """Interactions that are grouped already, by their conversation."""
    for conversation, group in groupby(interactions, key=lambda each: each.conversation):
        yield conversation, list(group)


def title(content: Content, mark: str) -> str:
    """What the longest heading of a conversation takes, for a first guess at the length of a part."""
    return "" if content.group_by is None else f"{mark} {heading('x' * 24)}\n"


def heading(conversation: str | None) -> str:
    """What stands above a conversation in documents that have headings."""
    return UNGROUPED if conversation is None else f"Conversation {conversation}"
