"""Markdown: one document a user, by a Jinja2 template that its reader may replace.

Safe by default. Whatever an expression of a template puts out is escaped to one line of plain text, unless it comes straight
from one of the filters `quote`, `inline`, `yaml` and `section`, or from a macro or block of the template, whose own expressions
were treated so already. A template that forgets a filter gives an ugly document, never a forged one. The filters come last:
`text | quote | indent` is plain again, and so escaped to one line.

Not here: the escaping itself (`escaping`), the section of one interaction (`section`).
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from llm_assets.documents.arranging import heading, title
from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.columnar.markdown import markdown_pieces
from llm_assets.documents.escaping import Escaped, inline, quote, yaml
from llm_assets.documents.parts import WHOLE, Part, notice
from llm_assets.documents.section import section
from llm_assets.documents.statistics import statistics
from llm_assets.errors import ConfigError, SerializationError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

_TEMPLATES = Path(__file__).parent / "templates"
_PROFILE = "profile.md.j2"
NOTICE = Escaped(notice("Quoted lines, and values of attributes, are"))
_REFUSED: dict[tuple[type[nodes.Node], ...], str] = {
    (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends): "uses another template",
    (nodes.FilterBlock, nodes.CallBlock): "has a `filter` or `call` block, whose result would not be escaped",
}
_FIELDS: dict[type, frozenset[str]] = {
    record: frozenset(field.name for field in fields(record)) for record in (SafeUser, SafeInteraction)
}


class MarkdownFormatter:
    """The Markdown profile of DESIGN §4.

    settings: `include_metadata` (front matter) and `template` (the user's own, relative to root) are read.
    Raises ConfigError when the user's template cannot be read or has a mistake in its syntax.
    """

    file_extension = ".md"
    layout: Literal["document", "records"] = "document"

    def __init__(self, settings: LlmOutput, root: Path) -> None:
        self._include_metadata, self._content = settings.include_metadata, settings.content
        self.title = title(settings.content, "##")
        self._notice = NOTICE if settings.mark_untrusted else Escaped("")
        self._own = None if settings.template is None else Path(root, Path(settings.template).expanduser()).absolute()
        # The built-in template is a format of ours, written in whole batches; what a user's own does, only Jinja2 knows.
        self.format_batch = self._batch if self._own is None else None
        self._profile = _environment(Environment).get_template(_PROFILE) if self._own is None else _load(self._own)

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
        try:
            return self._profile.render(given)
        except Exception as error:  # noqa: BLE001 - a template is a program of the user's: it may raise anything
            raise _failure(error, self._own) from None

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


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with a short cut for the fields of records: its checks cost more than all the rest."""

    def getattr(self, obj: object, attribute: str) -> object:
        if attribute in _FIELDS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@lru_cache(maxsize=2)
def _environment(kind: type[Environment]) -> Environment:
    """The environment of the built-in templates (`Environment`), or of the user's own (`_Sandbox`)."""
    environment = kind(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        finalize=inline,
        autoescape=False,  # HTML's rules are not Markdown's: finalize escapes instead
        auto_reload=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Macros and blocks join parts that finalize has seen: their result is safe as a whole, and must not be escaped again.
    environment.concat = _join  # type: ignore[method-assign]
    environment.filters |= {"quote": quote, "inline": inline, "yaml": yaml, "section": section, "heading": heading}
    for name in ("safe", "forceescape", "random"):  # do nothing here, or not the same in every run
        del environment.filters[name]
    del environment.globals["lipsum"]
    return environment


def _join(parts: Iterable[str]) -> Escaped:
    return Escaped("".join(parts))


def _load(path: Path) -> Template:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the template cannot be read: {type(error).__name__}",
            where=f"[llm_output] template = {path}",
            remedy="Name a UTF-8 text file, relative to the settings file, or remove the setting to use the built-in one.",
        ) from None
    return _compile(source, str(path))


@lru_cache(maxsize=8)
def _compile(source: str, path: str) -> Template:
    environment = _environment(_Sandbox)
    try:
        code = environment.compile(source, name=path, filename=path)
        parsed = environment.parse(source)
    except TemplateSyntaxError as error:
        raise ConfigError(
            f"the template has a mistake: {error.message}", where=f"{path}, line {error.lineno}", remedy="Correct that line."
        ) from None
    for kinds, what in _REFUSED.items():
        for block in parsed.find_all(kinds):
            raise ConfigError(
                f"the template {what}",
                where=f"{path}, line {block.lineno}",
                remedy="Use filters in expressions, and macros of the same file.",
            )
    return Template.from_code(environment, code, environment.make_globals(None), None)


def _failure(error: Exception, own: Path | None) -> SerializationError:
    line = _line_of(error.__traceback__, own)
    return SerializationError(
        f"the Markdown template failed for a user: {type(error).__name__}",
        where=f"{own or _PROFILE}, line {line}" if line else str(own or _PROFILE),
        remedy="Make the template fit every record; `is defined` asks whether an attribute is there.",
    )


def _line_of(traceback: TracebackType | None, own: Path | None) -> int | None:
    """Line of the template where an error arose: Jinja2 rewrites the traceback to name the template's own lines."""
    name, line = str(own or _TEMPLATES / _PROFILE), None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
