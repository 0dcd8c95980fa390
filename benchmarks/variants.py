"""Invented users of many countries, and the ways in which people write what is known of them; apart from the package's own."""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from anyascii import anyascii
from faker import Faker

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "da_DK", "ru_RU", "el_GR", "pt_BR")
User = list[tuple[str, str]]


def people(count: int, seed: int, locales: Sequence[str]) -> list[dict[str, str]]:
    """Invented users: first, middle, last, email, username, phone, address, born, id."""
    dice, made = random.Random(seed), []
    for number in range(count):
        fake = FAKERS.setdefault(locales[number % len(locales)], Faker(locales[number % len(locales)]))
        fake.seed_instance(seed * 1_000_000 + number)
        first, last = fake.first_name(), fake.last_name()
        plain = "".join(c for c in anyascii(f"{first}.{last}").lower() if c.isalnum() or c == ".")
        made.append(
            {
                "first": first,
                "last": last,
                "middle": fake.first_name() if dice.random() < 0.3 else "",
                "email": f"{plain}{dice.randrange(100)}@example.org",
                "username": f"{plain.replace('.', '_')}_{dice.randrange(100)}",
                "phone": f"+1 {dice.randrange(201, 990)} 555 {dice.randrange(10_000):04d}",
                "address": fake.address(),
                "born": str(fake.date_of_birth(minimum_age=18)),
                "id": f"CUS{dice.randrange(10**6):06d}X{number}",
            }
        )
    return made


FAKERS: dict[str, Any] = {}


def user_of(person: dict[str, str]) -> User:
    name = " ".join(filter(None, (person["first"], person["middle"], person["last"])))
    return [
        ("PERSON", name), ("EMAIL", person["email"]), ("USERNAME", person["username"]), ("PHONE", person["phone"]),
        ("ADDRESS", person["address"]), ("DATE", person["born"]), ("ID", person["id"]),
    ]  # fmt: skip


def bare(text: str) -> str:
    kept = unicodedata.normalize("NFKD", text)
    return (
        "".join(c for c in kept if not unicodedata.combining(c)).translate(str.maketrans("øØłŁđĐ", "oOlLdD")).replace("ß", "ss")
    )


def german(text: str) -> str:
    for one, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ø", "oe"), ("å", "aa"), ("æ", "ae")):
        text = text.replace(one, two).replace(one.upper(), two.title())
    return text


def months(born: str, pattern: str) -> str:
    year, month, day = born.split("-")
    names = "January February March April May June July August September October November December".split()
    return pattern.format(
        y=year, m=month, d=day, D=int(day), M=int(month), N=names[int(month) - 1], S=names[int(month) - 1][:3], z=year[2:]
    )


def typo(name: str, dice: random.Random) -> str | None:
    if len(name) < 5 or not name.isascii():
        return None
    at = dice.randrange(1, len(name) - 1)
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    kinds = [name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], swapped, name[:at] + "x" + name[at + 1 :]]
    return dice.choice([kind for kind in kinds if kind.lower() != name.lower()])


NICK = {"elizabeth": "Liz", "robert": "Bob", "william": "Bill", "michael": "Mike", "jennifer": "Jen", "christopher": "Chris",
        "james": "Jim", "david": "Dave", "matthew": "Matt", "joseph": "Joe", "daniel": "Dan", "katherine": "Kate",
        "thomas": "Tom",
        "samantha": "Sam", "jessica": "Jess", "anthony": "Tony", "richard": "Rick", "joshua": "Josh", "nicholas": "Nick",
        "andrew": "Andy", "johannes": "Hannes", "francisco": "Paco", "josé": "Pepe", "giuseppe": "Beppe",
        "susanne": "Susi"}  # fmt: skip

SHORT = {"Street": "St.", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr.", "straße": "str.", "Boulevard": "Blvd", "Suite": "Ste",
         "Apt.": "#", "Via ": "V. ", "Lane": "Ln", "Court": "Ct", "rue ": "r. "}  # fmt: skip

