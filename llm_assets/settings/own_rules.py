"""What the types of `[privacy]` cannot say of patterns, lists, actions and models that people add."""

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from llm_assets.settings.patterns import problems_of
from llm_assets.settings.privacy_model import ENTITIES, Action
from llm_assets.settings.problems import Problem, found, nearest, value_at
from llm_assets.settings.schema import Location

Values = Mapping[str, Any]

# The kinds of which there are values that belong to nobody (see `privacy.policy.surrogate`).
SURROGATES = ("PERSON", "EMAIL", "PHONE", "CREDIT_CARD", "IBAN", "IP", "MAC")
TABLE_SUFFIXES = (".csv", ".tsv")

_PATTERNS, _ACTIONS, _MODEL = ("privacy", "patterns"), ("privacy", "actions"), ("privacy", "ner", "model")
_ALLOW, _DENY = ("privacy", "lists", "allow"), ("privacy", "lists", "deny")


def check(values: Values, root: Path) -> list[Problem]:
    """The problems that the model does not see. root: folder that relative paths start from."""
    return list(chain(_patterns(values), _actions(values), _lists(values, root), _model(values, root)))


def table_file(text: str) -> tuple[str, str]:
    """(path, column) of a list: `codes.csv#code` is the column `code`; of a plain text file the column is empty."""
    path, mark, column = text.rpartition("#")
    return (path, column) if mark and path.lower().endswith(TABLE_SUFFIXES) else (text, "")


def _each(values: Values, place: Location, kind: type) -> list[Any]:
    given: Iterable[Any] | None = value_at(values, place)
    return [*given] if given is not None and isinstance(given, kind) else []


def _patterns(values: Values) -> Iterator[Problem]:
    names = []
    for index, pattern in enumerate(_each(values, _PATTERNS, list)):
        if not isinstance(pattern, Mapping):
            continue
        place = (*_PATTERNS, index)
        text, validator, name = (pattern.get(key) for key in ("pattern", "validator", "name"))
        if isinstance(text, str):
            for reason in problems_of(text):
                yield Problem((*place, "pattern"), reason, "a pattern in RE2 syntax, as docs/configuration.md describes it")
        if isinstance(validator, str) and validator.startswith("stdnum.") and not _validates(validator):
            yield Problem((*place, "validator"), found(validator), "a module of python-stdnum, such as stdnum.de.idnr")
        if isinstance(name, str) and name in names:
            yield Problem((*place, "name"), "found the name of another pattern", "a name of its own")
        names.append(name)


@cache
def _validates(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None and callable(
            getattr(importlib.import_module(module), "is_valid", None)
        )
    except ImportError:  # of a package above it
        return False


def _actions(values: Values) -> Iterator[Problem]:
    patterns = _each(values, _PATTERNS, list)
    own = {pattern.get("entity") for pattern in patterns if isinstance(pattern, Mapping)}
    known = [*ENTITIES, *sorted(name for name in own if isinstance(name, str) and name not in ENTITIES)]
    for entity in _each(values, _ACTIONS, Mapping):
        place, action = (*_ACTIONS, entity), value_at(values, (*_ACTIONS, entity))
        if entity not in known:
            yield Problem(place, "unknown key", ", ".join(known), nearest(entity, known))
        elif action == "surrogate" and entity not in SURROGATES:
            others = ", ".join(word for word in get_args(Action) if word != action)
            yield Problem(place, "found surrogate", f"{others} (surrogates there are of {', '.join(SURROGATES)} only)")


def _lists(values: Values, root: Path) -> Iterator[Problem]:
    places: list[Location] = [_ALLOW]
    for entity in _each(values, _DENY, Mapping):
        if entity not in ENTITIES:
            yield Problem((*_DENY, entity), "unknown key", ", ".join(ENTITIES), nearest(entity, ENTITIES))
        places.append((*_DENY, entity))
    for place in places:
        for index, text in enumerate(_each(values, place, list)):
            if not isinstance(text, str) or not text:
                continue
            where, (path, column) = (*place, index), table_file(text)
            if not _is(path, root, folder=False):
                yield Problem(where, "found the name of a file that is not there", "an existing file")
            elif path.lower().endswith(TABLE_SUFFIXES) and not column:
                yield Problem(where, "found a table without its column", "the file and its column, as in codes.csv#code")


def _model(values: Values, root: Path) -> Iterator[Problem]:
    path = value_at(values, _MODEL)
    if isinstance(path, str) and path and not _is(path, root, folder=True):
        yield Problem(_MODEL, "found the name of a folder that is not there", "an existing folder")


def _is(path: str, root: Path, *, folder: bool) -> bool:
    try:
        there = Path(root, Path(path).expanduser())
        return there.exists() if folder else there.is_file()
    except (RuntimeError, ValueError, OSError):  # `~` of an unknown user; a NUL; a name that the system refuses
        return False
