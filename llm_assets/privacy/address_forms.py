"""In which forms an address is hunted: whole, without its town, with the words of streets written out or cut short.

Short forms: USPS Publication 28 (appendices B and C), Deutsche Post, La Poste, Correos, Poste Italiane, PostNL, CTT as far as
their words are in common use.
"""

import re
from collections.abc import Iterator, Sequence

from llm_assets.privacy.form import Form, words_of
from llm_assets.privacy.scope import plain

_SHORT = {
    "street": "st", "avenue": "ave", "road": "rd", "boulevard": "blvd", "drive": "dr", "lane": "ln", "court": "ct", "place": "pl",
    "square": "sq", "terrace": "ter", "parkway": "pkwy", "highway": "hwy", "circle": "cir", "crescent": "cres", "close": "cl",
    "gardens": "gdns", "grove": "gr", "mount": "mt", "saint": "st", "north": "n", "south": "s", "east": "e", "west": "w",
    "apartment": "apt", "suite": "ste", "floor": "fl", "building": "bldg", "room": "rm", "platz": "pl", "rue": "r", "chemin": "ch",
    "calle": "c", "avenida": "avda", "plaza": "pza", "paseo": "po", "carretera": "ctra", "via": "v", "viale": "vle", "piazza": "pza",
    "corso": "cso", "rua": "r", "travessa": "tv", "alameda": "al", "praca": "pca", "laan": "ln", "plein": "pln",
}  # fmt: skip
_ENDINGS = (("strasse", "str"), ("straat", "str"), ("platz", "pl"), ("plein", "pln"), ("laan", "ln"))
_LONG = {short: long for long, short in reversed(_SHORT.items())}
_UNITS = frozenset("apt apartment suite ste unit flat studio room rm floor fl no nr".split())
_LINES = re.compile(r"[,\n;]|\s{2,}")
_MOST = 12


def address_forms(value: str, level: str, *, everywhere: bool) -> Iterator[Form]:
    """The forms of an address at a level; everywhere: whether it is long enough to be hunted in all texts as a whole."""
    words = words_of(value)
    wide = "everywhere" if everywhere else "conversation"
    yield Form(" ".join(words), wide)
    if level == "low":
        return
    lines = [found for line in _LINES.split(value) if (found := words_of(line))]
    towns = _town(lines[-1]) if len(lines) > 1 else [[]]
    head = [word for line in lines[: -1 if len(lines) > 1 else 1] for word in line]
    for street in _spelled(head):
        for town in towns:
            yield Form(" ".join((*street, *town)), wide)
    for count in range(1, min(3, len(lines)) + (len(lines) == 1)):
        part = [word for line in lines[:count] for word in line]
        if any(map(_numbered, part)) and any(len(word) > 2 and word.isalpha() for word in part):
            for street in _spelled(part):
                yield Form(" ".join(street), "conversation")


def _numbered(word: str) -> bool:
    return word[0].isdigit()


def _town(line: Sequence[str]) -> list[list[str]]:
    """The last line with its code after the town and before it."""
    codes = [word for word in line if any(map(str.isdigit, word))]
    names = [word for word in line if word not in codes]
    return [list(row) for row in dict.fromkeys((tuple(line), (*codes, *names), (*names, *codes)))]


def _spelled(words: Sequence[str]) -> list[list[str]]:
    """A street as it is written, all words short, all long, without the word for the flat, without the flat."""
    short = [_shortened(word) for word in words]
    long = [_LONG.get(plain(word), word) for word in words]
    found = [tuple(words), tuple(short), tuple(long)]
    unit = next((place for place, word in enumerate(words) if place > 1 and plain(word) in _UNITS), 0)
    for row in tuple(found) if unit else ():
        found += [row[:unit] + row[unit + 1 :], row[:unit]]
    if len(words) > 1 and _numbered(words[0]):
        found += [(*row[1:], row[0]) for row in tuple(found)]  # 12 Hauptstraße
    elif len(words) > 1 and _numbered(words[-1]):
        found += [(row[-1], *row[:-1]) for row in tuple(found)]
    return [list(row) for row in list(dict.fromkeys(found))[:_MOST]]


def _shortened(word: str) -> str:
    bare = plain(word)
    for long, short in _ENDINGS:
        if bare.endswith(long) and len(bare) > len(long):
            return bare.removesuffix(long) + short
    return _SHORT.get(bare, word)
