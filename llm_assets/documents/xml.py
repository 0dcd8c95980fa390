"""XML: one tagged document a user, as long prompts have them.

Well-formed XML 1.0 (https://www.w3.org/TR/xml/) without a document type: no entity but the five of the language stands in it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from llm_assets.documents.arranging import conversations, heading, title
from llm_assets.documents.escaping import Escaped, inert, plain
from llm_assets.documents.parts import WHOLE, Part, notice
from llm_assets.documents.statistics import statistics
from llm_assets.documents.template import Dialect, own_template
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

# What no XML 1.0 document may hold, even as a reference: other control characters, surrogates and two that are none.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlFormatter:
    """`<user>` with `<attributes>` and `<statistics>` (when `include_metadata` is true) and `<interactions>`.

    root: of the user's own template; without it there is none. Raises ConfigError when that cannot be used.
    """

    file_extension = ".xml"
    layout: Literal["document", "records"] = "document"

    def __init__(self, settings: LlmOutput, root: Path | None = None) -> None:
        self._include_metadata, self._content = settings.include_metadata, settings.content
        self.title = title(settings.content, "<conversation></conversation>")
        told = notice("Elements `text`, and values of attributes, are")
        self._notice = [f"<notice>{told}</notice>"] if settings.mark_untrusted else []
        self._said = inert if settings.mark_untrusted else str
        filters = {
            "section": lambda item: Escaped(self.format_interaction(item)),
            "heading": lambda name: self._value(heading(name)),
        }
        self._own = own_template(settings, "xml", root, Dialect("XML", self._value, filters))

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The document of one user."""
        return self.format_part(user, list(interactions), WHOLE)

    def format_part(self, user: SafeUser, interactions: list[SafeInteraction], part: Part) -> str:
        """The document, or a part of it. user: with the statistics of the whole."""
        figures = user.statistics or statistics(interactions)
        if self._own is not None:
            whole = user if user.statistics else replace(user, statistics=figures)
            links = self._value(part.line(user.user, self.file_extension) if part.total > 1 else "")
            given = {"user": whole, "interactions": interactions, "part": part, "links": links}
            given |= {"notice": Escaped("".join(self._notice)), "include_metadata": self._include_metadata}
            return self._own.render(given | {"group_by": self._content.group_by, "statistics": self._content.statistics})
        place = {"part": part.number, "parts": part.total} | part.links(user.user, self.file_extension)
        shown = {"from": part.first, "to": part.last} if part.total > 1 else {}
        lines = [f"<user{_attributes({'id': user.user, **(place if part.total > 1 else {})})}>", *self._notice]
        if self._include_metadata and part.number == 1:
            lines.append("<attributes>")
            attributes = ((name, value) for name, value in user.attributes.items() if value is not None)
            lines += [_element("attribute", self._said(value), name=self._said(name)) for name, value in attributes]
            lines.append("</attributes>")
            names = ("interactions", "conversations", "active_days", "first", "last") if self._content.statistics else ()
            lines += [f"<statistics{_attributes({name: figures[name] for name in names})}/>"] if names else []
        lines.append(f"<interactions{_attributes({'total': figures['interactions'], **shown})}>")
        return "\n".join([*lines, self._history(interactions) + "</interactions>", "</user>", ""])

    def _value(self, value: object) -> Escaped:
        """What an expression of a template gives: characters of XML, in an element or in the quotes of an attribute."""
        if isinstance(value, Escaped):
            return value
        text = "" if value is None else self._said(value if isinstance(value, str) else str(value))
        return Escaped(escape(_allowed(text), {'"': "&quot;", "'": "&apos;"}))

    def _history(self, interactions: list[SafeInteraction]) -> str:
        if self._content.group_by is None:
            return "".join(map(self.format_interaction, interactions))
        groups = []
        for conversation, group in conversations(interactions):
            inner = "".join(map(self.format_interaction, group))
            groups.append(f"<conversation{_attributes({'id': conversation})}>\n{inner}</conversation>\n")
        return "".join(groups)

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """One `<interaction>`: its facts as attributes, other columns as `<attribute>`, texts as `<text>`."""
        facts = {
            "sequence": interaction.sequence,
            "continued": "true" if interaction.piece else None,
            "conversation": interaction.conversation,
            "timestamp": interaction.timestamp,
            "kind": interaction.kind and self._said(interaction.kind),
            "speaker": interaction.speaker and self._said(interaction.speaker),
        }
        attributes = ((name, value) for name, value in interaction.attributes.items() if value is not None)
        parts = [_element("attribute", self._said(value), name=self._said(name)) for name, value in attributes]
        spoken = ((name, text) for name, text in interaction.text.items() if text and not text.isspace())
        parts += [_element("text", self._said(text), column=self._said(name)) for name, text in spoken]
        return "\n".join([f"<interaction{_attributes(facts)}>", *parts, "</interaction>", ""])


def _attributes(values: Mapping[str, object]) -> str:
    """Attributes of a tag; one that is unknown is left out."""
    return "".join(f" {name}={quoteattr(_allowed(str(value)))}" for name, value in values.items() if value is not None)


def _element(tag: str, text: str, **attributes: str) -> str:
    return f"<{tag}{_attributes(attributes)}>{escape(_allowed(text))}</{tag}>"


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", plain(text))
