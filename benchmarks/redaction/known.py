"""Known values of invented users, so that the redactor is measured with everything on."""

from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.values import forms

USERS = 20_000
_SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ka ke ki la le li lo ma me mi mo na ne ni no ra re ri ro sa se so ta te ti to".split()
)


def known_values(users: int = USERS, level: str = "high") -> KnownValues:
    """The index of a name, an e-mail address, a phone and a handle for each of `users` users."""
    builder = KnownValuesBuilder()
    for first in range(0, users, 2_000):
        rows = [row for user in range(first, min(first + 2_000, users)) for row in _values(user)]
        builder.add((user, entity, form) for user, entity, value in rows for form in forms(entity, value, level))
    return builder.build()


def _values(user: int) -> list[tuple[int, str, str]]:
    given, family = _word(user * 7 + 3, 3), _word(user * 31 + 11, 4)
    return [
        (user, "PERSON", f"{given.title()} {family.title()}"),
        (user, "EMAIL", f"{given}.{family}{user}@example.com"),
        (user, "PHONE", f"+1 415 {200 + user % 700} {user % 10_000:04d}"),
        (user, "USERNAME", f"{given}{family}{user % 100}"),
    ]


def _word(number: int, syllables: int) -> str:
    pieces = []
    for _ in range(syllables):
        number, place = divmod(number, len(_SYLLABLES))
        pieces.append(_SYLLABLES[place])
        number += 17
    return "".join(pieces)
