"""The wording of mistakes in the settings: every one of them at once, and never a value that was found.

A value in a wrong place may be a key, a password or a piece of the data, so a message names the type of what was found, and the
nearest word of the settings' own vocabulary.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from llm_assets.errors import ConfigError
from llm_assets.settings.schema import Location, allowed_at, names_at, words_at

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_COMPARED = 64
_CONTROL = {code: f"\\u{code:04x}" for code in [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]} | {34: '\\"', 92: "\\\\"}
_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "a boolean"),
    (str, "a string"),
    (int, "a whole number"),
    (float, "a number"),
    (Mapping, "a table"),
    ((list, tuple), "a list"),
    ((date, time), "a date or time"),
    (type(None), "nothing"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    location: keys from the top of the settings; an index where the setting is an item of a list.
    found: what stands there, in words that hold no value. allowed: what may stand there. nearest: the word that was
    probably meant; empty when none is near.
    """

    location: Location
    found: str
    allowed: str
    nearest: str = ""

    def __str__(self) -> str:
        hint = f", did you mean `{self.nearest}`?" if self.nearest else ";"
        return f"{dotted(self.location)}: {self.found}{hint} allowed: {self.allowed}"


def failure(problems: Iterable[Problem], values: Mapping[str, Any], origin: str) -> ConfigError:
    """The one error of all problems, in the order of the file; of two problems at one place the first is told."""
    first: dict[Location, Problem] = {}
    for problem in problems:
        first.setdefault(problem.location, problem)
    lines = [f"\n  {problem}" for problem in sorted(first.values(), key=lambda one: _position(one.location, values))]
    count = "1 setting is wrong" if len(lines) == 1 else f"{len(lines)} settings are wrong"
    return ConfigError(count, where=origin, remedy="Correct:" + "".join(lines))


def from_pydantic(error: ValidationError, values: Mapping[str, Any]) -> list[Problem]:
    """The problems that the model found in `values`."""
    return [
        _translate(detail["type"], detail["loc"], values) for detail in error.errors(include_input=False, include_url=False)
    ]


def _translate(kind: str, given: Location, values: Mapping[str, Any]) -> Problem:
    location = _trim(given, values)
    if kind == "missing":
        return Problem(location, "missing", allowed_at(location))
    if kind in ("extra_forbidden", "invalid_key"):
        names = names_at(location[:-1])
        return Problem(location, "unknown key", ", ".join(names), nearest(location[-1], names))
    value = value_at(values, location)
    return Problem(location, found(value), allowed_at(location), nearest(value, words_at(location)))


def _trim(location: Location, values: Mapping[str, Any]) -> Location:
    """Cuts what the model added for a short form: `plan = "attribut"` is wrong at `plan`, not at `plan.role`."""
    value: Any = values
    for depth, step in enumerate(location):
        if step == "[key]" or not isinstance(value, (Mapping, list, tuple)):
            return location[:depth]
        value = _step(value, step)
        if value is _ABSENT:
            return location[: depth + 1]
    return location


_ABSENT = object()


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step, _ABSENT)
    if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(step, int) and step < len(value):
        return value[step]
    return _ABSENT


def value_at(values: Mapping[str, Any], location: Location) -> Any:
    """The value at `location`, or None."""
    value: Any = values
    for step in location:
        value = _step(value, step)
    return None if value is _ABSENT else value


def found(value: Any) -> str:
    """The type of a value, in words."""
    if value == "":
        return "found an empty string"
    return "found " + next((words for kind, words in _TYPES if isinstance(value, kind)), "something else")


def nearest(value: Any, words: Collection[str]) -> str:
    """The word that a text most resembles, or an empty string. Long texts are not compared: no key is that long."""
    if not isinstance(value, str) or len(value) > _LONGEST_COMPARED:
        return ""
    plain = {word.lower(): word for word in words}
    return next((plain[match] for match in get_close_matches(value.lower(), plain, n=1)), "")


def dotted(location: Location) -> str:
    """The key as TOML writes it: `dataset.users.columns."first name".role`, `llm_output.format[0]`."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += "." + (step if _BARE_KEY.fullmatch(step) else f'"{step.translate(_CONTROL)}"')
    return text.lstrip(".")


def _position(location: Location, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Ranks of the keys in the file; a missing key comes after those that stand in its table."""
    ranks, value = [], values
    for step in location:
        known: list[Any] = list(value) if isinstance(value, Mapping) else []
        ranks.append(step if isinstance(step, int) else known.index(step) if step in known else len(known))
        value = _step(value, step)
    return tuple(ranks)
