"""Templates of the user's own: Jinja2 in its sandbox, with everything escaped that does not come from a filter of the format.

Safe by default. Whatever an expression of a template puts out is escaped as the format wants it, unless it comes straight from
one of the format's filters, or from a macro or block of the template, whose own expressions were treated so already. A template
that forgets a filter gives an ugly document, never a forged one. The filters come last: `text | quote | indent` is plain again,
and so escaped.

Not here: what is escaped how (`escaping`, `text`, `xml`), what a template receives (the formats).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from llm_assets.documents.escaping import Escaped
from llm_assets.errors import ConfigError, SerializationError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

BUILT_IN = Path(__file__).parent / "templates"
_REFUSED: dict[tuple[type[nodes.Node], ...], str] = {
    (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends): "uses another template",
    (nodes.FilterBlock, nodes.CallBlock): "has a `filter` or `call` block, whose result would not be escaped",
}
_FIELDS: dict[type, frozenset[str]] = {
    record: frozenset(field.name for field in fields(record)) for record in (SafeUser, SafeInteraction)
}


@dataclass(frozen=True, eq=False)
class Dialect:
    """How a format escapes.

    name: as people call the format; escape: what every expression gets; filters: what may be used. join: puts the pieces of a
    template together, of which only what `escape` and the filters gave is not the template's own.
    """

    name: str
    escape: Callable[[object], Escaped]
    filters: Mapping[str, Callable[..., Escaped]]
    join: Callable[[Iterable[str]], Escaped] = lambda pieces: Escaped("".join(pieces))


class OwnTemplate:
    """A template that the settings name. Raises ConfigError when it cannot be read, has a mistake, or does what is refused."""

    def __init__(self, path: Path, dialect: Dialect, setting: str) -> None:
        self.path, self._dialect = path, dialect
        self._template = _load(path, dialect, setting)

    def render(self, given: Mapping[str, Any]) -> str:
        """The document. Raises SerializationError, without any value, when the template fails."""
        return rendered(self._template, given, self._dialect, self.path)


def own_template(settings: LlmOutput, format_: str, root: Path | None, dialect: Dialect) -> OwnTemplate | None:
    """The template that the settings name for a format, relative to `root`; without a root, or a template, None."""
    setting, name = settings.own_template(format_)
    if name is None or root is None:
        return None
    return OwnTemplate(Path(root, Path(name).expanduser()).absolute(), dialect, setting)


def rendered(template: Template, given: Mapping[str, Any], dialect: Dialect, path: Path) -> str:
    """What a template makes of one user. path: the file that is named where it fails."""
    try:
        return template.render(given)
    except Exception as error:  # noqa: BLE001 - a template is a program of the user's: it may raise anything
        line = _line_of(error.__traceback__, str(path))
        raise SerializationError(
            f"the {dialect.name} template failed for a user: {type(error).__name__}",
            where=f"{path}, line {line}" if line else str(path),
            remedy="Make the template fit every record; `is defined` asks whether an attribute is there.",
        ) from None


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with a short cut for the fields of records: its checks cost more than all the rest."""

    def getattr(self, obj: object, attribute: str) -> object:
        if attribute in _FIELDS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@lru_cache(maxsize=12)
def environment(dialect: Dialect, *, own: bool) -> Environment:
    """The environment of the built-in templates, or of the user's `own`."""
    made = (_Sandbox if own else Environment)(
        loader=FileSystemLoader(BUILT_IN),
        undefined=StrictUndefined,
        finalize=dialect.escape,
        autoescape=False,  # HTML's rules are not those of every format: finalize escapes instead
        auto_reload=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Macros and blocks join parts that finalize has seen: their result is safe as a whole, and must not be escaped again.
    made.concat = dialect.join  # type: ignore[method-assign]
    made.filters |= dialect.filters
    for name in ("safe", "forceescape", "random"):  # do nothing here, or not the same in every run
        del made.filters[name]
    del made.globals["lipsum"]
    return made


def _load(path: Path, dialect: Dialect, setting: str) -> Template:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the template cannot be read: {type(error).__name__}",
            where=f"{setting} = {path}",
            remedy="Name a UTF-8 text file, relative to the settings file, or remove the setting to use the built-in one.",
        ) from None
    return _compile(source, str(path), dialect)


@lru_cache(maxsize=8)
def _compile(source: str, path: str, dialect: Dialect) -> Template:
    made = environment(dialect, own=True)
    try:
        code = made.compile(source, name=path, filename=path)
        parsed = made.parse(source)
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
    return Template.from_code(made, code, made.make_globals(None), None)


def _line_of(traceback: TracebackType | None, name: str) -> int | None:
    """Line of the template where an error arose: Jinja2 rewrites the traceback to name the template's own lines."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
