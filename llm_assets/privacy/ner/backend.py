"""What a NER back-end is, and what all of them share: which labels count as which entity, and spans put in order."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from llm_assets.errors import ConfigError
from llm_assets.privacy.known import ENTITIES
from llm_assets.privacy.spans import Span

SECTION = "[privacy.ner]"
_TAKEN = frozenset(ENTITIES) - {"ID"}


class NerBackend(Protocol):
    """Finds names in texts.

    name: of the back-end. version: of its library and model, part of the fingerprint. find: spans of each text, sorted and
    disjoint, with offsets in code points; `Span.rule` is `ner-<back-end>-<label>`. The same texts always give the same spans.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def find(self, texts: Sequence[str]) -> list[list[Span]]: ...


def entities_of(defaults: Mapping[str, str], labels: Mapping[str, str] | None) -> dict[str, str]:
    """Entity by label: the back-end's own, changed by the settings. A label with an empty entity is not taken."""
    entities = {**defaults, **(labels or {})}
    for label, entity in entities.items():
        if entity and entity not in _TAKEN:
            raise ConfigError(
                f'the label "{label}" stands for "{entity}", which is no entity',
                where=f"{SECTION} labels",
                remedy=f"Use one of {', '.join(sorted(_TAKEN))}, or an empty text to leave the label out.",
            )
    return {label: entity for label, entity in entities.items() if entity}


def nothing_taken(backend: str, model: str, given: Iterable[str], taken: Iterable[str]) -> ConfigError:
    """The error of a model that labels nothing that is wanted."""
    return ConfigError(
        f"the {backend} model labels {_list(given)}, and only {_list(taken)} is taken",
        where=f'{SECTION} model = "{model}"',
        remedy='Say which label is which entity, such as labels = { PERS = "PERSON" }, or use another model.',
    )


def _list(labels: Iterable[str]) -> str:
    return ", ".join(sorted(labels)) or "nothing"


def span(text: str, start: int, end: int, entity: str, rule: str) -> Span | None:
    """A span without space at its ends; nothing when neither letter nor digit is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end, entity, rule) if any(char.isalnum() for char in text[start:end]) else None


def settled(spans: Iterable[Span | None]) -> list[Span]:
    """Sorted, disjoint spans: of those that overlap the longest stays, then the first."""
    chosen: list[Span] = []
    for each in sorted((each for each in spans if each), key=lambda s: (s.start - s.end, s.start, s.entity)):
        place = bisect_left(chosen, each.start, key=lambda s: s.start)
        free_before = place == 0 or chosen[place - 1].end <= each.start
        if free_before and (place == len(chosen) or each.end <= chosen[place].start):
            chosen.insert(place, each)
    return chosen
