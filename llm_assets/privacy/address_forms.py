"""In which forms an address is hunted: whole, without its town, with the words for streets and flats in full or short.

Short forms: USPS Publication 28 (appendices B and C) and the postal services of other countries, as far as they are in use.
Of a word and its short form only one is looked for: `SHORT_WORDS` makes them equal in values and in texts.
"""

import re
from collections.abc import Iterator, Sequence

from llm_assets.privacy.form import Form, Scope, words_of
from llm_assets.privacy.scope import plain

SHORT_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "boulevard": "blvd", "bd": "blvd", "drive": "dr", "lane": "ln",
    "court": "ct", "place": "pl", "square": "sq", "terrace": "ter", "parkway": "pkwy", "highway": "hwy", "circle": "cir",
    "crescent": "cres", "gardens": "gdns", "mount": "mt", "saint": "st", "fort": "ft", "apartment": "apt", "suite": "ste",
    "floor": "fl", "building": "bldg", "room": "rm", "unit": "apt", "strasse": "str", "straat": "str", "platz": "pl",
    "chemin": "ch", "calle": "c", "avenida": "avda", "plaza": "pza", "paseo": "po", "carretera": "ctra", "viale": "vle",
    "piazza": "pza", "corso": "cso", "travessa": "tv", "rue": "r", "via": "v",
}  # fmt: skip
_ENDINGS = (("strasse", "str"), ("straat", "str"), ("platz", "pl"))
_SHORT_ENDING = re.compile(r"(?<=[a-z]{3})str$")
_UNITS = frozenset("apt apartment suite ste unit flat studio room rm floor fl no nr".split())
_LINES = re.compile(r"[,\n;]|\s{2,}")


def address_forms(value: str, level: str, *, everywhere: bool) -> Iterator[Form]:
    """The forms of an address at a level; everywhere: whether it is long enough to be hunted in all texts as a whole."""
    yield from dict.fromkeys(_every(value, level, everywhere=everywhere))


def _every(value: str, level: str, *, everywhere: bool) -> Iterator[Form]:
    wide: Scope = "everywhere" if everywhere else "conversation"
    yield Form(" ".join(words_of(value)), wide)
    if level == "low":
        return
    lines = [found for line in _LINES.split(value) if (found := words_of(line))]
    town = lines[-1] if len(lines) > 1 else []
    head = [word for line in lines[:-1] or lines for word in line]
    for street in _spelled(head):
        for end in _ordered(town):
            yield Form(" ".join((*street, *end)), wide)
    for count in range(1, min(3, len(lines)) + (len(lines) == 1)):
        part = [word for line in lines[:count] for word in line]
        if any(word[0].isdigit() for word in part) and any(len(word) > 2 and word.isalpha() for word in part):
            for street in _spelled(part):
                yield Form(" ".join(street), "conversation")


def _ordered(town: Sequence[str]) -> list[list[str]]:
    """The last line with its code after the town and before it."""
    codes = [word for word in town if any(map(str.isdigit, word))]
    names = [word for word in town if word not in codes]
    return [list(row) for row in dict.fromkeys((tuple(town), (*codes, *names), (*names, *codes)))]


def _spelled(words: Sequence[str]) -> list[tuple[str, ...]]:
    """A street as it is written, with its ending short or long, without the word for the flat, the number on the other side."""
    found = [tuple(words)]
    other = tuple(_other_ending(word) for word in words)
    if other != found[0]:
        found.append(other)
    unit = next((place for place, word in enumerate(words) if place > 1 and plain(word) in _UNITS), 0)
    if unit:
        found += [short for row in tuple(found) for short in (row[:unit] + row[unit + 1 :], row[:unit])]
    if len(words) == 2 and words[0][0].isdigit() != words[1][0].isdigit():
        found += [row[::-1] for row in tuple(found)]
    return found


def _other_ending(word: str) -> str:
    bare = plain(word)
    for long, short in _ENDINGS:
        if bare.endswith(long) and len(bare) > len(long) + 2:
            return bare.removesuffix(long) + short
    return _SHORT_ENDING.sub("strasse", bare) if _SHORT_ENDING.search(bare) else word
