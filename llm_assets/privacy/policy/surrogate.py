"""Surrogates: believable values in the place of real ones, drawn by a keyed hash of what they replace.

Each is one that belongs to nobody (`reserved`), or a name of a closed list (`names`), so that redacting it again leaves it as
it is.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

import phonenumbers

from llm_assets.privacy.policy.names import Names
from llm_assets.privacy.policy.reserved import (
    AREAS,
    CARDS,
    DRAMA,
    IBANS,
    MAC,
    MAIL_HOSTS,
    NETWORK_6,
    NETWORKS,
    digits_of,
    international,
    plain,
    reserved,
)
from llm_assets.privacy.pseudonyms import Pseudonymizer

_TRIES = 24
# Words that are nobody's name, for the local parts of addresses.
_FIRST = (
    "amber azure bright calm clear cosy early fair gentle golden green happy kind light lucky merry mild quick quiet sunny"
).split()
_SECOND = (
    "anchor apple arrow basket bridge button candle cloud feather garden harbor island kettle ladder lantern meadow "
    "orchard pebble river window"
).split()
_MAIL_DIGITS = 4


class Surrogates:
    """Draws surrogates. taken: whether a known value stands in a text: such a one is never drawn."""

    def __init__(
        self, pseudonymizer: Pseudonymizer, regions: tuple[str, ...] = (), taken: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._pseudonymizer = pseudonymizer
        self._regions = regions
        self._taken = taken
        self._names = Names(pseudonymizer)

    def settled(self, entity: str, original: str) -> bool:
        """Whether a value that nobody is known by is a surrogate already."""
        if entity == "PERSON":
            return self._names.own(original) and not self._taken(original)
        if entity == "EMAIL" and not self._own_mail(plain(original)):
            return False
        return reserved(entity, original) and not self._taken(original)

    def of(self, entity: str, key: str, scope: str, original: str) -> str | None:
        """The surrogate of a value: the same for equal keys of one scope; None where there is none of its shape.

        key: the normal form. original: as it stands in the text, which gives script, country, separators and case.
        """
        text = plain(original)
        for count in range(_TRIES):
            number = _number(self._pseudonymizer.pseudonym(f"surrogate.{entity}", f"{scope}\0{key}\0{count}"))
            drawn = self._drawn(entity, text, number)
            if drawn is None:
                return None
            if drawn != text and not self._taken(drawn):
                return drawn
        return None

    def _drawn(self, entity: str, text: str, number: int) -> str | None:
        if entity == "PERSON":
            return self._names.drawn(text, number)
        if entity == "EMAIL":
            return self._mail(number)
        if entity == "PHONE":
            return _phone(text, number, self._regions)
        if entity == "CREDIT_CARD":
            size = len(digits_of(text))
            cards = sorted(card for card in CARDS if len(card) == size)
            return _filled(text, cards[number % len(cards)], str.isdigit) if cards else None
        if entity == "IBAN":
            iban = IBANS.get("".join(char for char in text if char.isalnum())[:2].upper())
            return _filled(text, iban, str.isalnum) if iban else None
        if entity == "IP":
            return _address(text, number)
        return _filled(text, f"{MAC}{number % 256:02x}", str.isalnum) if entity == "MAC" else None

    def _mail(self, number: int) -> str:
        word = f"{_FIRST[number % len(_FIRST)]}.{_SECOND[number // 20 % len(_SECOND)]}"
        return self._checked(word, MAIL_HOSTS[number // 400 % len(MAIL_HOSTS)])

    def _checked(self, word: str, host: str) -> str:
        """An address whose digits are a keyed check of the rest: people do write to example.com, with their names before it."""
        check = _number(self._pseudonymizer.pseudonym("surrogate.mail", f"{word}@{host}")) % 10**_MAIL_DIGITS
        return f"{word}{check:0{_MAIL_DIGITS}d}@{host}"

    def _own_mail(self, text: str) -> bool:
        local, _, host = text.lower().rpartition("@")
        return self._checked(local[:-_MAIL_DIGITS], host) == text.lower()


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("a")
    return total


def _filled(shape: str, value: str, belongs: Callable[[str], bool]) -> str | None:
    """The characters of a value in the places that those of another have; None when they are not as many."""
    if sum(map(belongs, shape)) != len(value):
        return None
    characters: Iterator[str] = iter(value.lower() if shape.lower() == shape else value.upper())
    return "".join(next(characters) if belongs(char) else char for char in shape)


def _address(text: str, number: int) -> str | None:
    try:
        version = ip_address(text).version
    except ValueError:
        return None
    if version == 4:
        return str(IPv4Address(int(NETWORKS[number % 3].network_address) + number // 3 % 254 + 1))
    return str(IPv6Address(int(NETWORK_6.network_address) + (number % (1 << 32) << 64) + number // (1 << 32) % (1 << 16) + 1))


def _phone(text: str, number: int, regions: tuple[str, ...]) -> str | None:
    """A number of the same country, with the same separators where it has as many digits."""
    country = _country(text, regions)
    if country == 1:
        digits = f"{AREAS[number % len(AREAS)]}55501{number // 32 % 100:02d}"
        return (
            _filled(text, digits, str.isdigit)
            or _filled(text, f"1{digits}", str.isdigit)
            or f"+1 {digits[:3]}-555-{digits[6:]}"
        )
    if str(country) not in DRAMA:
        return None
    shape = DRAMA[str(country)]
    size = shape.count("x")
    digits = f"{country}{shape.rstrip('x')}{number % 10**size:0{size}d}"
    return (_filled(text, digits, str.isdigit) if international(text) else None) or f"+{digits[:2]} {digits[2:]}"


def _country(text: str, regions: tuple[str, ...]) -> int | None:
    """The country code of a phone number; a national form is of the first region where it is valid."""
    outside = international(text)
    for region in ("ZZ",) if outside else regions:
        try:
            parsed = phonenumbers.parse(f"+{outside}" if outside else text, region)
        except phonenumbers.NumberParseException:
            continue
        if outside or phonenumbers.is_valid_number(parsed):
            return parsed.country_code
    return None
