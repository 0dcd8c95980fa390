"""Plain text: one transcript a user, for prompts and for reading in a terminal.

Lines that begin in the first column are ours; every line that a person wrote is indented, so that no message can forge one.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from llm_assets.documents.arranging import conversations, heading, title
from llm_assets.documents.escaping import Escaped, inert, plain
from llm_assets.documents.parts import WHOLE, Part, notice
from llm_assets.documents.statistics import statistics
from llm_assets.documents.template import Dialect, own_template
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

_INDENT = "    "
_UNKNOWN = "*"


class _Line(Escaped):
    """A value of a record in a template: where it would begin a line, it is indented."""

    __slots__ = ()

    def __str__(self) -> str:  # Jinja2 takes the str of what `escape` gave, and `_joined` must know it again
        return self


class TextFormatter:
    """A head with what is known of the user (when `include_metadata` is true), then each interaction under its own line.

    root: of the user's own template; without it there is none. Raises ConfigError when that cannot be used.
    """

    file_extension = ".txt"
    layout: Literal["document", "records"] = "document"

    def __init__(self, settings: LlmOutput, root: Path | None = None) -> None:
        self._include_metadata, self._content = settings.include_metadata, settings.content
        self.title = title(settings.content, "==")
        self._notice = [notice("Indented lines are")] if settings.mark_untrusted else []
        self._said = inert if settings.mark_untrusted else str
        filters = {"indented": self._indented, "section": lambda item: Escaped(self.format_interaction(item))}
        dialect = Dialect("text", self._value, {**filters, "heading": self._heading}, _joined)
        self._own = own_template(settings, "text", root, dialect)

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The transcript of one user."""
        return self.format_part(user, list(interactions), WHOLE)

    def format_part(self, user: SafeUser, interactions: list[SafeInteraction], part: Part) -> str:
        """The transcript, or a part of it. user: with the statistics of the whole."""
        figures = user.statistics or statistics(interactions)
        if self._own is not None:
            whole = user if user.statistics else replace(user, statistics=figures)
            links = Escaped(part.line(user.user, self.file_extension) if part.total > 1 else "")
            given = {"user": whole, "interactions": interactions, "part": part, "links": links}
            given |= {"notice": Escaped("".join(self._notice)), "include_metadata": self._include_metadata}
            return self._own.render(given | {"group_by": self._content.group_by, "statistics": self._content.statistics})
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

    def _value(self, value: object) -> Escaped:
        """What an expression of a template gives: a line, which cannot begin in the first column. Numbers are ours."""
        if isinstance(value, Escaped):
            return value
        return Escaped(value) if isinstance(value, int | float) else _Line(self._line(value))

    def _heading(self, conversation: str | None) -> Escaped:
        return Escaped(f"== {self._line(heading(conversation))}")

    def _indented(self, text: object) -> Escaped:
        """A text of several lines, each of them indented; ends in a line feed, unless there is none."""
        lines = self._said(plain(str(text))).strip("\n").split("\n") if text is not None else []
        return Escaped("".join(f"{_INDENT}{line}".rstrip() + "\n" for line in lines))


def _joined(pieces: Iterable[str]) -> Escaped:
    """The pieces of a template, with a value that would stand in the first column indented."""
    made, first = [], True
    for piece in pieces:
        made.append(_INDENT + piece if first and isinstance(piece, _Line) else piece)
        first = piece.endswith("\n") if piece else first
    return Escaped("".join(made))
