"""Support messages of any number, seeded: an imitation of what customers and agents write, and in a share of them something
personal.

Modelled on what public support chats hold (ABCD, MultiDoGO): about ten runs of digits per 1,000 characters, such as prices,
amounts, versions, times, sizes, error codes and hosts; careless and careful writers; lengths from one word to some kilobytes
(log-normal, mean 449 bytes). Some messages without anything personal name a date, which level high replaces as well.
"""

import math
import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

_MEAN, _SPREAD, _LONGEST = 449, 0.8, 4_000  # bytes of a message; standard deviation of their logarithm
_SENTENCES = [line for line in (Path(__file__).parent / "sentences.txt").read_text().splitlines() if line and line[0] != "#"]
_SLOT = re.compile(r"\{(\w+)\}")
_WORDS = {
    "plan": "Basic Starter Team Business Pro Enterprise free premium".split(),
    "brand": "Acme Northwind Contoso Initech Globex Umbra Fabrikam".split(),
    "product": (
        "headset|kettle|router|desk lamp|running shoe|backpack|phone case|coffee machine|monitor|keyboard|charger|jacket|"
        "tablet|vacuum cleaner|sensor|licence|gift card|mattress|bike light|printer"
    ).split("|"),
    "attribute": "size|colour|model|length|quantity|delivery slot|plug type|language".split("|"),
    "color": "black white red blue navy grey green silver beige orange".split(),
    "screen": "login checkout billing profile export search reports inbox calendar settings".split(),
    "os": "Windows 11|Windows 10|macOS 14.5|Android 15|iOS 18.1|Ubuntu 24.04|ChromeOS".split("|"),
    "button": "Save|Pay now|Submit|Next|Apply|Sync|Sign in|Download|Retry".split("|"),
    "error": (
        "connection refused|timeout after 30s|permission denied|invalid token|NullPointerException|out of memory|"
        "SSL handshake failed|index out of range|ECONNRESET|disk quota exceeded"
    ).split("|"),
    "code": "404 500 502 403 E12 E-204 0x80070005 ERR_17 1603 42".split(),
    "place": "London Berlin Chicago Madrid Lyon Toronto Leeds Austin Rotterdam Milan Dublin Denver".split(),
    "status": "in transit|label created|out for delivery|on hold|returned to sender".split("|"),
    "team": "billing logistics network security product mobile finance".split(),
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday monday friday".split(),
    "month": "January February March April May June July August September October November December".split(),
    "ordinal": "second third fourth 2nd 3rd 4th".split(),
    "host": "status.example.com|docs.example.org|api.example.net/v2|app.example.com|cdn-3.example.net|https://help.example.com/setup".split(
        "|"
    ),
}
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
    wanted = min(source.lognormvariate(math.log(_MEAN * 0.92) - _SPREAD**2 / 2, _SPREAD), _LONGEST)
    careless, sentences, size = source.random() < 0.25, list[str](), 0
    while size < wanted:
        sentence = _filled(source, source.choice(_SENTENCES))
        sentence = sentence.lower().rstrip(".") if careless else sentence
        size += len(sentence) + 1
        sentences.append(sentence)
    if value:
        sentences.insert(source.randrange(len(sentences) + 1), f"{value}{source.choice(('.', ', if needed.', '', ' thanks'))}")
    return source.choice((" ", " ", "\n")).join(sentences)


def _filled(source: random.Random, sentence: str) -> str:
    return _SLOT.sub(lambda slot: _slots()[slot[1]](source), sentence)


@lru_cache(maxsize=1)
def _slots() -> dict[str, Callable[[random.Random], str]]:
    def chosen(words: list[str]) -> Callable[[random.Random], str]:
        return lambda source: source.choice(words)

    def price(source: random.Random) -> str:
        amount = f"{source.randint(1, 900)}.{source.randint(0, 99):02d}"
        return source.choice(
            (f"${amount}", f"{amount} EUR", f"£{amount}", f"${source.randint(5, 2500)}", f"{amount.replace('.', ',')} €")
        )

    def date(source: random.Random) -> str:
        if source.random() < 0.8:
            return source.choice(
                ("last week", "yesterday", "in spring", "a month ago", "on Tuesday", "two weeks ago", "this morning")
            )
        day, month = source.randint(1, 28), source.choice(_WORDS["month"])
        return source.choice((f"on {month} {day}", f"on {day} {month} 2024", f"on 2024-{source.randint(1, 12):02d}-{day:02d}"))

    return {
        **{name: chosen(words) for name, words in _WORDS.items()},
        "n": lambda source: str(source.randint(5, 95)),
        "few": lambda source: source.choice(("two", "three", "four", "five", "2", "3", "4", "7")),
        "big": lambda source: source.choice(
            (f"{source.randint(1, 99)},{source.randint(0, 999):03d}", str(source.randint(1000, 90_000)))
        ),
        "decimal": lambda source: f"{source.randint(0, 40)}.{source.randint(1, 9)}",
        "percent": lambda source: f"{source.randint(1, 99)}{source.choice(('%', ' %'))}",
        "version": lambda source: (
            f"{source.randint(1, 12)}.{source.randint(0, 20)}{source.choice(('', '.1', '.14', '.3-beta'))}"
        ),
        "time": lambda source: source.choice(
            (
                f"{source.randint(1, 12)}:{source.randint(0, 59):02d} pm",
                f"{source.randint(8, 19)}:30",
                f"{source.randint(1, 11)} am",
            )
        ),
        "price": price,
        "date": date,
    }


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
