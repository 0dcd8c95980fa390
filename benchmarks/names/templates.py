"""Generated training sentences: the templates of `templates.txt` with names of many locales in them."""

import random
import re
from functools import lru_cache
from pathlib import Path

from benchmarks.names.data import Marked, person, small
from benchmarks.names.lists import people, places

_PLACE = re.compile(r"\{([pflcoxnd])\}")
_DAYS = (
    "Monday Tuesday Friday Sunday May June October December Montag Freitag lundi lunes mayo maio luglio vrijdag March April"
).split()
_THINGS = (
    "phone router laptop printer Galaxy iPhone Kindle Playstation TV keyboard watch modem tablet license "
    "premium plan headset Windows "
    "Chromebook piano guitar software update app subscription"
).split()
_ENDS = (
    "Inc",
    "Ltd",
    "GmbH",
    "AG",
    "Group",
    "Bank",
    "Airlines",
    "Systems",
    "Corp",
    "Software",
    "Media",
    "Hotels",
    "Foods",
    "& Sons",
    "SA",
)
_BEGINS = (
    "Global United First National Royal General Blue Red Golden Alpha Omega Nova Terra Micro Inter Trans "
    "Euro Pacific Atlantic Sun Star Data Cloud Net "
    "Air Auto Bio Med Agro Tele Crown Summit Pioneer Liberty Vision Delta Prime Smart"
).split()
_INSIDE = (
    "tech",
    "soft",
    "com",
    "media",
    "trade",
    "power",
    "line",
    "works",
    "net",
    "care",
    "food",
    "bank",
    "lab",
    "mart",
    "info tech",
    "solutions",
)


@lru_cache(maxsize=1)
def templates() -> list[str]:
    """The lines of `templates.txt`, without its comments."""
    text = Path(__file__).with_name("templates.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def _company(source: random.Random) -> str:
    roll = source.random()
    if roll < 0.3:
        return f"{source.choice(_BEGINS)} {source.choice(_ENDS)}"
    if roll < 0.6:
        return f"{source.choice(_BEGINS)}{source.choice(_INSIDE)}"
    if roll < 0.75:
        # Many firms are named after people: only what follows tells.
        return f"{person(source).split()[-1]} {source.choice(_ENDS)}"
    if roll < 0.85:
        return "".join(source.choices("ABCDEFGHIKLMNPRSTV", k=3))
    return f"{source.choice(_BEGINS)} {source.choice(_BEGINS)} {source.choice(_ENDS)}"


def _filled(source: random.Random, kind: str) -> str:
    if kind == "p":
        return person(source)
    if kind in "fl":
        return source.choice(people()[source.choice(sorted(people()))][kind == "l"])
    if kind == "c":
        return source.choice(places())
    if kind == "o":
        return _company(source)
    if kind == "x":
        return source.choice(_THINGS)
    return source.choice(_DAYS) if kind == "d" else str(source.randint(1, 10 ** source.randint(1, 9)))


def sentence(source: random.Random) -> Marked:
    """One sentence; a third of them in small letters, some with another before them."""
    template = source.choice(templates())
    text, names, last = "", [], 0
    for place in _PLACE.finditer(template):
        text += template[last : place.start()]
        value = _filled(source, place[1])
        if place[1] in "pfl":
            names.append((len(text), len(text) + len(value)))
        text, last = text + value, place.end()
    marked = Marked(text + template[last:], tuple(names))
    if source.random() < 0.15:
        other = sentence(source)
        joint = source.choice((" ", "\n", ". "))
        shift = len(marked.text) + len(joint)
        marked = Marked(marked.text + joint + other.text, (*marked.names, *((a + shift, b + shift) for a, b in other.names)))
    return small(source, marked) if source.random() < 0.35 else marked
