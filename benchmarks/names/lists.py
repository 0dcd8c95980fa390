"""The word lists of the tagger: names and places from Faker's locales (MIT), common words, and what the tagger knows of a word.

`build` gives 64-bit hashes (as `llm_assets.privacy.words` makes them) with flags; no word is stored.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

import faker.providers.address
import faker.providers.job
import faker.providers.lorem
import faker.providers.person
import numpy as np

from llm_assets.privacy.names.lists import COMMON, FIRST, LAST, PLACE, TITLE
from llm_assets.privacy.view import View

# Words that stand in name lists and are far more often something else.
_NOT_NAMES = frozenset("de la del van von der den da do dos di le el al bin the of and y e".split())
_TITLES = (
    "mr mrs ms miss dr prof professor sir madam herr frau dr. hr fr sr sra srta don dona monsieur madame "
    "mademoiselle mme mlle sig signor "
    "signora dott dottor dottoressa dhr mevr meneer mevrouw senhor senhora pan pani"
).split()
_PLACES_TOO = (
    "north south east west street road avenue city county state university hospital lake river mount saint st san santa new"
).split()
_CALENDAR = (
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday "
    "sunday januar februar marz mai juni juli oktober dezember montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag lunes martes miercoles "
    "jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche lunedi martedi "
    "mercoledi giovedi venerdi sabato domenica "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag segunda terca quarta quinta sexta enero "
    "febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre"
).split()


def _providers(package: ModuleType) -> Iterator[tuple[str, Any]]:
    for found in pkgutil.iter_modules(package.__path__):
        yield found.name, importlib.import_module(f"{package.__name__}.{found.name}").Provider


def _texts(values: Any) -> Iterator[str]:
    """Strings of a provider's list, however it is nested."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for key in values:
            yield from _texts(key)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _texts(value)


def _named(provider: Any, *parts: str) -> Iterator[str]:
    for name in dir(provider):
        if any(part in name for part in parts) and "format" not in name:
            yield from _texts(getattr(provider, name))


def _readable(name: str) -> bool:
    """Whether a name is written in Latin, Greek or Cyrillic letters: other scripts are out of the tagger's reach."""
    return all(ord(char) < 0x0530 or 0x1E00 <= ord(char) < 0x2100 for char in name) and 1 < len(name) < 40


@lru_cache(maxsize=1)
def people() -> dict[str, tuple[list[str], list[str]]]:
    """By locale: first names and last names."""
    found = {}
    for locale, provider in _providers(faker.providers.person):
        first, last = (sorted(filter(_readable, set(_named(provider, part)))) for part in ("first_name", "last_name"))
        if len(first) > 20 and len(last) > 20:
            found[locale] = (first, last)
    return found


@lru_cache(maxsize=1)
def places() -> list[str]:
    """Cities, states and countries of all locales."""
    found: set[str] = set()
    for _, provider in _providers(faker.providers.address):
        found.update(
            _named(provider, "cities", "city_names", "countries", "states", "provinces", "regions", "cantons", "municipalities")
        )
    return sorted(name for name in found if 2 < len(name) < 30 and _readable(name) and "{" not in name)


@lru_cache(maxsize=1)
def words() -> list[str]:
    """Ordinary words: Faker's word lists of locales with real words, and the project's common words."""
    found: set[str] = set()
    for locale, provider in _providers(faker.providers.lorem):
        if locale not in ("la", "zh_CN", "zh_TW", "th_TH"):
            found.update(word.lower() for word in _named(provider, "word_list") if " " not in word)
    return sorted(found)


def _hashes(texts: Iterable[str]) -> Iterator[int]:
    listed = list(texts)
    for start in range(0, len(listed), 5000):
        yield from View(listed[start : start + 5000]).words.hash.tolist()


def build() -> tuple[np.ndarray, np.ndarray]:
    """(sorted hashes, flags) of all listed words."""
    flags: dict[int, int] = defaultdict(int)

    def add(texts: Iterable[str], flag: int) -> None:
        for value in _hashes(texts):
            flags[value] |= flag

    all_people = people().values()
    add((name for first, _ in all_people for name in first if name.lower() not in _NOT_NAMES), FIRST)
    add((name for _, last in all_people for name in last if name.lower() not in _NOT_NAMES), LAST)
    add(places(), PLACE)
    add(_PLACES_TOO, PLACE)
    add(words(), COMMON)
    add(_CALENDAR, COMMON)
    add(_NOT_NAMES, COMMON)
    add(_TITLES, TITLE)
    hashes = np.array(sorted(flags), dtype=np.uint64)
    return hashes, np.array([flags[value] for value in hashes.tolist()], dtype=np.uint8)
