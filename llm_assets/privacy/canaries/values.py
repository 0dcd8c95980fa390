"""Values that belong to nobody, drawn by the key, one generator a kind of identifier.

They are in ranges that nobody holds where there are such (mail: RFC 2606; IP: RFC 6598 and RFC 4193; MAC: locally administered;
phones for fiction; IMEI with the test prefix), else random within the form, with the checks that the form asks for. A value
must be taken for a real one, so none comes from what `policy.reserved` lists: surrogates do, and are left alone.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from random import Random

from llm_assets.privacy.canaries.addresses import address, drawn, zip_code
from llm_assets.privacy.policy.reserved import MAIL_HOSTS, reserved
from llm_assets.sample import identifiers
from llm_assets.sample.contacts import PHONES, phone

_TRIES = 60
_WORDS = (
    "amber anvil aspen badger basil birch bison bramble cedar cinder clover cobalt comet coral crane crimson dapple delta "
    "drift ember falcon fennel flint forge gable ginger glacier granite harrow hazel heron indigo ivory juniper kelp kestrel "
    "larch lichen linden lumen maple marlin mesa mica moss nettle ochre onyx opal osprey otter pebble quartz raven reed ridge "
    "rowan saffron sable sienna slate sorrel spruce tansy teal thicket timber tundra umber vesper walnut willow wren yarrow"
).split()
_MONTHS = {
    "GB": "January February March April May June July August September October November December",
    "DE": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "FR": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ES": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_PLATES = {
    "US": "#@@@###", "GB": "@@## @@@", "DE": "K-@@ ####", "FR": "@@-###-@@", "ES": "#### @@@", "IT": "@@ ###@@",
    "BR": "@@@#@##",
}  # fmt: skip
_DIGITS = {"US": 10, "GB": 8, "DE": 10}
_BANKS = ("US", "GB", "DE")
_NATIONAL = ("ES", "IT", "FR", "BR", "PL", "DE", "GB", "NL")
_FIRST_DAY, _DAYS = date(1931, 1, 1), 27_000


def words(rng: Random) -> tuple[str, str]:
    """Two words that are nobody's name."""
    one, two = rng.sample(_WORDS, 2)
    return one, two


def host(rng: Random) -> str:
    """A host below a domain that is kept for examples; not one of these itself, for there surrogates are."""
    return f"{'-'.join(words(rng))}.{rng.choice(MAIL_HOSTS)}"


def _email(rng: Random, _: str) -> str:
    return f"{'.'.join(words(rng))}{rng.randrange(10, 100)}@{host(rng)}"


def _username(rng: Random, _: str) -> str:
    return f"{'_'.join(words(rng))}_{rng.randrange(10, 100)}"


def _phone(rng: Random, country: str) -> str:
    return phone(rng, country if country in PHONES else "US")[0]


def national_phone(rng: Random, country: str) -> str:
    """A phone number as people of a country write it among themselves."""
    return phone(rng, country if country in PHONES else "US")[1]


def _national_id(rng: Random, country: str) -> str:
    return identifiers.national_id(rng, country if country in _NATIONAL else rng.choice(_NATIONAL))[0]


def _ip(rng: Random, _: str) -> str:
    if rng.random() < 0.2:
        return (
            f"fd{rng.randrange(16, 256):x}:{rng.randrange(1, 65536):x}:{rng.randrange(1, 65536):x}::{rng.randrange(1, 65536):x}"
        )
    return f"100.{rng.randrange(64, 128)}.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}"


def _mac(rng: Random, _: str) -> str:
    return rng.choice(":-").join([f"{rng.randrange(16):X}2", *(f"{rng.randrange(256):02X}" for _ in range(5))])


def _url(rng: Random, _: str) -> str:
    one, two = words(rng)
    return f"https://{host(rng)}/{rng.choice(('u', 'users', 'profile'))}/{one}-{two}-{rng.randrange(1000, 10_000)}"


def _date(rng: Random, country: str) -> str:
    day = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    month = _MONTHS.get(country, _MONTHS["GB"]).split()[day.month - 1]
    forms: dict[str, tuple[str, ...]] = {
        "US": (f"{day.month}/{day.day}/{day.year}", f"{month} {day.day}, {day.year}"),
        "DE": (f"{day.day:02d}.{day.month:02d}.{day.year}", f"{day.day}. {month} {day.year}"),
        "ES": (f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.day} de {month} de {day.year}"),
        "FR": (f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.day} {month} {day.year}"),
    }
    return rng.choice((*forms.get(country, (f"{day.day} {month} {day.year}",)), day.isoformat()))


def _secret(rng: Random, _: str) -> str:
    return identifiers.token(rng) if rng.random() < 0.2 else identifiers.secret(rng)


_DRAW: dict[str, Callable[[Random, str], str]] = {
    "EMAIL": _email,
    "PHONE": _phone,
    "ADDRESS": address,
    "ZIP": zip_code,
    "CREDIT_CARD": lambda rng, _: identifiers.spaced(identifiers.card(rng)) if rng.random() < 0.5 else identifiers.card(rng),
    "IBAN": identifiers.iban,
    "BANK_ACCOUNT": lambda rng, _: identifiers.digits(rng, _DIGITS[rng.choice(_BANKS)]),
    "SSN": lambda rng, _: identifiers.national_id(rng, "US")[0],
    "NATIONAL_ID": _national_id,
    "PASSPORT": lambda rng, _: identifiers.passport(rng),
    "DRIVER_LICENSE": lambda rng, _: identifiers.driver_license(rng),
    "IP": _ip,
    "MAC": _mac,
    "URL": _url,
    "USERNAME": _username,
    "DATE": _date,
    "CRYPTO": lambda rng, _: identifiers.wallet(rng),
    "SECRET": _secret,
    "PASSWORD": lambda rng, _: identifiers.password(rng),
    "DEVICE_ID": lambda rng, _: identifiers.device(rng),
    "LICENSE_PLATE": lambda rng, country: drawn(rng, _PLATES.get(country, _PLATES["GB"])),
    "ID_OTHER": lambda rng, _: drawn(rng, rng.choice(("@@@-######", "@######", "########", "@@######"))),
    "ID": lambda rng, _: drawn(rng, "@@@#@####@"),
}
KINDS = tuple(entity for entity in _DRAW if entity != "ID")


def value(rng: Random, entity: str, country: str, drawn_elsewhere: Collection[str] = ()) -> str:
    """A value of a kind, in the form of a country. drawn_elsewhere: kinds whose reserved values are surrogates in this run."""
    draw = _DRAW.get(entity, _DRAW["ID_OTHER"])
    for _ in range(_TRIES):
        found = draw(rng, country)
        if entity not in drawn_elsewhere or not reserved(entity, found):
            break
    return found
