"""Makes up the data of this example: nobody in it exists. The same each time, for the generator has a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_GIVEN = (
    "Amara Bruno Chiara Dmitri Elif Farid Greta Hiro Ines Jonas Katya Liam Mei Nuno Olga Pavel Quinn Rosa Sven Tara".split()
)
_FAMILY = (
    "Abara Bianchi Castro Duarte Eklund Fischer Garcia Haddad Ivanova Jensen Kowalski Lindqvist Moreau Nakamura Oduya".split()
)
_ASKS = (
    "Hello, this is {name}. My invoice went to {email}, but I moved: please use the new address.",
    "I cannot sign in since Monday. Call me on {phone}, I am at home after six.",
    "{given} here again. The refund for order {order} has still not arrived.",
    "My colleague {other} has the same problem with the export, so it is not my browser.",
    "Please cancel my plan at the end of the month and confirm it to {email}.",
)
_REVIEWS = (
    "Arrived on time and works as described. {given}",
    "Broke after two weeks. I wrote to support as {handle} and nobody answered.",
    "My neighbour {other} told me about it; we are both happy with ours.",
    "The colour is not that of the picture. Still, a fair price.",
)


@dataclass(frozen=True)
class Person:
    """One made-up customer. number: 0, 1, …"""

    number: int
    name: str
    email: str
    phone: str
    born: int


def people(count: int, seed: int) -> list[Person]:
    """The customers. count: at most 300, so that no name stands twice."""
    chance = random.Random(seed)
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    chance.shuffle(names)
    return [
        Person(
            number,
            name,
            f"{name.replace(' ', '.').lower()}@example.org",
            f"+1 202 555 01{number % 100:02d}",
            chance.randint(1950, 2005),
        )
        for number, name in enumerate(names[:count])
    ]


def _said(chance: random.Random, person: Person, everyone: list[Person], texts: tuple[str, ...]) -> str:
    return chance.choice(texts).format(
        name=person.name,
        given=person.name.split()[0],
        email=person.email,
        phone=person.phone,
        handle=handle(person),
        other=chance.choice(everyone).name,
        order=f"A-{chance.randint(10_000, 99_999)}",
    )


def handle(person: Person) -> str:
    """What a shopper is called in the shop."""
    return f"{person.name.split()[0].lower()}_{person.born}{person.number}"


def messages(everyone: list[Person], seed: int) -> Iterator[tuple[Person, datetime, str]]:
    """Who wrote when what to the help desk: two to five messages a person."""
    yield from _written(everyone, seed, _ASKS, (2, 5))


def opinions(everyone: list[Person], seed: int) -> Iterator[tuple[Person, datetime, str]]:
    """Who wrote when what about a product: one to three reviews a person."""
    yield from _written(everyone, seed, _REVIEWS, (1, 3))


def _written(
    everyone: list[Person], seed: int, texts: tuple[str, ...], how_many: tuple[int, int]
) -> Iterator[tuple[Person, datetime, str]]:
    chance, start = random.Random(seed), datetime(2025, 1, 6, 8, tzinfo=UTC)
    for person in everyone:
        for _ in range(chance.randint(*how_many)):
            yield person, start + timedelta(minutes=chance.randint(0, 200_000)), _said(chance, person, everyone, texts)
