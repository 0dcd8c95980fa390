"""Training texts of the tagger: public sentences with names marked (CC-BY-4.0), and copies of them in other dress."""

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.names.lists import people

_SIGNS = re.compile(r"[.,;:!?\"()#]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and [start, end) of the names in it."""

    text: str
    names: tuple[tuple[int, int], ...]


def read(folder: Path) -> dict[str, list[Marked]]:
    """The sentences of each file."""
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found[path.stem] = [
            Marked(row["text"], tuple((span["start"], span["end"]) for span in row["spans"] if span["type"] == "PERSON"))
            for row in rows
        ]
    return found


def person(source: random.Random, *, known: float = 0.75) -> str:
    """A name of one of Faker's locales, in one of the forms that people write."""
    locales = sorted(people())
    favoured = ("en_US", "en_GB", "en_IN", "de_DE", "fr_FR", "es_ES", "es_MX", "it_IT", "nl_NL", "pt_BR", "pl_PL", "tr_TR")
    first, last = people()[source.choice(favoured) if source.random() < 0.6 else source.choice(locales)]
    given, family = source.choice(first), source.choice(last)
    if source.random() > known:
        given, family = _invented(source, given), _invented(source, family)
    roll = source.random()
    if roll < 0.42:
        return f"{given} {family}"
    if roll < 0.66:
        return given
    if roll < 0.78:
        return family
    if roll < 0.84:
        return f"{given} {source.choice('ABCDEFGHJKLMNPRSTW')}. {family}"
    if roll < 0.88:
        return f"{given[0]}. {family}"
    if roll < 0.93:
        return f"{given} {family} {source.choice(last)}"
    if roll < 0.96:
        return f"{given} {source.choice(first)} {family}"
    return f"{given} {source.choice(('de la', 'van', 'von', 'de', 'van der', 'da', 'del'))} {family}"


def _invented(source: random.Random, name: str) -> str:
    """A name like another, that no list holds: it must be known by its neighbours."""
    cut = max(1, len(name) // 2)
    letters = "aeiouaeioulnrstmkd"
    return name[:cut] + "".join(source.choices(letters, k=source.randint(1, 4)))


def swapped(source: random.Random, marked: Marked) -> Marked:
    """The text with other names."""
    text, names, last = "", [], 0
    for start, end in marked.names:
        text += marked.text[last:start]
        name = person(source)
        if marked.text[start:end].isupper():
            name = name.upper()
        elif marked.text[start:end].islower():
            name = name.lower()
        names.append((len(text), len(text) + len(name)))
        text, last = text + name, end
    return Marked(text + marked.text[last:], tuple(names))


def small(source: random.Random, marked: Marked) -> Marked:
    """The text as it is typed in a chat: small letters, often without signs."""
    text = "".join(char.lower() if len(char.lower()) == 1 else char for char in marked.text)
    if source.random() < 0.6:
        text = _SIGNS.sub(" ", text)
    return Marked(text, marked.names)


def capitals(marked: Marked) -> Marked:
    """The text in capitals."""
    return Marked("".join(char.upper() if len(char.upper()) == 1 else char for char in marked.text), marked.names)


def dressed(source: random.Random, texts: Iterable[Marked]) -> Iterator[Marked]:
    """Each text, and copies of it with other names, in small letters, and now and then in capitals."""
    for marked in texts:
        yield marked
        if marked.names:
            yield swapped(source, marked)
            yield swapped(source, marked)
        if source.random() < 0.5:
            yield small(source, swapped(source, marked))
        if source.random() < 0.05:
            yield capitals(swapped(source, marked))
