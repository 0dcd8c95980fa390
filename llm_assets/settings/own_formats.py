"""Formats that installed packages bring: entry points of the group `llm_assets.formats`."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

GROUP = "llm_assets.formats"
BUILT_IN = ("markdown", "jsonl", "chat", "parquet", "chunks", "text", "xml")


def entries(name: str | None = None) -> tuple[EntryPoint, ...]:
    """The entry points of the group, or those of one name, in an order that does not depend on where they were found."""
    found = entry_points(group=GROUP) if name is None else entry_points(group=GROUP, name=name)
    return tuple(sorted(found, key=lambda entry: (entry.name, entry.value)))


def known_formats(names: Iterable[object]) -> tuple[str, ...]:
    """All names that `format` may hold. names: those that it holds; packages are only looked at when one is not our own."""
    if all(name in BUILT_IN for name in names if isinstance(name, str)):
        return BUILT_IN
    return tuple(dict.fromkeys([*BUILT_IN, *(entry.name for entry in entries())]))


def versions(names: Iterable[str]) -> list[str]:
    """Which package, in which version, each of these formats comes from; of our own nothing."""
    return [
        f"{entry.name} {entry.value} {entry.dist.name} {entry.dist.version}" if entry.dist else f"{entry.name} {entry.value}"
        for name in names
        if name not in BUILT_IN
        for entry in entries(name)
    ]
