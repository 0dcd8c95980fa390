"""JSON lines: one record a line, for programs. Profiles and interactions go to files of their own.

Records are always whole: `include_metadata` governs what a *document* says about itself (front matter), and readers of records
rely on the same keys in every line.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import orjson

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces, jsonl_pieces
from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeInteraction, SafeUser


class JsonlFormatter:
    """The records of DESIGN §4, one line each, ending in a line feed."""

    file_extension = ".jsonl"
    layout: Literal["document", "records"] = "records"

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The profile record: {"user", "attributes", "statistics"}."""
        return _line(
            {
                "user": user.user,
                "attributes": dict(user.attributes),
                "statistics": dict(user.statistics) or statistics(interactions),
            }
        )

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """The interaction record: user, conversation, sequence, timestamp, kind, speaker, text, attributes."""
        return _line(
            {
                "user": interaction.user,
                "conversation": interaction.conversation,
                "sequence": interaction.sequence,
                "timestamp": interaction.timestamp,
                "kind": interaction.kind,
                "speaker": interaction.speaker,
                "text": dict(interaction.text),
                "attributes": dict(interaction.attributes),
            }
        )

    def format_batch(self, batch: RecordBatch, found: Figures) -> Pieces:
        """The same lines of a whole batch."""
        return jsonl_pieces(batch, found)


def _line(record: Mapping[str, Any]) -> str:
    # JSON allows these three in a string, but str.splitlines and some readers of JSON lines break the line there.
    text = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE).decode()
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
