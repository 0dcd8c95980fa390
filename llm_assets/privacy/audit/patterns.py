"""The audit's own pattern scan: what looks personal by its form alone, whoever it belongs to.

Written apart from the recognisers on purpose, with the standard library's `re` and validators of its own (Luhn: ISO/IEC 7812-1;
mod 97: ISO 7064), so that a mistake there is not repeated here.
"""

import re
from collections import Counter
from collections.abc import Iterable

from llm_assets.privacy.audit.stretches import Stretches, stretches
from llm_assets.privacy.policy.reserved import reserved
from llm_assets.settings.model import Level

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])", re.ASCII
)
_CARD = re.compile(r"(?<![0-9A-Za-z.])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])")
_ISSUER = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|5)")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Za-z])")
_SECRET = re.compile(
    r"(?<![0-9A-Za-z])(?:AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|sk_live_[0-9A-Za-z]{16}|xox[bp]-[0-9]{6,}-[0-9A-Za-z-]{8}"
    r"|AIza[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)"
)
_IPV4 = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?![0-9A-Za-z.])"
)
_PHONE = re.compile(r"(?<![0-9A-Za-z])\+[1-9][0-9](?:[ ().-]{0,2}[0-9]){7,13}(?![0-9A-Za-z])")
_AT = re.compile("@")
_AROUND = 80
_IBAN_BEGIN = re.compile("[A-Z]{2}[0-9]{2}")
_IBAN_LENGTHS = range(15, 35)


def blocking(level: Level) -> frozenset[str]:
    """The kinds whose removal a level promises."""
    return frozenset({"card", "iban", "secret"} if level == "low" else {"email", "card", "iban", "secret"})


def patterns(text: str, surrogates: frozenset[str] = frozenset(), seen: Stretches | None = None) -> Counter[str]:
    """How many of each kind stand in a text: email, card, iban, secret, ip, phone.

    surrogates: entities that the settings replace by values of reserved spaces, which nobody has; these are not counted.
    seen: the stretches of the text, where they are known.
    """
    seen = seen or stretches(text)

    def real(entity: str, value: str) -> bool:
        return entity not in surrogates or not reserved(entity, value)

    found: Counter[str] = Counter()
    if "@" in text:
        around = "\n".join(text[start:end] for start, end in _around(match.start() for match in _AT.finditer(text)))
        found["email"] = sum(1 for match in _EMAIL.finditer(around) if real("EMAIL", match[0]))
    rows = "\n".join(seen.digits)
    found["card"] = sum(1 for match in _CARD.finditer(rows) if _is_card(match[0]) and real("CREDIT_CARD", match[0]))
    found["ip"] = sum(1 for _ in _IPV4.finditer(rows))
    found["phone"] = sum(1 for _ in _PHONE.finditer(rows))
    found["iban"] = sum(1 for iban in map(_iban, seen.ibans) if iban and _is_iban(iban) and real("IBAN", iban))
    if seen.secret:
        found["secret"] = sum(1 for _ in _SECRET.finditer(text))
    return +found


def _around(places: Iterable[int]) -> list[tuple[int, int]]:
    """[start, end) of the stretches around places, apart from each other."""
    stretches: list[tuple[int, int]] = []
    for place in places:
        start, end = max(place - _AROUND, 0), place + _AROUND
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _iban(stretch: str) -> str | None:
    begin = _IBAN_BEGIN.search(stretch)
    match = _IBAN.match(stretch, begin.start()) if begin else None
    return match[0] if match else None


def _is_card(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [
        (2 * digit - 9 if digit > 4 else 2 * digit) if place % 2 else digit for place, digit in enumerate(reversed(digits))
    ]
    number = "".join(map(str, digits))
    return (
        _ISSUER.match(number) is not None and len(digits) in (14, 15, 16, 19) and len(set(digits)) > 1 and not sum(doubled) % 10
    )


def _is_iban(text: str) -> bool:
    number = text.replace(" ", "")
    if len(number) not in _IBAN_LENGTHS:
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
