"""Short and pet forms of given names ("Elizabeth" may be called "Liz"), from a list; both ways.

Source: the table of carltonnorthern/nicknames (Apache-2.0) for English; other languages by hand. See `nicknames.txt`.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from llm_assets.privacy.scope import plain

_MOST = 10  # of one name: the later ones of the list are rare, and each is looked for with every family name


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """By a name without accents: the names that its bearer may go by, short forms first."""
    short: dict[str, list[str]] = {}
    long: dict[str, list[str]] = {}
    for line in files("llm_assets.privacy").joinpath("nicknames.txt").read_text(encoding="utf-8").splitlines():
        name, _, called = line.partition(":")
        for other in called.split() if not line.startswith("#") else ():
            short.setdefault(plain(name), []).append(other)
            long.setdefault(plain(other), []).append(name)
    names = dict.fromkeys((*short, *long))
    return {name: tuple(dict.fromkeys((*short.get(name, ()), *long.get(name, ()))))[:_MOST] for name in names}


def nicknames(name: str) -> Sequence[str]:
    """What the bearer of a given name may be called, and the names that it may be short for."""
    return _table().get(plain(name), ())
