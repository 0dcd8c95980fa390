"""Markdown: one document a user, by a Jinja2 template that its reader may replace.

What an expression of a template puts out is one line of plain text, unless it comes from a filter.

Not here: the escaping itself (`escaping`), templates (`template`), the section of one interaction (`section`).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from llm_assets.documents.arranging import heading, title
from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.columnar.markdown import markdown_pieces
from llm_assets.documents.escaping import Escaped, inline, quote, yaml
from llm_assets.documents.parts import WHOLE, Part, notice
from llm_assets.documents.section import section
from llm_assets.documents.statistics import statistics
from llm_assets.documents.template import BUILT_IN, Dialect, environment, own_template, rendered
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

_PROFILE = "profile.md.j2"
NOTICE = Escaped(notice("Quoted lines, and values of attributes, are"))


def _heading(conversation: str | None) -> Escaped:
    return inline(heading(conversation))


_FILTERS: dict[str, Callable[..., Escaped]] = {
    "quote": quote,
    "inline": inline,
    "yaml": yaml,
    "section": section,
    "heading": _heading,
}
_DIALECT = Dialect("Markdown", inline, _FILTERS)


class MarkdownFormatter:
    """The Markdown profile of DESIGN §4.

    settings: `include_metadata` (front matter) and the user's own template, relative to root, are read.
    Raises ConfigError when the user's template cannot be read or has a mistake in its syntax.
    """

    file_extension = ".md"
    layout: Literal["document", "records"] = "document"

    def __init__(self, settings: LlmOutput, root: Path) -> None:
        self._include_metadata, self._content = settings.include_metadata, settings.content
        self.title = title(settings.content, "##")
        self._notice = NOTICE if settings.mark_untrusted else Escaped("")
        self._own = own_template(settings, "markdown", root, _DIALECT)
        # The built-in template is a format of ours, written in whole batches; what a user's own does, only Jinja2 knows.
        self.format_batch = self._batch if self._own is None else None
        self._profile = environment(_DIALECT, own=False).get_template(_PROFILE)

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        """The document of one user. Raises SerializationError, without any value, when the template fails for this user."""
        records = list(interactions)
        whole = user if user.statistics else replace(user, statistics=statistics(records))
        return self.format_part(whole, records, WHOLE)

    def format_part(self, user: SafeUser, interactions: list[SafeInteraction], part: Part) -> str:
        """The document, or a part of it. user: with the statistics of the whole. Raises as `format_user` does."""
        given = {"user": user, "interactions": interactions, "part": part, "notice": self._notice}
        given |= {"links": _links(user.user, part), "include_metadata": self._include_metadata}
        given |= {"group_by": self._content.group_by, "statistics": self._content.statistics}
        if self._own is not None:
            return self._own.render(given)
        return rendered(self._profile, given, _DIALECT, BUILT_IN / _PROFILE)

    def format_interaction(self, interaction: SafeInteraction) -> str:
        """The section of one interaction, as the filter `section` writes it, whatever template the profiles have."""
        return section(interaction)

    def _batch(self, batch: RecordBatch, found: Figures) -> Pieces:
        return markdown_pieces(batch, found, self._content, include_metadata=self._include_metadata, notice=self._notice)


def _links(user: str, part: Part) -> Escaped:
    """What stands in a part, with links to the others; empty for a whole document."""
    if part.total == 1:
        return Escaped("")
    links = part.links(user, MarkdownFormatter.file_extension).items()
    return Escaped(". ".join([part.told, *(f"[{name.capitalize()}]({path})" for name, path in links)]))
