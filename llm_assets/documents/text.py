"""Plain text: one transcript a user, for prompts and for reading in a terminal.

Lines that begin in the first column are ours; every line that a person wrote is indented, so that no message can forge one.
"""

from collections.abc import Iterable
from typing import Literal

from llm_assets.documents.escaping import plain
from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

_INDENT = "    "
_UNKNOWN = "*"


class TextFormatter:
    """A head with what is known of the user (when `include_metadata` is true), then each interaction under its own line."""

    file_extension = ".txt"
    layout: Literal["document", "records"] = "document"

    def __init__(self, settings: LlmOutput) -> None:
        self._include_metadata = settings.include_metadata

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The transcript of one user."""
        records = list(interactions)
        figures = user.statistics or statistics(records)
        lines = [f"User {user.user}"]
        if self._include_metadata:
            lines += [f"{_line(name)}: {_line(value)}" for name, value in user.attributes.items()]
            lines += [f"First: {_line(figures['first'])}", f"Last: {_line(figures['last'])}"]
        lines.append(f"Interactions: {figures['interactions']}")
        return "\n".join([*lines, "", *map(self.format_interaction, records)])

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One interaction: `[sequence] time | kind | speaker`, what else is known, and each text; ends in a blank line."""
        known = [_line(part) for part in (interaction.timestamp, interaction.kind, interaction.speaker) if part]
        lines = [" ".join([f"[{interaction.sequence}]", " | ".join(known)]).rstrip()]
        if interaction.conversation is not None:
            lines.append(f"conversation: {interaction.conversation}")
        lines += [f"{_line(name)}: {_line(value)}" for name, value in interaction.attributes.items() if value is not None]
        for name, text in interaction.text.items():
            if text and not text.isspace():
                lines.append(f"{_line(name)}:")
                lines += [f"{_INDENT}{line}".rstrip() for line in plain(text).strip("\n").split("\n")]
        return "\n".join([*lines, ""])


def _line(value: object) -> str:
    """A value as one line that cannot begin another."""
    return _UNKNOWN if value is None else " ".join(plain(str(value)).split())
