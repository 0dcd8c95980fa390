"""Pieces of histories for retrieval: one JSON line a piece, with whose it is, when it was and where it stands.

A user's transcript (as in the format `text`) is cut at the most natural border that fits: between interactions, lines,
sentences, words. The library is semantic-text-splitter; sizes are those of the counter that the manifest names.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from semantic_text_splitter import TextSplitter

from llm_assets.documents.lines import json_line
from llm_assets.documents.text import TextFormatter
from llm_assets.documents.tokens import count
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

PART = "chunks"


class ChunksFormatter:
    """Writes the pieces of a user's history."""

    file_extension = ".jsonl"
    layout: Literal["document", "records", "lines"] = "lines"
    folder = "chunks"

    def __init__(self, settings: LlmOutput) -> None:
        size = settings.chunks
        self._text = TextFormatter(settings)
        self._splitter = TextSplitter.from_callback(count, size.tokens, size.overlap)
        self._document = next((_ENDINGS[name] for name in settings.format if name in _ENDINGS), None)
        self.left_out: Counter[str] = Counter()

    def format_lines(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> Iterator[tuple[str, str]]:
        """(part, line) of each piece: id, user, conversations, first and last time, source document, tokens, text."""
        records = [each for each in interactions if any(text and not text.isspace() for text in each.text.values())]
        parts = [self._text.format_interaction(each) for each in records]
        starts = [0]
        for part in parts:
            starts.append(starts[-1] + len(part) + 1)
        for number, (offset, text) in enumerate(self._splitter.chunk_indices("\n".join(parts))):
            covered = records[bisect_right(starts, offset) - 1 : bisect_right(starts, offset + len(text) - 1)]
            yield PART, json_line(self._record(user.user, number, text, covered))

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The lines of one user."""
        return "".join(line for _, line in self.format_lines(user, interactions))

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """An interaction as it stands in a piece."""
        return self._text.format_interaction(interaction)

    def _record(self, user: str, number: int, text: str, covered: list[SafeInteraction]) -> dict[str, Any]:
        times = [each.timestamp for each in covered if each.timestamp is not None]
        return {
            "id": f"{user}-{number:05d}",
            "user": user,
            "conversations": list(dict.fromkeys(each.conversation for each in covered if each.conversation is not None)),
            "first": min(times, default=None),
            "last": max(times, default=None),
            "source": f"profiles/{user[:2]}/{user}{self._document}" if self._document else None,
            "tokens": count(text),
            "text": text,
        }


_ENDINGS = {"markdown": ".md", "text": ".txt", "xml": ".xml"}
