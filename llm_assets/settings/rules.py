"""What a single setting's type cannot say: settings that must agree with each other, with this machine, or with a standard.

The rules read the settings as they were written, so that they hold their list beside that of the model even when parts of the
settings are unusable; a part of the wrong type is left to the model.
"""

import codecs
import glob
import os
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from llm_assets.errors import ConfigError
from llm_assets.settings import databases, overlaps, running_rules
from llm_assets.settings.format_models import Templates
from llm_assets.settings.model import Compute, LlmOutput, Privacy, Section
from llm_assets.settings.privacy_model import VaultFile
from llm_assets.settings.problems import Problem, dotted, found, nearest, value_at
from llm_assets.settings.schema import Location
from llm_assets.settings.steps import STEP, first_finer
from llm_assets.stores.urls import StoreUrl, store_url

Values = Mapping[str, Any]

_USERS, _INTERACTIONS = ("dataset", "users"), ("dataset", "interactions")
_INTERACTION_ONLY = ("conversation", "kind", "speaker")
_ONCE = ("timestamp", *_INTERACTION_ONLY)
_OUTPUT, _WORK, _SOURCES = overlaps.OUTPUT, overlaps.WORK, overlaps.SOURCES
_STORES = (_OUTPUT, _WORK, *_SOURCES)  # places that may lie in an object store
_ERASE, _ERASED = ("privacy", "erase"), ("privacy", "erased")
_VAULT, _VAULT_KEY = ("privacy", "vault", "file"), ("privacy", "vault", "key_file")
_KEY_FILE, _TEMPLATE = ("privacy", "key_file"), ("llm_output", "template")
_TEMPLATES: tuple[Location, ...] = (_TEMPLATE, *(("llm_output", "templates", name) for name in Templates.model_fields))
_DEFAULTS: dict[Location, type[Section]] = {
    _OUTPUT: LlmOutput,
    _WORK: Compute,
    _KEY_FILE: Privacy,
    _ERASED: Privacy,
    _VAULT: VaultFile,
    _VAULT_KEY: VaultFile,
}


def check(values: Values, root: Path, known_formats: Collection[str]) -> list[Problem]:
    """The problems that the model does not see. root: folder that relative paths start from."""
    paths: dict[Location, Path] = {}
    urls: dict[Location, StoreUrl] = {}
    return list(
        chain(
            _roles(values),
            *(databases.problems(values, table) for table in (_USERS, _INTERACTIONS)),
            _encodings(values),
            _formats(values, known_formats),
            running_rules.problems(values),
            _paths(values, root, paths, urls),  # fills `paths` and `urls` before the next ones read them
            _overlaps(paths),
            overlaps.url_overlaps(urls),
            overlaps.reached(values, root),
            _templates(values, paths),
        )
    )


def _roles(values: Values) -> Iterator[Problem]:
    for table, fixed in ((_USERS, "id"), (_INTERACTIONS, "user")):
        columns = value_at(values, (*table, "columns"))
        roles = {}
        for name, column in columns.items() if isinstance(columns, Mapping) else ():
            place = (*table, "columns", name)
            role = roles[name] = column.get("role") if isinstance(column, Mapping) else column
            if name == value_at(values, (*table, fixed)):
                yield Problem(
                    place, "found a column that has its role already", f"columns other than `{dotted((*table, fixed))}`"
                )
            elif table == _USERS and role in _INTERACTION_ONLY:
                yield Problem(place, f"found the role {role}", "that role in dataset.interactions.columns only")
            elif table == _INTERACTIONS and role in _ONCE and list(roles.values()).count(role) > 1:
                yield Problem(place, f"found the role {role} a second time", "one column of that role")
            yield from _options(place, role, column)
            yield from _steps(place, role, column)


def _options(place: Location, role: Any, column: Any) -> Iterator[Problem]:
    """An option that its role ignores would promise what nobody does."""
    redacted = ("text", "html", "speaker")
    for option, fitting in (
        ("entity", ("direct",)),
        ("generalize", ("quasi", "sensitive")),
        ("entities_off", redacted),
        ("entities_only", redacted),
    ):
        if isinstance(column, Mapping) and option in column and isinstance(role, str) and role not in fitting:
            yield Problem((*place, option), "found on a column of another role", f"with the role {' or '.join(fitting)}")


def _steps(place: Location, role: Any, column: Any) -> Iterator[Problem]:
    """A list of steps is what the search over the users' groups chooses from: elsewhere it would mean nothing."""
    steps = column.get("generalize") if isinstance(column, Mapping) else None
    if not isinstance(steps, (list, tuple)) or not all(isinstance(step, str) and re.match(STEP, step) for step in steps):
        return
    if len(steps) > 1 and (role == "sensitive" or (role == "quasi" and place[:2] == _INTERACTIONS)):
        allowed = "one step; a list goes with the role quasi in dataset.users.columns"
        yield Problem((*place, "generalize"), "found a list of steps", allowed)
        return
    finer = first_finer(steps)
    if finer is not None:
        allowed = "steps from fine to coarse, each made of whole values of the one before"
        yield Problem((*place, "generalize", finer), "found a step that is not coarser than the one before it", allowed)


