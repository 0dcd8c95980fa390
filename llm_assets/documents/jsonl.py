"""JSON lines: one record a line, for programs. Profiles and interactions go to files of their own.

Records are always whole: `include_metadata` governs what a *document* says about itself (front matter), and readers of records
rely on the same keys in every line.
"""

from collections.abc import Iterable
from typing import Literal

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces, jsonl_pieces
from llm_assets.documents.lines import json_line
from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeInteraction, SafeUser


class JsonlFormatter:
    """The records of DESIGN §4, one line each, ending in a line feed."""

    file_extension = ".jsonl"
    layout: Literal["document", "records"] = "records"

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The profile record: {"user", "attributes", "statistics"}."""
        return json_line(
            {
                "user": user.user,
                "attributes": dict(user.attributes),
                "statistics": dict(user.statistics) or statistics(interactions),
            }
        )

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """The interaction record: user, conversation, sequence, timestamp, kind, speaker, text, attributes."""
        return json_line(
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


class ParquetFormatter(JsonlFormatter):
    """The same records; the tree makes them typed columns. As lines they can be looked through like all other pieces."""

    file_extension = ".parquet"
    container = "parquet"
