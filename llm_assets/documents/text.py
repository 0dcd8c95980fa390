"""Plain text: one transcript a user, for prompts and for reading in a terminal.

Lines that begin in the first column are ours; every line that a person wrote is indented, so that no message can forge one.
"""

from collections.abc import Iterable
from typing import Literal

from llm_assets.documents.arranging import conversations, heading, title
from llm_assets.documents.escaping import inert, plain
from llm_assets.documents.parts import WHOLE, Part, notice
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
        self._include_metadata, self._content = settings.include_metadata, settings.content
        self.title = title(settings.content, "==")
        self._notice = [notice("Indented lines are")] if settings.mark_untrusted else []
        self._said = inert if settings.mark_untrusted else str

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The transcript of one user."""
        return self.format_part(user, list(interactions), WHOLE)

    def format_part(self, user: SafeUser, interactions: list[SafeInteraction], part: Part) -> str:
        """The transcript, or a part of it. user: with the statistics of the whole."""
        figures = user.statistics or statistics(interactions)
        lines = [f"User {user.user}", *self._notice]
        if self._include_metadata and part.number == 1:
            lines += [f"{self._line(name)}: {self._line(value)}" for name, value in user.attributes.items()]
            times = ("first", "last") if self._content.statistics else ()
            lines += [f"{name.capitalize()}: {self._line(figures[name])}" for name in times]
        lines += [part.line(user.user, self.file_extension)] if part.total > 1 else []
        lines.append(f"Interactions: {figures['interactions']}")
        if self._content.group_by is None:
            return "\n".join([*lines, "", *map(self.format_interaction, interactions)])
        for conversation, group in conversations(interactions):
            lines += ["", f"== {heading(conversation)}", "", "\n".join(map(self.format_interaction, group)).rstrip("\n")]
        return "\n".join([*lines, ""])

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One interaction: `[sequence] time | kind | speaker`, what else is known, and each text; ends in a blank line."""
        known = [self._line(part) for part in (interaction.timestamp, interaction.kind, interaction.speaker) if part]
        again = "(continued) " if interaction.piece else ""
        lines = [" ".join([f"[{interaction.sequence}]", again + " | ".join(known)]).rstrip()]
        if interaction.conversation is not None:
            lines.append(f"conversation: {interaction.conversation}")
        attributes = ((name, value) for name, value in interaction.attributes.items() if value is not None)
        lines += [f"{self._line(name)}: {self._line(value)}" for name, value in attributes]
        return "\n".join([*lines, self.said(interaction)])

    def head(self, user: SafeUser) -> str:
        """The first lines of a transcript, without figures."""
        attributes = ((name, value) for name, value in user.attributes.items() if value is not None)
        return "\n".join([f"User {user.user}", *(f"{self._line(name)}: {self._line(value)}" for name, value in attributes), ""])

    def said(self, interaction: SafeInteraction) -> str:
        """The texts of an interaction, each under the name of its column and indented; empty, or ends in a line feed."""
        lines = []
        for name, text in interaction.text.items():
            if text and not text.isspace():
                lines.append(f"{self._line(name)}:")
                lines += [f"{_INDENT}{line}".rstrip() for line in self._said(plain(text)).strip("\n").split("\n")]
        return "\n".join([*lines, ""]) if lines else ""

    def _line(self, value: object) -> str:
        """A value as one line that cannot begin another."""
        return _UNKNOWN if value is None else " ".join(self._said(plain(str(value))).split())
