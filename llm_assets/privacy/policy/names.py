"""Surrogate names: pairs of a given and a family name out of closed lists, each pair chosen by the key.

The lists are Faker's (MIT licence), selected by `make_lists`; which of them was used is part of the settings' fingerprint. Of
the pairs that the lists could make, the key chooses about one in a thousand: these are ours, and stay when a text is redacted
again. A real name of somebody unknown that happens to be one of them stays as well, and nobody without the key can tell which
it is ("hiding in plain sight": Carrell et al. 2013).
"""

import json
import unicodedata
from functools import lru_cache
from importlib.resources import files

from llm_assets.privacy.pseudonyms import Pseudonymizer

ONE_IN = 1000
_FALLBACK = {"LATIN": "en_US", "CYRILLIC": "ru_RU"}

Locales = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


@lru_cache(maxsize=1)
def lists() -> tuple[str, Locales]:
    """(where the lists are from, by locale: given names and family names)."""
    text = files("llm_assets.privacy.policy").joinpath("names.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return data["source"], {name: (tuple(each["given"]), tuple(each["family"])) for name, each in data["locales"].items()}


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Locales by given name, and by family name."""
    given: dict[str, list[str]] = {}
    family: dict[str, list[str]] = {}
    for locale, (firsts, lasts) in lists()[1].items():
        for names, places in ((firsts, given), (lasts, family)):
            for name in names:
                places.setdefault(name.casefold(), []).append(locale)
    return given, family


class Names:
    """The pairs that a key chooses."""

    def __init__(self, pseudonymizer: Pseudonymizer) -> None:
        self._pseudonymizer = pseudonymizer
        self._chosen: dict[str, dict[str, str]] = {}

    def own(self, text: str) -> bool:
        """Whether a text is one of the pairs, in any case, as `Given Family` or `Family, Given`."""
        pair = _pair(text)
        if pair is None:
            return False
        given, family = pair
        locales = _places()[0].get(given.casefold(), ())
        return any(self._pairs(locale).get(given.casefold(), "").casefold() == family.casefold() for locale in locales)

    def drawn(self, text: str, number: int) -> str | None:
        """A pair in the order and case of a name, of its language as far as the lists know it; None for what is no pair."""
        pair = _pair(text)
        locale = _locale(pair) if pair else None
        if locale is None:
            return None
        pairs = self._pairs(locale)
        given = list(pairs)[number % len(pairs)]
        first = next(name for name in lists()[1][locale][0] if name.casefold() == given)
        name = f"{pairs[given]}, {first}" if "," in text else f"{first} {pairs[given]}"
        return name.upper() if text.isupper() else name.lower() if text.islower() else name

    def _pairs(self, locale: str) -> dict[str, str]:
        """Family name by given name: of the given names of a locale, a part that depends on how many family names there are."""
        known = self._chosen.get(locale)
        if known is None:
            given, family = lists()[1][locale]
            part = -(-ONE_IN // len(family))
            ranked = sorted(given, key=lambda name: self._pseudonymizer.pseudonym("surrogate.given", f"{locale}\0{name}"))
            known = self._chosen[locale] = {}
            for name in ranked[: max(len(ranked) // part, 1)]:
                place = int.from_bytes(self._pseudonymizer.pseudonym("surrogate.family", f"{locale}\0{name}").encode(), "big")
                known[name.casefold()] = family[place % len(family)]
        return known


def _pair(text: str) -> tuple[str, str] | None:
    """(given, family) of a name of two words."""
    last, comma, first = text.partition(",")
    words = (first.split() + last.split()) if comma else text.split()
    return (words[0], words[1]) if len(words) == 2 and (not comma or len(last.split()) == 1) else None


def _locale(pair: tuple[str, str]) -> str | None:
    given, family = (places.get(name.casefold(), ()) for places, name in zip(_places(), pair, strict=True))
    both = [locale for locale in given if locale in family]
    for candidates in (both, given, family):
        if candidates:
            return str(candidates[0])
    script = unicodedata.name(pair[1][0], "").partition(" ")[0]
    return _FALLBACK.get(script)
