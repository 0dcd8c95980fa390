"""Finds the settings, reads them and turns them into the model.

What does not belong here: defaults (`model`), what is allowed (`schema`, `rules`), the wording of mistakes (`problems`).
"""

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from llm_assets.errors import ConfigError
from llm_assets.settings import format_rules, own_rules, policies, rules, weaker
from llm_assets.settings.model import Settings
from llm_assets.settings.own_formats import known_formats as formats_at_hand
from llm_assets.settings.problems import Problem, failure, found, from_pydantic, nearest, value_at
from llm_assets.settings.schema import names_at

VARIABLE = "LLM_ASSETS_CONFIG"
_FILE, _PROJECT, _TABLE = "llm_assets.toml", "pyproject.toml", "[tool.llm_assets]"

# What the parser says, without the words in which it repeats what stands in the line.
_REASONS = {
    "Cannot declare": "a table that stands there already",
    "Cannot overwrite a value": "a key that stands there already",
    "Cannot mutate immutable namespace": "a key that stands there already",
    "Cannot redefine namespace": "a table that stands there already",
    "Duplicate inline table key": "a key that stands there already",
    "Expected '=' after a key": "a key without `=`",
    "Expected ']": "a table name without its closing bracket",
    "Expected newline or end of document": "something after the end of a value",
    "Found invalid character": "a character that must not stand there",
    "Illegal character": "a character that must not stand there",
    "Invalid date": "a date that is none (text needs quotes)",
    "Invalid hex": "a backslash that means nothing (double it, or use single quotes)",
    "Invalid initial character for a key": "a key that needs quotes",
    "Invalid statement": "neither a key nor a table",
    "Invalid value": "a value that is none (text needs quotes)",
    "Unclosed array": "a list without its end",
    "Unclosed inline table": "a table without its end",
    "Unescaped": "a backslash that means nothing (double it, or use single quotes)",
    "Unterminated string": "a text without its closing quote",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Settings as they were written. origin: where they stand, for people. root: folder that relative paths start from."""

    origin: str
    root: Path
    values: Mapping[str, Any] = field(default_factory=dict)


def load_settings(
    start: Path | None = None, environ: Mapping[str, str] | None = None, *, known_formats: Collection[str] | None = None
) -> Settings:
    """The settings: of the file that LLM_ASSETS_CONFIG names, else `llm_assets.toml`, else `[tool.llm_assets]` of
    `pyproject.toml`, else the defaults.

    start: folder in which the files are looked for, the current one when not given. environ: the environment, `os.environ`
    when not given. known_formats: names for `llm_output.format`; when not given, of our own and of installed packages.
    Raises ConfigError when the named file is missing, a file cannot be read, or settings are wrong.
    """
    there = find_settings(start, environ)
    return parse_settings(there.values, root=there.root, origin=there.origin, known_formats=known_formats)


def read_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings of one file, whatever else is there: tables of TOML, or `[tool.llm_assets]` of a `pyproject.toml`.

    path: relative to the current folder; `~` is expanded. Raises ConfigError when it cannot be read, or settings are wrong.
    """
    file = Path(path).expanduser().absolute()
    there = _of_project(file) if file.name == _PROJECT else Found(str(file), file.parent, _read(file))
    if there is None:
        raise ConfigError(f"the file has no table {_TABLE}", where=str(file), remedy="Add it, or name another file.")
    return parse_settings(there.values, root=there.root, origin=there.origin)


def find_settings(start: Path | None = None, environ: Mapping[str, str] | None = None) -> Found:
    """Where `load_settings` reads from, and what is written there; takes and raises the same, but does not judge the values."""
    folder = (start or Path.cwd()).absolute()
    named = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    if named:
        return _named(folder, named)
    if (folder / _FILE).is_file():
        return Found(str(folder / _FILE), folder, _read(folder / _FILE))
    if (folder / _PROJECT).is_file():
        there = _of_project(folder / _PROJECT)
        if there:
            return there
    return Found("defaults: there is no settings file", folder)


def parse_settings(
    values: Mapping[str, object], *, root: Path, origin: str, known_formats: Collection[str] | None = None
) -> Settings:
    """Turns plain values (the tables of a TOML file, or run config) into settings.

    root: folder that relative paths start from. origin: where the values stand, for the message. known_formats: names that
    `llm_output.format` may hold; when not given, of our own and of installed packages. Raises one ConfigError that lists every
    problem, in the order of `values`.
    """
    problems = []
    if "root" in values:  # a field of the model, but not a setting
        problems.append(Problem(("root",), "unknown key", ", ".join(names_at(())), nearest("root", names_at(()))))
    settings = None
    try:
        settings = Settings.model_validate({**policies.with_policy(values), "root": root.absolute()}, strict=True)
    except ValidationError as error:
        problems += from_pydantic(error, values)
    given = value_at(values, ("llm_output", "format"))
    known = formats_at_hand(given if isinstance(given, list | tuple) else [given]) if known_formats is None else known_formats
    problems += rules.check(values, root.absolute(), known)
    problems += format_rules.check(values, root.absolute())
    problems += own_rules.check(values, root.absolute())
    if settings is not None:
        problems += format_rules.check_content(settings, settings.dataset)
        problems += policies.check(settings)
        problems += weaker.check(settings)
    if settings is None or problems:
        raise failure(problems, values, origin)
    return settings


def _named(folder: Path, named: str) -> Found:
    try:
        path = Path(folder, Path(named).expanduser())
    except RuntimeError:  # `~` of a user that does not exist
        path = Path(folder, named)
    if not _exists(path):
        others = [folder / _FILE, folder / _PROJECT]
        state = [f"\n  {rank}. {other}: {_state(other)}" for rank, other in enumerate(others, 2)]
        raise ConfigError(
            "the settings file is missing",
            where=f"named by {VARIABLE}",
            remedy=f"Correct {VARIABLE} or unset it. Looked at, in order:\n  1. {path}: not there{''.join(state)}",
        )
    if path.name != _PROJECT:
        return Found(str(path), path.parent, _read(path))
    there = _of_project(path)
    if there is None:
        raise ConfigError(
            f"the file has no table {_TABLE}", where=f"{path}, named by {VARIABLE}", remedy=f"Add it, or correct {VARIABLE}."
        )
    return there


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it may be there; reading it will tell what is wrong
        return True
    return True


def _state(path: Path) -> str:
    return f"there, but not read while {VARIABLE} is set" if path.is_file() else "not there"


def _of_project(path: Path) -> Found | None:
    """The settings in a pyproject.toml; None when it holds none."""
    tool = _read(path).get("tool")
    if not isinstance(tool, dict) or "llm_assets" not in tool:
        return None
    origin, values = f"{path}, {_TABLE}", tool["llm_assets"]
    if not isinstance(values, dict):
        raise failure([Problem(("tool", "llm_assets"), found(values), "a table")], {}, str(path))
    return Found(origin, path.parent, values)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"the settings cannot be read: {error.strerror}", where=str(path), remedy="Make it a file that you may read."
        ) from None
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            "the settings are not UTF-8", where=f"{path}, line {line}", remedy="Save the file as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), path) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; lists in lists in lists
        raise ConfigError(
            "the settings hold a number too long or lists too deep", where=str(path), remedy="Simplify the file."
        ) from None


def _syntax(message: str, path: Path) -> ConfigError:
    position = re.search(r"\(at (line [0-9]+, column [0-9]+|end of document)\)", message)
    reason = next((f": {words}" for start, words in _REASONS.items() if message.startswith(start)), "")
    where = f"{path}, {position[1]}" if position else str(path)
    return ConfigError(f"the settings are not TOML{reason}", where=where, remedy="Correct that line.")
