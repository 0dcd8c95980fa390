"""Which settings weaken a privacy level or a policy: take away what it promises (docs/privacy-model.md), in words."""

from collections.abc import Iterator
from typing import get_args

from llm_assets.settings import policies
from llm_assets.settings.model import Column, Settings
from llm_assets.settings.problems import Problem
from llm_assets.settings.schema import Location
from llm_assets.settings.section import Entity, Level
from llm_assets.settings.weakening import Weakening

LEVELS: tuple[Level, ...] = get_args(Level)
# Few possible values: a code would let a reader try them all, or count who shares one.
WITHOUT_CODE = frozenset({"DATE", "ZIP", "ADDRESS", "PASSWORD", "SECRET"})

# The lowest level that promises the removal of what is found by form alone.
_LOW = {
    "SECRET", "PASSWORD", "CREDIT_CARD", "IBAN", "BANK_ACCOUNT", "SSN", "NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE",
}  # fmt: skip
_HIGH = {"PERSON", "ADDRESS", "ZIP", "DATE"}


def promised(entity: str, level: Level) -> bool:
    """Whether a level promises that an entity is removed where its form shows it; a kind of your own is no promise."""
    lowest: Level = "low" if entity in _LOW else "high" if entity in _HIGH else "medium"
    return entity in get_args(Entity) and LEVELS.index(level) >= LEVELS.index(lowest)


def off(column: Column) -> frozenset[str]:
    """The kinds that are not looked for by form in a column."""
    others = set(get_args(Entity)) - set(column.entities_only) if column.entities_only else set()
    return frozenset({*column.entities_off, *others})


def _said(column: str) -> str:
    """The name of a column as a word of a sentence in Markdown."""
    return "".join(char if char.isalnum() or char in "-. " else "_" for char in column)


def weakenings(settings: Settings) -> Iterator[Weakening]:
    """Every setting that weakens the level, or the policy."""
    level = settings.llm_output.privacy_level
    for entity, action in settings.privacy.actions.items():
        place = ("privacy", "actions", entity)
        if action == "keep" and promised(entity, level):
            effect = f"{entity} found by form stays in all texts, unless it is a known value."
            yield Weakening(place, "keep", "tag, pseudonym or mask", effect)
        elif action in ("pseudonym", "mask") and entity in WITHOUT_CODE:
            shows = "equal values can be told, and few are possible" if action == "pseudonym" else "its length can be seen"
            yield Weakening(place, action, "tag", f"{entity} in texts is written as a {action}: {shows}.")
    if level == "high" and "A" not in settings.privacy.intruder.block:
        effect = "The publication is not refused when quasi-identifiers link more people than min_group_size allows."
        yield Weakening(("privacy", "intruder", "block"), "a list without A", "a list with A", effect)
    for table in ("users", "interactions") if settings.dataset else ():
        for name, column in getattr(settings.dataset, table).columns.items():
            entities = sorted(entity for entity in off(column) if promised(entity, level))
            if entities:
                option = "entities_off" if column.entities_off else "entities_only"
                where: Location = ("dataset", table, "columns", name, option)
                kinds = ", ".join(entities)
                effect = f"In the column {_said(name)} of {table}, {kinds} found by form stays, unless it is a known value."
                yield Weakening(where, "kinds that would stay", "kinds that the level leaves anyway", effect)
    yield from policies.weakenings(settings)


def sentences(settings: Settings) -> tuple[str, ...]:
    """What the settings weaken, for the dataset card, the report and the audit; empty when nothing."""
    return tuple(one.effect for one in weakenings(settings))


def check(settings: Settings) -> list[Problem]:
    """A problem for each weakening that is not allowed."""
    if settings.privacy.allow_weaker:
        return []
    level = settings.llm_output.privacy_level
    return [
        Problem(
            one.location,
            f"found {one.found}, which weakens {one.of or f'level {level}'}",
            f"{one.allowed}; or [privacy] allow_weaker = true, and the dataset card says so",
        )
        for one in weakenings(settings)
    ]
