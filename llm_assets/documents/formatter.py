"""What a format is, and the formats that can be named in the settings.

A new format is a module of this package with a class of this protocol, and a line in `_BUILT_IN`; or an entry point of the
group `llm_assets.formats` in a package of its own, which gives the same.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.chat import ChatFormatter
from llm_assets.documents.chunks import ChunksFormatter
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.jsonl import JsonlFormatter, ParquetFormatter
from llm_assets.documents.lines import Lines
from llm_assets.documents.markdown import MarkdownFormatter
from llm_assets.documents.splits import PACK
from llm_assets.documents.text import TextFormatter
from llm_assets.documents.xml import XmlFormatter
from llm_assets.errors import ConfigError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput
from llm_assets.settings.own_formats import BUILT_IN, GROUP, entries, known_formats

Layout = Literal["document", "records", "lines"]
Columnar = Callable[[RecordBatch, Figures], Pieces]
ByLines = Callable[[SafeUser, Iterable[SafeInteraction]], Lines]

_EXTENSION = re.compile(r"(\.[a-z0-9]+){1,3}")
_FOLDER = re.compile(r"(?!profiles$|data$|chat$|chunks$|splits$)[a-z][a-z0-9_-]{0,30}")
_WHERE = "[llm_output] format"


class Formatter(Protocol):
    """Writes anonymised records in one format; it receives nothing else, and cannot reach the source.

    A formatter may also have an attribute `layout`. "document" (the default) is a file per user, made by `format_user`;
    "records" is files of many lines, where `format_user` gives a user's profile line and `format_interaction` the line of each
    interaction, both ending in a line feed; "lines" is files of many lines in a folder of its own (`folder`), which
    `format_lines` gives with the part (the name of their files) that each belongs to. An exception means: this user is left
    out of all formats. `format_batch`, where a formatter has it, writes the same for many users at once; `format_part`, where
    one of documents has it, a part of a history that is too long for one.
    """

    file_extension: str

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str: ...

    def format_interaction(self, interaction: SafeInteraction) -> str: ...


_BUILT_IN: dict[str, Callable[[LlmOutput, Path], Formatter]] = {
    "chat": ChatFormatter,
    "chunks": ChunksFormatter,
    "jsonl": lambda _settings, _root: JsonlFormatter(),
    "markdown": MarkdownFormatter,
    "parquet": lambda _settings, _root: ParquetFormatter(),
    "text": TextFormatter,
    "xml": XmlFormatter,
}

FORMATS = tuple(sorted(_BUILT_IN))


def formatters(settings: LlmOutput, root: Path) -> dict[str, Formatter]:
    """The formatters that the settings name, in their order.

    Raises ConfigError like `formatter`, when a package claims the name of a built-in one that is used, and when two would write
    files of the same names.
    """
    for name in set(settings.format) & set(BUILT_IN):
        if entries(name):
            raise ConfigError(
                f"a package brings a format of the name {name!r}, which is built in",
                where=f"{GROUP}, {_brought(entries(name))}",
                remedy="Uninstall it, or have its maker choose another name.",
            )
    made = {name: formatter(name, settings=settings, root=root) for name in dict.fromkeys(settings.format)}
    taken: dict[tuple[str, str, str], str] = {}
    for name, each in made.items():
        other = taken.setdefault((layout(each), folder(each), each.file_extension), name)
        if other != name:
            raise ConfigError(
                f"the formats {other!r} and {name!r} would write files of the same names",
                where=_WHERE,
                remedy="Choose one of them, or run twice with two output folders.",
            )
    return made


def formatter(name: str, *, settings: LlmOutput, root: Path) -> Formatter:
    """The formatter registered under a name.

    root: the folder that relative paths in the settings start from.
    Raises ConfigError for a name that no format has, for settings that the format cannot use (a template with a mistake), and
    for a package whose format is none.
    """
    make = _BUILT_IN.get(name)
    if make is not None:
        return make(settings, root)
    if entries(name):
        return _of_package(name, settings, root)
    known = sorted(known_formats([name]))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    raise ConfigError(
        f"there is no format {name!r}",
        where=_WHERE,
        remedy=(f"Did you mean {near[0]!r}? " if near else "") + f"Known formats: {', '.join(known)}.",
    )


def _of_package(name: str, settings: LlmOutput, root: Path) -> Formatter:
    found = entries(name)
    where = f"{GROUP}, {_brought(found)}"
    if len(found) > 1:
        raise ConfigError(f"several packages bring a format {name!r}", where=where, remedy="Uninstall all but one of them.")
    try:
        made = found[0].load()(settings, root)
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - a program of others: it may raise anything
        raise ConfigError(
            f"the format {name!r} cannot be loaded: {type(error).__name__}",
            where=where,
            remedy=f"Its entry point {found[0].value} must be callable with (settings, root); ask its maker.",
        ) from None
    fault = "has a name that is taken" if name == PACK else _fault(made)
    if fault:
        raise ConfigError(f"the format {name!r} {fault}", where=where, remedy="See docs/formats.md, or ask its maker.")
    return cast(Formatter, made)


def _brought(found: Iterable[EntryPoint]) -> str:
    return " and ".join(entry.dist.name if entry.dist else entry.value for entry in found)


def _fault(made: Any) -> str:
    """What keeps an object from being a formatter; empty when nothing does."""
    missing = [name for name in ("format_user", "format_interaction") if not callable(getattr(made, name, None))]
    if missing:
        return f"has no method {missing[0]}"
    extension = getattr(made, "file_extension", None)
    if not isinstance(extension, str) or not _EXTENSION.fullmatch(extension):
        return "has no file_extension of the form .abc"
    if layout(made) not in ("document", "records", "lines"):
        return "has a layout other than document, records and lines"
    if layout(made) == "lines" and not (callable(getattr(made, "format_lines", None)) and _FOLDER.fullmatch(folder(made))):
        return "has no method format_lines, or no folder of its own"
    return ""


def layout(format_: Formatter) -> Layout:
    """How the pieces of a formatter become files: "document" or "records"."""
    return cast(Layout, getattr(format_, "layout", "document"))


def folder(format_: Formatter) -> str:
    """The folder of the tree that the files of a formatter stand in."""
    return cast(str, getattr(format_, "folder", "profiles" if layout(format_) == "document" else "data"))


def container(format_: Formatter) -> str:
    """What the files of a formatter are: "text", or "parquet", made of lines of JSON."""
    return cast(str, getattr(format_, "container", "text"))


def columnar(format_: Formatter) -> Columnar | None:
    """How a formatter writes whole batches, where it can."""
    return cast(Columnar | None, getattr(format_, "format_batch", None))


def by_lines(format_: Formatter) -> ByLines | None:
    """How a formatter of the layout "lines" writes them."""
    return cast(ByLines, format_.format_lines) if layout(format_) == "lines" else None  # type: ignore[attr-defined]
