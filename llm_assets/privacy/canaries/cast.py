"""Who the canaries are in this run: the users with a value for each declared column, and the values of nobody in the table.

All of it follows from the key. A value that the source holds is drawn again, and given up when that does not help, as in a
large source with days and postal codes; so what is planted stands nowhere else.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from llm_assets.privacy.canaries.carriers import FORM
from llm_assets.privacy.canaries.people import Person, person
from llm_assets.settings.model import Column, Dataset

FORMS_PER_USER = 8
_TRIES, _AT_ONCE = 8, 4
_USER, _THREAD, _FORM = "users.id", "conversation", "form:"  # slots beside those of the columns
_SLOTS = 1_000
_GIVEN = re.compile(r"first|given|fore|vorname|prenom|nombre\b", re.IGNORECASE)
_FAMILY = re.compile(r"last|family|sur_?name|nachname|apellido|cognome", re.IGNORECASE)
KINDS = tuple(FORM)

Slot = TypeVar("Slot")
Seed = Callable[[str], str]
Found = Callable[[set[str]], set[str]]


@dataclass
class Canary:
    """A user of the table. values: by column (`users.email`), what is known of it; thread: of its messages."""

    number: int
    person: Person
    user: str
    thread: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A value that stands in a text only."""

    entity: str
    person: Person
    value: str


@dataclass(frozen=True)
class Cast:
    """users; strangers: by number of the user in whose texts they stand, and place among them. direct: the columns of direct
    identifiers by full name."""

    users: list[Canary]
    strangers: dict[tuple[int, int], Stranger]
    direct: Mapping[str, Column]

    def strings(self) -> list[str]:
        """All values as they are, but for parts of names, which others have too."""
        known = [value for each in self.users for name, value in each.values.items() if not is_part(name, self.direct)]
        own = [text for each in self.users for text in (each.user, each.thread)]
        return [*known, *own, *(each.value for each in self.strangers.values())]


def is_part(name: str, direct: Mapping[str, Column]) -> bool:
    """Whether a column holds a part of names."""
    return direct[name].entity == "PERSON" and bool(_GIVEN.search(name) or _FAMILY.search(name))


def direct_columns(dataset: Dataset) -> dict[str, Column]:
    """The columns of direct identifiers of both tables."""
    tables = {"users": dataset.users.columns, "interactions": dataset.interactions.columns}
    return {
        f"{t}.{name}": column for t, columns in tables.items() for name, column in columns.items() if column.role == "direct"
    }


def draw_cast(dataset: Dataset, count: int, seed: Seed, found: Found, drawn_elsewhere: frozenset[str] = frozenset()) -> Cast:
    """Draws the canaries of a run.

    count: users. seed: text -> dice of the key. found: of some values, those that the source holds. drawn_elsewhere: kinds
    whose reserved values are surrogates in this run.
    """
    direct = direct_columns(dataset)

    def someone(slot: str, number: int, attempt: int) -> Person:
        return person(seed(f"{slot}:{attempt}"), number, drawn_elsewhere)

    def stranger(number: int, place: int, attempt: int) -> Stranger:
        who, kind = someone(f"form:{number}:{place}", number + place, attempt), _kind(number, place)
        return Stranger(kind, who, who.value(kind))

    def user(number: int, attempt: int) -> Person:
        return someone(f"name:{number}", number, attempt)

    named = _settled({i: partial(lambda i, attempt: user(i, attempt).name, i) for i in range(count)}, found)
    people = {i: user(i, attempt) for i, attempt in named.items()}
    slots: dict[tuple[int, str], Callable[[int], str]] = {}
    for i, who in people.items():
        entities = {name: column.entity for name, column in direct.items() if column.entity != "PERSON"}
        for at, (slot, entity) in enumerate({_USER: "ID", _THREAD: "ID", **entities}.items()):
            slots[i, slot] = partial(_value, who, entity, at)
        for place in range(FORMS_PER_USER):
            slots[i, f"{_FORM}{place}"] = partial(lambda i, place, attempt: stranger(i, place, attempt).value, i, place)
    settled = _settled(slots, found, {who.name for who in people.values()})
    values = {slot: slots[slot](attempt) for slot, attempt in settled.items()}
    users, strangers = [], {}
    for i, who in people.items():
        if (i, _USER) not in values or (i, _THREAD) not in values:
            continue
        known = {name: values.get((i, name), "") for name in direct}
        known |= {name: _part(name, who) for name, column in direct.items() if column.entity == "PERSON"}
        known = {name: value for name, value in known.items() if value}
        users.append(Canary(i, who, values[i, _USER], values[i, _THREAD], known))
        for place in range(FORMS_PER_USER):
            if (i, f"{_FORM}{place}") in settled:
                strangers[i, place] = stranger(i, place, settled[i, f"{_FORM}{place}"])
    return Cast(users, strangers, direct)


def _kind(number: int, place: int) -> str:
    """The kinds take turns through the users."""
    return KINDS[(number * FORMS_PER_USER + place) % len(KINDS)]


def _value(who: Person, entity: str, slot: int, attempt: int) -> str:
    return who.value(entity, slot + _SLOTS * attempt)


def _part(name: str, who: Person) -> str:
    return who.given if _GIVEN.search(name) else who.family if _FAMILY.search(name) else who.name


def _settled(makers: Mapping[Slot, Callable[[int], str]], found: Found, others: Iterable[str] = ()) -> dict[Slot, int]:
    """The attempt of each slot whose value is neither in the source nor that of another slot; without those that found none.

    Several attempts are looked for at once: a look at the source is a pass over all of it.
    """
    settled: dict[Slot, int] = {}
    taken = {text.casefold() for text in others}
    for first in range(0, _TRIES, _AT_ONCE):
        pending = [slot for slot in makers if slot not in settled]
        drawn = {slot: [makers[slot](attempt) for attempt in range(first, first + _AT_ONCE)] for slot in pending}
        hits = {text.casefold() for text in found({text for texts in drawn.values() for text in texts})}
        for slot, texts in drawn.items():
            for attempt, text in enumerate(texts, first):
                if text.casefold() not in hits and text.casefold() not in taken:
                    settled[slot] = attempt
                    taken.add(text.casefold())
                    break
        if len(settled) == len(makers):
            break
    return settled
