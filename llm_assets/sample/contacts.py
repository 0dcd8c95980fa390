"""Phone numbers and addresses: numbers from ranges for fiction where a country has them, else from thinly used ones."""

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faker import Faker

# (international form, national form); each # is a digit, the same in both forms.
PHONES: dict[str, tuple[tuple[str, str], ...]] = {
    "US": tuple((f"+1 {a}-555-01##", f"({a}) 555-01##") for a in (201, 202, 212, 303, 305, 312, 404, 415, 503, 617, 702, 713)),
    "GB": (("+44 20 7946 0###", "020 7946 0###"), *((f"+44 {a} 496 0###", f"0{a} 496 0###") for a in (113, 121, 131, 161))),
    "DE": (
        ("+49 30 23125 ###", "030 23125-###"), ("+49 69 90009 ###", "069/90009###"), ("+49 89 99998 ###", "089 / 99998 ###"),
        ("+49 40 66969 ###", "(040) 66969-###"), ("+49 176 040690##", "0176 040690##"),
    ),
    "FR": (
        ("+33 2 61 91 ## ##", "02 61 91 ## ##"), ("+33 3 53 01 ## ##", "03.53.01.##.##"),
        ("+33 4 65 71 ## ##", "04 65 71 ## ##"), ("+33 5 36 49 ## ##", "0536 49####"),
    ),
    "ES": (("+34 600 000 ###", "600 000 ###"), ("+34 910 000 ###", "910 000 ###")),
    "IT": (("+39 312 000 0###", "312 0000###"), ("+39 06 0000 0###", "06 0000 0###")),
    "NL": (("+31 85 013 0###", "085-013 0###"),),
    "BR": (("+55 11 90000-0###", "(11) 90000-0###"), ("+55 21 90000-0###", "(21) 90000-0###")),
    "PL": (("+48 500 000 ###", "500-000-###"),),
    "TR": (("+90 501 000 0###", "0501 000 0###"),),
    "CN": (("+86 131 0000 0###", "13100000###"),),
    "JP": (("+81 90-1000-0###", "090-1000-0###"),),
}  # fmt: skip

# (city, region, form of the postal code); each # is a digit, @ a letter.
CITIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "US": (
        ("Springfield", "IL", "627##"), ("Portland", "OR", "972##"), ("Austin", "TX", "787##"), ("Madison", "WI", "537##"),
        ("Denver", "CO", "802##"), ("Albany", "NY", "122##"), ("Tucson", "AZ", "857##"), ("Savannah", "GA", "314##"),
        ("Northampton", "MA", "010##"),
    ),
    "GB": (("Leeds", "", "LS# #@@"), ("Bristol", "", "BS# #@@"), ("Cardiff", "", "CF## #@@"), ("York", "", "YO## #@@")),
    "DE": (("Köln", "", "506##"), ("Dresden", "", "010##"), ("Kiel", "", "241##"), ("München", "", "803##"),
    ("Fürth", "", "907##")),
    "FR": (("Lyon", "", "6900#"), ("Nantes", "", "440##"), ("Besançon", "", "250##"), ("Saint-Étienne", "", "420##")),
    "ES": (("Sevilla", "", "410##"), ("Gijón", "", "332##"), ("Málaga", "", "290##"), ("Zaragoza", "", "500##")),
    "IT": (("Bologna", "BO", "401##"), ("Torino", "TO", "101##"), ("L'Aquila", "AQ", "671##")),
    "NL": (("Utrecht", "", "35## @@"), ("Groningen", "", "97## @@"), ("Den Haag", "", "25## @@")),
    "BR": (("São Paulo", "SP", "013##-0##"), ("Curitiba", "PR", "800##-###"), ("Belém", "PA", "660##-###")),
    "PL": (("Kraków", "", "30-###"), ("Łódź", "", "90-###")),
    "TR": (("İzmir", "", "350##"), ("Ankara", "", "060##")),
    "CN": (("上海市浦东新区", "", "2001##"), ("杭州市西湖区", "", "3100##")),
    "JP": (("横浜市西区", "神奈川県", "220-00##"), ("札幌市中央区", "北海道", "060-00##")),
}  # fmt: skip

_STREETS = {
    "TR": ("Atatürk Cad. No: {}", "Gül Sok. No: {}", "Çınar Sok. No: {}/4"),
    "CN": ("世纪大道{}号", "文三路{}号", "延安路{}号"),
    "JP": ("本町{}丁目3-1", "中央{}丁目8-2"),
}

_FORMS = {
    "US": "{street}, {city}, {region} {code}", "GB": "{street}, {city} {code}", "FR": "{street}, {code} {city}",
    "IT": "{street}, {code} {city} ({region})", "BR": "{street}, {city} - {region}, {code}",
    "CN": "{city}{street}", "JP": "〒{code} {region}{city}{street}",
}  # fmt: skip


def _draw(rng: Random, form: str) -> str:
    letters = (rng.choice("ABDEFGHJLNPQRSTUWXYZ") if c == "@" else c for c in form)
    return "".join(str(rng.randrange(1, 10)) if c == "#" else c for c in letters)


def phone(rng: Random, country: str) -> tuple[str, str]:
    """A valid number, in international and in national form."""
    international, national = rng.choice(PHONES[country])
    drawn = [str(rng.randrange(10)) for _ in range(international.count("#"))]
    forms = []
    for form in (international, national):
        left = iter(drawn)
        forms.append("".join(next(left) if c == "#" else c for c in form))
    return forms[0], forms[1]


def residence(rng: Random, fake: "Faker", country: str) -> tuple[str, str, str, str]:
    """Street with number, postal code, city, and the whole address in one line."""
    if country in _STREETS:
        street = rng.choice(_STREETS[country]).format(rng.randrange(2, 20))
    else:
        street = " ".join(fake.street_address().replace("\n", ", ").split()).rstrip(" ,")
    city, region, form = rng.choice(CITIES[country])
    code = _draw(rng, form)
    line = _FORMS.get(country, "{street}, {code} {city}").format(street=street, city=city, region=region, code=code)
    return street, code, city, line
