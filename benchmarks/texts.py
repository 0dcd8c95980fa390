"""Support messages of any number, seeded: English sentences, and in a share of them something personal."""

import random
from collections.abc import Callable, Iterator

_WORDS = (
    "the a to and of order delivery app please help with my account it does not work since yesterday tried again page shows an "
    "error can you check thanks for quick answer we need this before our team is waiting login screen button update version "
    "invoice item shipping box customer product size colour still broken there was when after only some more than new last "
    "first very"
).split()
_GIVEN = (
    "Anna Paul Maria John Lena Omar Priya Carlos Sofia Igor Emma Liam Noah Olivia Hugo Ines Marta Jonas Clara Felix".split()
)
_FAMILY = "Smith Garcia Keller Rossi Dubois Jansen Silva Novak Kumar Brown Fischer Lopez Moreau Costa Wagner Clark".split()


def messages(count: int, share: float = 0.15, seed: int = 7) -> list[str]:
    """`count` messages of about 450 bytes; `share` of them hold one value."""
    source = random.Random(seed)
    values = _values(source)
    return [_message(source, next(values) if source.random() < share else None) for _ in range(count)]


def _message(source: random.Random, value: str | None) -> str:
    sentences, size = [], 0
    while size < 400:
        sentence = " ".join(source.choices(_WORDS, k=source.randint(6, 16))).capitalize() + "."
        size += len(sentence) + 1
        sentences.append(sentence)
    if value:
        sentences.insert(source.randrange(len(sentences)), f"{value} if needed.")
    return " ".join(sentences)


def _values(source: random.Random) -> Iterator[str]:
    """Announced values of many kinds, in turn at random."""

    def digits(count: int) -> str:
        return "".join(source.choices("0123456789", k=count))

    def name() -> str:
        return f"{source.choice(_GIVEN)} {source.choice(_FAMILY)}"

    def card() -> str:
        body = "4" + digits(14)
        total = sum(n if index % 2 else n * 2 - 9 * (n > 4) for index, n in enumerate(map(int, body)))
        whole = body + str(-total % 10)
        return " ".join(whole[place : place + 4] for place in range(0, 16, 4))

    kinds: list[Callable[[], str]] = [
        lambda: f"Mail me at {name().lower().replace(' ', '.')}{digits(2)}@example.com",
        lambda: f"Call me on +1 415 {source.randint(200, 999)} {digits(4)}",
        lambda: f"My card is {card()}",
        lambda: (
            f"It came from {source.randint(1, 223)}.{source.randint(0, 255)}.{source.randint(0, 255)}.{source.randint(1, 254)}"
        ),
        lambda: f"See https://www.example.org/u/{name().split()[0].lower()}{digits(3)}",
        lambda: f"My SSN is {source.randint(100, 665)}-{source.randint(10, 99)}-{source.randint(1000, 9999)}",
        lambda: f"My name is {name()}",
        lambda: f"I was born on {source.randint(1, 28)}.{source.randint(1, 12)}.{source.randint(1950, 2004)}",
        lambda: f"I live at {source.randint(1, 250)} {source.choice(_FAMILY)} Street",
        lambda: f"My order number is {digits(9)}",
    ]
    while True:
        yield source.choice(kinds)()
