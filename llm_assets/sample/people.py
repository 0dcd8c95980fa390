"""The users of the sample: most drawn by Faker, some written by hand because their names are hard."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from faker import Faker

from llm_assets.sample.contacts import phone, residence
from llm_assets.sample.identifiers import digits, pick

LOCALES = {
    "US": ("en_US", 90), "GB": ("en_GB", 42), "DE": ("de_DE", 40), "FR": ("fr_FR", 32), "ES": ("es_ES", 27),
    "IT": ("it_IT", 18),
    "NL": ("nl_NL", 16), "BR": ("pt_BR", 17), "PL": ("pl_PL", 6), "TR": ("tr_TR", 4), "CN": ("zh_CN", 4), "JP": ("ja_JP", 4),
}  # fmt: skip

# (country, given name, family name): shared names, words as names, one-word names, apostrophes, double names, diacritics.
_BY_HAND = (
    ("US", "John", "Smith"), ("US", "John", "Smith"), ("GB", "John", "Smith"), ("DE", "Michael", "Schmidt"),
    ("DE", "Michael", "Schmidt"), ("BR", "João", "da Silva"), ("BR", "João", "da Silva"), ("ES", "María", "García López"),
    ("ES", "María", "García López"), ("US", "Will", "Rose"), ("US", "Grace", "Park"), ("US", "Mark", "May"),
    ("US", "Summer", "Field"), ("US", "Hope", "Long"), ("GB", "Bill", "Price"), ("GB", "Rob", "Banks"), ("GB", "Joy", "Day"),
    ("US", "Skye", ""), ("GB", "Fenwick", ""), ("DE", "Momo", ""), ("BR", "Juninho", ""), ("FR", "Zazie", ""),
    ("US", "D'Andre", "O'Connell"), ("GB", "Siobhán", "O’Brien"), ("GB", "Zoë", "Smith-Jones"),
    ("US", "Mary Ann", "de la Cruz"),
    ("US", "J. R.", "Whitfield"), ("DE", "Jürgen", "Groß"), ("DE", "Anna-Lena", "Müller-Wöhrle"), ("FR", "Noël", "D’Aubigné"),
    ("FR", "Anne-Sophie", "Lefèvre"), ("FR", "François", "Le Goff"), ("ES", "José María", "Núñez de la Torre"),
    ("IT", "Nicolò", "D'Angelo"), ("NL", "Jan", "van den Berg"), ("NL", "Fenna", "'t Hooft"), ("PL", "Łukasz", "Wiśniewski"),
    ("PL", "Żaneta", "Dąbrowska-Pięć"), ("TR", "İlker", "Çağlar"), ("TR", "Işıl", "Öztürk"),
)  # fmt: skip

_EAST = {
    "CN": (("伟", "王", "wang wei"), ("娜", "李", "li na"), ("敏", "张", "zhang min"), ("洋", "刘", "liu yang")),
    "JP": (("健", "佐藤", "sato ken"), ("美咲", "鈴木", "suzuki misaki"), ("翔", "高橋", "takahashi sho"),
    ("葵", "田中", "tanaka aoi")),
}  # fmt: skip

_HOSTS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org", "studio.example.net")
_NICKS = ("pixelfox", "nightowl", "teapot", "roadrunner", "blauwal", "lamplighter", "quietriver", "zebrafinch")


@dataclass(frozen=True, slots=True)
class Person:
    """One user, as in users.csv. `distinctive`: the id can be told from an ordinary word or number."""

    user_id: str
    given: str
    family: str
    email: str
    phone: str
    phone_local: str
    username: str
    street: str
    zip: str
    city: str
    address: str
    country: str
    birth: date
    plan: str
    signup: datetime

    @property
    def name(self) -> str:
        if self.country in _EAST:
            return self.family + self.given
        return f"{self.given} {self.family}".strip()

    @property
    def distinctive(self) -> bool:
        return not self.user_id.startswith("u-")


def latin(text: str) -> str:
    """A name in lower-case ASCII letters and spaces; empty for scripts that are not Latin."""
    table = str.maketrans({"ł": "l", "Ł": "l", "ß": "ss", "ø": "o", "ı": "i", "æ": "ae"})
    folded = unicodedata.normalize("NFKD", text.translate(table)).encode("ascii", "ignore").decode().lower()
    return "".join(c for c in folded.replace("-", " ") if c.isalnum() or c == " ").strip()


def _user_id(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.6:
        return f"u-{rng.randrange(1000, 10000)}"
    if kind < 0.88:
        return f"CUS{rng.randrange(10)}{pick(rng, 'ABCDEFGHJKLMNPQRTUVWXYZ', 1)}{pick(rng, '23456789ABCDEF', 4)}"
    bits = f"{rng.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"


def _email(rng: Random, words: list[str], birth: date) -> str:
    first, last = words[0], "".join(words[1:])
    forms = [
        f"{first}.{last}",
        f"{first[0]}.{last}",
        f"{last}.{first}",
        f"{first}{last}{birth.year % 100:02d}",
        f"{first}_{last}",
    ]
    forms += [f"{first}.{last}+shop", f"{first.capitalize()}.{last.capitalize()}"]
    local = rng.choice(forms) if last else f"{first}{birth.year}"
    return f"{local}@{rng.choice(_HOSTS)}"


def _username(rng: Random, words: list[str], birth: date) -> str:
    first, last = words[0], "".join(words[1:]) or "official"
    year = f"{birth.year % 100:02d}"
    forms = (
        f"{first}.{last}{year}",
        f"{first}_{last}_{year}",
        f"{rng.choice(_NICKS)}_{digits(rng, 3)}",
        f"{last}{first[0]}{year}",
    )
    return rng.choice(forms)


def _names(fakes: dict[str, Faker]) -> list[tuple[str, str, str, str]]:
    names = []
    for country, (_, count) in LOCALES.items():
        if country in _EAST:
            names += [(country, *name) for name in _EAST[country]]
            continue
        made = [(given, family) for at, given, family in _BY_HAND if at == country]
        while len(made) < count:
            name = (fakes[country].first_name(), fakes[country].last_name())
            if name not in made:
                made.append(name)
        names += [(country, given, family, latin(f"{given} {family}")) for given, family in made]
    return names


def make_people(rng: Random, fakes: dict[str, Faker]) -> list[Person]:
    """300 users with distinct ids, e-mails, phones and usernames. fakes: a seeded Faker for each country of LOCALES."""
    taken: set[str] = set()
    people = []
    for country, given, family, spelled in _names(fakes):
        words = spelled.split()
        while True:
            birth = date(int(rng.triangular(1946, 2007, 1984)), rng.randrange(1, 13), rng.randrange(1, 29))
            international, local = phone(rng, country)
            unique = (_user_id(rng), _email(rng, words, birth), international, _username(rng, words, birth))
            if not taken.intersection(value.casefold() for value in unique):
                break
        taken.update(value.casefold() for value in unique)
        street, code, city, address = residence(rng, fakes[country], country)
        signup = datetime(2019, 1, 1) + timedelta(seconds=rng.randrange(4 * 365 * 86400))
        plan = rng.choice(("free", "free", "plus", "plus", "team", "enterprise"))
        user_id, email, _, username = unique
        people.append(
            Person(
                user_id,
                given,
                family,
                email,
                international,
                local,
                username,
                street,
                code,
                city,
                address,
                country,
                birth,
                plan,
                signup,
            )
        )
    rng.shuffle(people)
    return people
