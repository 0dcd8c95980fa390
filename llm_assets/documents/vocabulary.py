"""The words that documents are made of: keys, headings, names of columns. The leak scan must not take them for values."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from llm_assets.documents.arranging import UNGROUPED
from llm_assets.documents.parts import Part, notice
from llm_assets.documents.statistics import statistics
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import Dataset

_WORD = re.compile(r"[^\W_]+")
_TEMPLATES = Path(__file__).parent / "templates"


def vocabulary(dataset: Dataset, templates: Iterable[Path] = (), names: Iterable[str] = ()) -> frozenset[str]:
    """Lower-case words of the built-in templates (and of further ones), of the records' keys, of the settings' names.

    A template of the user's own is never among them: what it adds is looked at like any text.
    """
    pieces = [path.read_text(encoding="utf-8") for path in (*sorted(_TEMPLATES.glob("*.j2")), *templates)]
    pieces += [field.name for record in (SafeUser, SafeInteraction) for field in fields(record)]
    pieces += [
        notice(""),
        UNGROUPED,
        Part(1, 2).line("", ""),
        "previous next continued chunks source untrusted tokens messages role content",
    ]
    pieces += ["system assistant conversations from value human gpt schemaVersion bedrock conversation"]
    pieces += [*statistics(()), "true", "false", "null", "other", *names, dataset.name]
    pieces += [*dataset.users.columns, *dataset.interactions.columns]
    return frozenset(word.casefold() for piece in pieces for word in _WORD.findall(piece))