Kind = Callable[[dict[str, str], random.Random], str | None]
VARIANTS: dict[str, Kind] = {
    "full name": lambda p, _: f"{p['first']} {p['last']}",
    "small letters": lambda p, _: f"{p['first']} {p['last']}".lower(),
    "capitals": lambda p, _: f"{p['first']} {p['last']}".upper(),
    "Last, First": lambda p, _: f"{p['last']}, {p['first']}",
    "LAST First": lambda p, _: f"{p['last'].upper()} {p['first']}",
    "first name": lambda p, _: p["first"],
    "last name": lambda p, _: p["last"],
    "F. Last": lambda p, _: f"{p['first'][0]}. {p['last']}",
    "Last, F.": lambda p, _: f"{p['last']}, {p['first'][0]}.",
    "First L.": lambda p, _: f"{p['first']} {p['last'][0]}.",
    "F.L.": lambda p, _: f"{p['first'][0]}.{p['last'][0]}." if p["last"][0].isupper() else None,
    "First M. Last": lambda p, _: f"{p['first']} {p['middle'][0]}. {p['last']}" if p["middle"] else None,
    "First Middle Last": lambda p, _: f"{p['first']} {p['middle']} {p['last']}" if p["middle"] else None,
    "Mr Last": lambda p, _: f"{p['last']}",
    "possessive": lambda p, _: f"{p['first']}'s",
    "genitive s": lambda p, _: f"{p['first']}s" if p["first"].isascii() and p["first"][-1] not in "sxz" else None,
    "genitive s, full": lambda p, _: f"{p['first']} {p['last']}s" if p["last"][-1] in "aeiourntdlmk" else None,
    "no accents": lambda p, _: _changed(p, bare),
    "ae oe ue": lambda p, _: _changed(p, german),
    "Latin for another script": lambda p, _: _changed(p, anyascii) if ord(p["last"][0]) > 0x36F else None,
    "joined": lambda p, _: _joined(p).lower(),
    "CamelCase": lambda p, _: _joined(p),
    "joined.dot": lambda p, _: f"{p['first']}.{p['last']}".lower(),
    "flast": lambda p, _: f"{p['first'][0]}{p['last']}".lower() if p["last"].isalpha() and len(p["last"]) > 4 else None,
    "file_name": lambda p, _: f"CV_|{p['first']}_{p['last']}|.pdf",
    "file-name": lambda p, _: f"|{p['first']}-{p['last']}|-passport.jpg".lower(),
    "fileName": lambda p, _: f"CV|{p['first']}{p['last']}|2020.pdf" if (p["first"] + p["last"]).isalpha() else None,
    "nickname": lambda p, _: NICK.get(p["first"].lower()),
    "nickname Last": lambda p, _: f"{NICK[p['first'].lower()]} {p['last']}" if p["first"].lower() in NICK else None,
    "typo (high)": lambda p, dice: typo(p["last"], dice),
    "e-mail": lambda p, _: p["email"],
    "e-mail local part": lambda p, _: p["email"].split("@")[0],
    "handle": lambda p, _: p["username"],
    "@handle": lambda p, _: "@" + p["username"],
    "handle joined": lambda p, _: p["username"].replace("_", ""),
    "phone plain": lambda p, _: p["phone"].replace(" ", ""),
    "phone national": lambda p, _: "({}) {}-{}".format(*p["phone"].split()[1:]),
    "phone dots": lambda p, _: ".".join(p["phone"].split()[1:]),
    "phone pairs": lambda p, _: " ".join(_pairs("".join(p["phone"].split()[1:]))),
    "phone 001": lambda p, _: "001" + p["phone"].replace(" ", "")[2:],
    "address": lambda p, _: p["address"].replace("\n", ", "),
    "address in capitals": lambda p, _: p["address"].upper(),
    "address street": lambda p, _: p["address"].split("\n")[0],
    "address abbreviated": lambda p, _: _abbreviated(p["address"]),
    "born D Month Y": lambda p, _: months(p["born"], "{D} {N} {y}"),
    "born Month D, Y": lambda p, _: months(p["born"], "{N} {D}, {y}"),
    "born D Mon Y": lambda p, _: months(p["born"], "{d} {S} {y}"),
    "born d.m.y": lambda p, _: months(p["born"], "{d}.{m}.{y}"),
    "born m/d/y": lambda p, _: months(p["born"], "{M}/{D}/{y}"),
    "born d/m/yy": lambda p, _: months(p["born"], "{d}/{m}/{z}"),
    "born Ymd": lambda p, _: p["born"].replace("-", ""),
    "id": lambda p, _: p["id"],
    "id spaced": lambda p, _: f"{p['id'][:3]} {p['id'][3:9]} {p['id'][9:]}",
    "id dashes": lambda p, _: f"{p['id'][:3]}-{p['id'][3:9]}-{p['id'][9:]}",
}  # fmt: skip


def _joined(person: dict[str, str]) -> str:
    return "".join(filter(str.isalnum, person["first"] + person["last"]))


def _changed(person: dict[str, str], change: Callable[[str], str]) -> str | None:
    name = f"{person['first']} {person['last']}"
    return change(name) if change(name) != name else None


def _pairs(digits: str) -> Iterator[str]:
    return (digits[at : at + 2] for at in range(0, len(digits), 2))


def _abbreviated(address: str) -> str | None:
    text = address.split("\n")[0]
    for long, short in SHORT.items():
        text = text.replace(long, short)
    return text if text != address.split("\n")[0] else None
