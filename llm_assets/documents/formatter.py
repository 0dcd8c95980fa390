"""What a format is, and the formats that can be named in the settings.

A new format is a module of this package with a class of this protocol, and a line in `_BUILT_IN`.
"""

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, Protocol, cast

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.chat import ChatFormatter
from llm_assets.documents.chunks import ChunksFormatter
from llm_assets.documents.columnar.figures import Figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.jsonl import JsonlFormatter
from llm_assets.documents.markdown import MarkdownFormatter
from llm_assets.documents.text import TextFormatter
from llm_assets.documents.xml import XmlFormatter
from llm_assets.errors import ConfigError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

Layout = Literal["document", "records", "lines"]
Columnar = Callable[[RecordBatch, Figures], Pieces]


class Formatter(Protocol):
    """Writes anonymised records in one format; it receives nothing else, and cannot reach the source.

    A formatter may also have an attribute `layout`. "document" (the default) is a file per user, made by `format_user`;
    "records" is files of many lines, where `format_user` gives a user's profile line and `format_interaction` the line of each
    interaction, both ending in a line feed; "lines" is files of many lines in a folder of its own (`folder`), which
    `format_lines` gives with the part (the name of their files) that each belongs to. An exception means: this user is left
    out of all formats. `format_batch`, where a formatter has it, writes the same for many users at once; `left_out` may count
    what was not written.
    """

    file_extension: str

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str: ...

    def format_interaction(self, interaction: SafeInteraction) -> str: ...


_BUILT_IN: dict[str, Callable[[LlmOutput, Path], Formatter]] = {
    "chat": lambda settings, _root: ChatFormatter(settings.chat),
    "chunks": lambda settings, _root: ChunksFormatter(settings),
    "jsonl": lambda _settings, _root: JsonlFormatter(),
    "markdown": MarkdownFormatter,
    "text": lambda settings, _root: TextFormatter(settings),
    "xml": lambda settings, _root: XmlFormatter(settings),
}

FORMATS = tuple(sorted(_BUILT_IN))


def formatter(name: str, *, settings: LlmOutput, root: Path) -> Formatter:
    """The formatter registered under a name.

    root: the folder that relative paths in the settings start from.
    Raises ConfigError for a name that no format has, and for settings that the format cannot use (a template with a mistake).
    """
    make = _BUILT_IN.get(name)
    if make is None:
        near = difflib.get_close_matches(name, FORMATS, n=1, cutoff=0.4)
        raise ConfigError(
            f"there is no format {name!r}",
            where="[llm_output] format",
            remedy=(f"Did you mean {near[0]!r}? " if near else "") + f"Known formats: {', '.join(FORMATS)}.",
        )
    return make(settings, root)


def layout(format_: Formatter) -> Layout:
    """How the pieces of a formatter become files: "document" or "records"."""
    return cast(Layout, getattr(format_, "layout", "document"))


def folder(format_: Formatter) -> str:
    """The folder of the tree that the files of a formatter stand in."""
    return cast(str, getattr(format_, "folder", "profiles" if layout(format_) == "document" else "data"))


def columnar(format_: Formatter) -> Columnar | None:
    """How a formatter writes whole batches, where it can."""
    return cast(Columnar | None, getattr(format_, "format_batch", None))