def _encodings(values: Values) -> Iterator[Problem]:
    for table in (_USERS, _INTERACTIONS):
        place = (*table, "csv", "encoding")
        encoding = value_at(values, place)
        if isinstance(encoding, str) and not _decodes(encoding):
            known = ("utf-8", "utf-16", "latin-1", "cp1252", "cp1250", "cp1251", "iso-8859-15", "shift_jis", "gb18030", "big5")
            allowed = "an encoding that Python knows, such as utf-8, latin-1 or cp1252"
            yield Problem(place, found(encoding), allowed, nearest(encoding, known))


def _decodes(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
        b"a".decode(encoding)
    except UnicodeDecodeError:  # half a letter of a wide encoding
        return True
    except (LookupError, ValueError):  # unknown; holds a NUL; not an encoding of text, such as `hex`
        return False
    return True


def _formats(values: Values, known: Collection[str]) -> Iterator[Problem]:
    place = ("llm_output", "format")
    given = value_at(values, place)
    listed = isinstance(given, (list, tuple))
    names = list(given) if listed else [given]
    for index, name in enumerate(names):
        where: Location = (*place, index) if listed else place
        if isinstance(name, str) and name not in known:
            yield Problem(where, found(name), ", ".join(known), nearest(name, known))
        elif isinstance(name, str) and name in names[:index]:
            yield Problem(where, "found a format a second time", "each format once")


def _paths(values: Values, root: Path, paths: dict[Location, Path], urls: dict[Location, StoreUrl]) -> Iterator[Problem]:
    for place in (*_SOURCES, _ERASE, _ERASED, _KEY_FILE, _VAULT, _VAULT_KEY, _OUTPUT, *_TEMPLATES, _WORK):
        default = _DEFAULTS[place].model_fields[str(place[-1])].default if place in _DEFAULTS else None
        text = value_at(values, place)
        text = default if text is None else text
        if not isinstance(text, str) or not text:
            continue
        if place in _SOURCES and databases.is_database(text):
            continue
        if "://" in text and place in _STORES:
            try:
                urls[place] = store_url(text)
            except ConfigError as error:
                yield Problem(place, f"found a URL that cannot be used: {error.what}", error.remedy.rstrip("."))
            continue
        if "://" in text:
            yield Problem(place, "found a URL", "a path of this machine")
            continue
        try:
            plain = _stem(text) if place in _SOURCES else text
            paths[place] = Path(os.path.realpath(Path(root, Path(plain).expanduser())))
        except (RuntimeError, ValueError, OSError):  # `~` of an unknown user; a NUL; a name that the system refuses
            yield Problem(place, "found a string that is no path", "a path of this machine")


def _stem(text: str) -> str:
    """The part of a path before its first wildcard."""
    parts = Path(text).parts
    wild = next((index for index, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return str(Path(*parts[:wild]))


def _overlaps(paths: Mapping[Location, Path]) -> Iterator[Problem]:
    output, erased, work = paths.get(_OUTPUT), paths.get(_ERASED), paths.get(_WORK)
    if erased is not None and work is not None and work in (erased, *erased.parents):
        # What is in the work folder may be deleted at any time; then everybody who was erased would come back.
        yield Problem(_ERASED, f"found a folder inside `{dotted(_WORK)}`", f"a folder apart from `{dotted(_WORK)}`")
    if output is None:
        return
    for place in (_WORK, *_SOURCES, _ERASE, _ERASED, _KEY_FILE, _VAULT, _VAULT_KEY, *_TEMPLATES):
        other = paths.get(place)
        if other is None:
            continue
        allowed = f"a folder apart from `{dotted(place)}`"
        if other == output:
            yield Problem(_OUTPUT, f"found the same path as `{dotted(place)}`", allowed)
        elif output in other.parents:
            yield Problem(_OUTPUT, f"found a folder that contains `{dotted(place)}`", allowed)
        elif place == _WORK and other in output.parents:
            yield Problem(_OUTPUT, f"found a folder inside `{dotted(place)}`", allowed)


def _templates(values: Values, paths: Mapping[Location, Path]) -> Iterator[Problem]:
    for place in _TEMPLATES:
        template = paths.get(place)
        if template is not None and not template.is_file():
            yield Problem(place, "found the name of a file that is not there", "an existing file")
    also = (*_TEMPLATE[:1], "templates", "markdown")
    if value_at(values, _TEMPLATE) is not None and value_at(values, also) is not None:
        yield Problem(also, f"found beside `{dotted(_TEMPLATE)}`, which is the same", "one of the two")
