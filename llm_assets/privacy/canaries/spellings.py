"""The ways in which people write what is known of them.

Each names the lowest level that means to see through it (docs/privacy-model.md), and whether it counts in the texts of its
owner only. A way that does not fit a value gives nothing.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from llm_assets.privacy.canaries.people import Person
from llm_assets.privacy.nicknames import nicknames
from llm_assets.settings.section import Level

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SHORTEST = 6  # letters of a name with a typo

Write = Callable[[Person, str, Random], str | None]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write a value. write: (person, value, dice) -> what is written, or None. around: what of it says nothing."""

    name: str
    level: Level
    write: Write
    own: bool = False
    around: str = ""


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _ascii(text: str | None) -> str | None:
    """For ways that only Latin letters have."""
    return text if text is not None and text.isascii() else None


def _changed(value: str, text: str) -> str | None:
    return text if text != value else None


def _zero_width(value: str) -> str | None:
    return f"{value[:2]}\u200b{value[2:]}" if len(value) > 4 else None


def _emphasis(value: str) -> str | None:
    first, gap, rest = value.partition(" ")
    if gap:
        return f"**{first}** {rest}"
    return f"{value[:2]}**{value[2:]}**" if len(value) > 4 else None


def _reversed(person: Person, _: str, __: Random) -> str | None:
    return f"{person.family}, {person.given}" if person.spaced else None


def _latin(person: Person) -> bool:
    return person.spaced and _bare(person.name).replace(" ", "").replace("-", "").replace("'", "").isascii()


def _typo(person: Person, _: str, rng: Random) -> str | None:
    name = person.family
    if not name.isascii() or not name.isalpha() or len(name) < _SHORTEST:
        return None
    at = rng.randrange(2, len(name) - 2)
    kinds = [name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]]
    if name[at] != name[at + 1]:
        kinds.append(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    return rng.choice(kinds)


def _nick(person: Person) -> str | None:
    return next((nick.title() for nick in nicknames(person.given) if len(nick) > 2), None)


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, value))


def _grouped(value: str) -> str | None:
    plain = "".join(filter(str.isalnum, value))
    if not plain.isascii() or len(plain) < 8:
        return None
    return _changed(value, " ".join(plain[at : at + 4] for at in range(0, len(plain), 4)))


def _spelled_mail(_: Person, value: str, __: Random) -> str | None:
    local, _at, host = value.partition("@")
    return f"{local} (at) {host.replace('.', ' (dot) ')}"


EXACT = Spelling("as it is", "low", lambda _, value, __: value)
_CASE = (
    Spelling("capitals", "low", lambda _, value, __: _changed(value, value.upper())),
    Spelling("small letters", "low", lambda _, value, __: _changed(value, value.lower())),
)
_HIDDEN = (
    Spelling("zero-width space inside", "low", lambda _, value, __: _zero_width(value)),
    Spelling("full width", "low", lambda _, value, __: (text := _ascii(value)) and text.translate(_WIDE)),
)
_NAMES = (
    EXACT,
    *_CASE,
    *_HIDDEN,
    Spelling("without accents", "low", lambda _, value, __: _changed(value, _bare(value))),
    Spelling("decomposed accents", "low", lambda _, value, __: _changed(value, unicodedata.normalize("NFD", value))),
    Spelling("parted by emphasis", "low", lambda _, value, __: _emphasis(value)),
    Spelling("no-break space", "low", lambda _, value, __: _changed(value, value.replace(" ", "\u00a0"))),
    Spelling("HTML-encoded", "low", lambda _, value, __: _changed(value, value.replace(" ", "&nbsp;"))),
    Spelling("URL-encoded", "low", lambda _, value, __: (text := _ascii(value)) and _changed(value, text.replace(" ", "%20"))),
    Spelling("family name first", "medium", _reversed),
    Spelling("given name alone", "medium", lambda person, _, __: person.given, own=True),
    Spelling("family name alone", "medium", lambda person, _, __: person.family if person.spaced else None, own=True),
    Spelling("initial and family name", "medium",
             lambda person, _, __: f"{person.given[0]}. {person.family}" if person.spaced else None, own=True),
    Spelling("possessive", "medium", lambda person, _, __: f"{person.given}'s" if _latin(person) else None, own=True),
    Spelling("in one word", "medium", lambda person, _, __:
             (person.given + person.family).lower() if _latin(person) and person.name.replace(" ", "").isalpha() else None),
    Spelling("as a file name", "medium",
             lambda person, _, __: f"CV_{person.given}_{person.family}.pdf" if _latin(person) else None, around="CV pdf"),
    Spelling("nickname", "medium", lambda person, _, __: _nick(person), own=True),
    Spelling("nickname and family name", "medium", lambda person, _, __: (nick := _nick(person)) and f"{nick} {person.family}"),
    Spelling("one typo", "high", _typo, own=True),
)  # fmt: skip
_BY_ENTITY: dict[str, tuple[Spelling, ...]] = {
    "PERSON": _NAMES,
    "EMAIL": (
        EXACT,
        _CASE[0],
        *_HIDDEN,
        Spelling("(at) and (dot)", "low", _spelled_mail),
        Spelling("URL-encoded", "low", lambda _, value, __: value.replace("@", "%40")),
        Spelling("HTML-encoded", "low", lambda _, value, __: value.replace("@", "&#64;")),
        Spelling("local part alone", "medium", lambda _, value, __: value.partition("@")[0], own=True),
    ),
    "PHONE": (
        EXACT,
        Spelling("digits alone", "low", lambda _, value, __: _digits(value)),
        Spelling("with 00", "low", lambda _, value, __: f"00{_digits(value)}"),
        Spelling("with dots", "low", lambda _, value, __: _changed(value, value.replace(" ", ".").replace("-", "."))),
        _HIDDEN[1],
    ),
    "USERNAME": (EXACT, Spelling("with an @", "low", lambda _, value, __: f"@{value}"), _CASE[0], _HIDDEN[0]),
    "ADDRESS": (EXACT, *_CASE, Spelling("on two lines", "low", lambda _, value, __: value.replace(", ", "\n", 1))),
    "DATE": (EXACT,),
    "SECRET": (EXACT,),
    "PASSWORD": (EXACT,),
    "URL": (EXACT,),
}
_OTHERS = (EXACT, _CASE[1], Spelling("in groups of four", "low", lambda _, value, __: _grouped(value)))


def spellings(entity: str) -> tuple[Spelling, ...]:
    """The ways in which a kind of value is written."""
    return _BY_ENTITY.get(entity, _OTHERS)
