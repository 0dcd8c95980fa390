"""Chunks: pieces of profiles and histories of a set size, for retrieval, one a line.

A chunk holds whole messages as far as they fit, each under a line that says when and by whom it was written; what people wrote
is indented, so that no message can forge such a line. Where a message is longer than a chunk, it is cut at natural borders.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from llm_assets.documents.counters import counter
from llm_assets.documents.cutting import cut
from llm_assets.documents.lines import Lines, json_line
from llm_assets.documents.paths import profile_path
from llm_assets.documents.text import TextFormatter
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

PART = "chunks"
_SOURCES = {"markdown": ".md", "text": ".txt", "xml": ".xml"}


@dataclass(frozen=True, slots=True)
class Block:
    """One message, or a piece of one, as text. of: what it was made from, None for the profile."""

    text: str
    tokens: int
    of: SafeInteraction | None

    @property
    def conversation(self) -> str | None:
        """The conversation that the message belongs to."""
        return self.of.conversation if self.of else None


class ChunksFormatter:
    """Records {"id", "user", "conversations", "first", "last", "source", "tokens", "untrusted", "text"}, in order.

    The first chunk of a user begins with the profile. source: path of the user's document in the same tree, or None.
    """

    file_extension = ".jsonl"
    layout: Literal["document", "records", "lines"] = "lines"
    folder = "chunks"

    def __init__(self, settings: LlmOutput, root: Path) -> None:
        self._most, self._overlap = settings.chunks.tokens, settings.chunks.overlap
        self._counter = counter(settings.tokens, root)
        self._text = TextFormatter(settings)
        self._untrusted = settings.mark_untrusted
        self._source = next((_SOURCES[name] for name in settings.format if name in _SOURCES), None)

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """All chunks of one user."""
        return "".join(line for _, line in self.format_lines(user, interactions).lines)

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One message as it stands in a chunk."""
        return self._text.format_interaction(replace(interaction, conversation=None))

    def format_lines(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> Lines:
        """The chunks of one user, a line each."""
        held = list(_packed(self._blocks(user, interactions), self._most, self._overlap))
        texts = ["\n".join(block.text for block in chunk) for chunk in held]
        found = zip(held, texts, self._counter.counts(texts), strict=True)
        return Lines([(PART, json_line(self._record(user.user, n, *chunk))) for n, chunk in enumerate(found)])

    def _blocks(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> list[Block]:
        profile = SafeInteraction(user.user, None, 0, None, None, None, {}, user.attributes)
        pieces = [(piece, self._profile(piece)) for piece in cut(profile, self._most, self._counter, self._profile)]
        made: list[tuple[SafeInteraction | None, str]] = [(None, text) for _, text in pieces]
        events = list(interactions)
        texts = [self.format_interaction(each) for each in events]
        for each, text, size in zip(events, texts, self._counter.counts(texts), strict=True):
            if size < self._most:
                made.append((each, text))
                continue
            parts = cut(each, self._most - 1, self._counter, self.format_interaction, self._overlap)
            made += [(part, self.format_interaction(part)) for part in parts]
        sizes = self._counter.counts([f"{text}\n" for _, text in made])
        return [Block(text, size, of) for (of, text), size in zip(made, sizes, strict=True)]

    def _profile(self, piece: SafeInteraction) -> str:
        """The profile as a block, from its attributes or a piece of them."""
        return self._text.head(SafeUser(piece.user, piece.attributes)) + self._text.said(piece)

    def _record(self, user: str, number: int, blocks: list[Block], text: str, tokens: int) -> dict[str, Any]:
        times = sorted(block.of.timestamp for block in blocks if block.of and block.of.timestamp)
        conversations = dict.fromkeys(block.conversation for block in blocks if block.conversation)
        return {
            "id": f"{user}-{number:05}",
            "user": user,
            "conversations": list(conversations),
            "first": times[0] if times else None,
            "last": times[-1] if times else None,
            "source": profile_path(user, self._source) if self._source else None,
            "tokens": tokens,
            "untrusted": self._untrusted,
            "text": text,
        }


def _packed(blocks: Iterable[Block], most: int, overlap: int) -> Iterator[list[Block]]:
    """Chunks of whole blocks: full, or ended where a conversation ends and more than half full."""
    held: list[Block] = []
    size = fresh = 0
    for block in blocks:
        same = bool(held) and held[-1].conversation == block.conversation
        if fresh and (size + block.tokens > most or (not same and size > most // 2)):
            yield held
            held = _tail(held, min(overlap, most - block.tokens)) if same else []
            size, fresh = sum(each.tokens for each in held), 0
        held.append(block)
        size, fresh = size + block.tokens, fresh + 1
    if fresh:
        yield held


def _tail(blocks: list[Block], most: int) -> list[Block]:
    """The last blocks of the last conversation that take no more than so many tokens together; never all of them."""
    size, start = 0, len(blocks)
    while start > 1 and blocks[start - 1].conversation == blocks[-1].conversation:
        size += blocks[start - 1].tokens
        if size > most:
            break
        start -= 1
    return blocks[start:]
