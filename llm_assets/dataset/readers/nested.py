"""Fields inside objects, named by a path (`profile.email`), and lists whose elements are rows of their own (`explode`)."""

from collections.abc import Iterator, Mapping
from typing import Any

_NOTHING = object()


def field(row: Mapping[str, Any], name: str) -> Any:
    """The value of a field; None where there is none. A key that is written with its dots goes before a path."""
    value = _field(row, name)
    return None if value is _NOTHING else value


def has_field(row: Mapping[str, Any], name: str) -> bool:
    """Whether the object has the field."""
    return _field(row, name) is not _NOTHING


def _field(row: Any, name: str) -> Any:
    while isinstance(row, Mapping):
        if name in row:
            return row[name]
        first, dot, name = name.partition(".")
        if not dot or first not in row:
            return _NOTHING
        row = row[first]
    return _NOTHING


def exploded(row: Mapping[str, Any], name: str | None) -> list[dict[str, Any]] | None:
    """The rows of an object: one for each element of the list `name`, beside which the other fields are repeated.

    The element stands in the place of its list, so that its fields are `messages.text`. None when the list is missing or is
    none; without a name the object is its only row.
    """
    if name is None:
        return [dict(row)]
    found = row.get(name, _NOTHING)
    if not isinstance(found, list):
        return None
    return [{**row, name: element} for element in found]


def parts(row: Mapping[str, Any], parents: frozenset[str]) -> Iterator[str]:
    """The names of the fields of an object; of those in `parents`, the names of what they hold."""
    for name, value in row.items():
        if name in parents and isinstance(value, Mapping):
            yield from (f"{name}.{part}" for part in parts(value, _below(parents, name)))
        else:
            yield name


def parents_of(names: list[str]) -> frozenset[str]:
    """All beginnings of the paths among some names: `a` and `a.b` of `a.b.c`."""
    found: set[str] = set()
    for name in names:
        steps = name.split(".")
        found.update(".".join(steps[:length]) for length in range(1, len(steps)))
    return frozenset(found)


def _below(parents: frozenset[str], name: str) -> frozenset[str]:
    return frozenset(each.removeprefix(f"{name}.") for each in parents if each.startswith(f"{name}."))
