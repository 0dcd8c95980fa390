"""Street addresses of eleven countries: streets with common names, in real towns, at numbers drawn by the key.

Forms: those of the postal services of each country (UPU S42).
"""

from random import Random

from llm_assets.sample.contacts import CITIES

_CITIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    **CITIES,
    "CA": (("Kingston", "ON", "K7@ #@#"), ("Victoria", "BC", "V8@ #@#"), ("Halifax", "NS", "B3@ #@#")),
    "AU": (("Geelong", "VIC", "32##"), ("Hobart", "TAS", "70##"), ("Newcastle", "NSW", "23##")),
    "PT": (("Coimbra", "", "30##-###"), ("Évora", "", "70##-###"), ("Braga", "", "47##-###")),
}
_NAMES = (
    "Alder Ash Beacon Birch Bramble Bridge Canal Cedar Chapel Cherry Clover Copper Elm Falcon Fern Foundry Garnet Harbor Hazel "
    "Heather Heron Hollow Juniper Lantern Laurel Linden Maple Meadow Mill Orchard Poplar Quarry Raven Ridge Rowan Spruce "
    "Thistle Tanner Walnut Willow"
).split()
_FIRST: dict[str, tuple[str, ...]] = {
    "DE": ("Ahorn", "Buchen", "Eichen", "Garten", "Kirch", "Linden", "Mühlen", "Rosen", "Schiller", "Ulmen", "Ziegel"),
    "FR": ("des Lilas", "des Tilleuls", "de la Fontaine", "du Moulin", "Victor Hugo", "des Acacias", "du Lavoir", "Pasteur"),
    "ES": ("de la Rosa", "del Olmo", "de los Almendros", "del Molino", "San Isidro", "de la Fuente", "del Pinar"),
    "IT": ("dei Mille", "delle Rose", "Garibaldi", "dei Platani", "del Mulino", "San Rocco", "dei Tigli", "Mazzini"),
    "NL": ("Beuken", "Eiken", "Kastanje", "Linden", "Molen", "Tulpen", "Wilgen", "Zonnebloem"),
    "PT": ("das Flores", "do Moinho", "da Fonte", "dos Plátanos", "das Oliveiras", "de São Bento"),
    "BR": ("das Acácias", "do Comércio", "das Palmeiras", "dos Ipês", "Sete de Setembro", "da Paz"),
}
_KINDS: dict[str, tuple[str, ...]] = {
    "US": ("{n} {name} Street", "{n} {name} Ave", "{n} {name} Drive, Apt {m}", "{n} {name} Blvd"),
    "GB": ("{n} {name} Road", "{n} {name} Lane", "Flat {m}, {n} {name} Street", "{n} {name} Close"),
    "CA": ("{n} {name} Crescent", "{n} {name} Street", "{m}-{n} {name} Ave"),
    "AU": ("{n} {name} Street", "{m}/{n} {name} Road", "{n} {name} Parade"),
    "DE": ("{name}straße {n}", "{name}weg {n}", "{name}allee {n}"),
    "FR": ("{n} rue {name}", "{n} avenue {name}", "{n} bis, boulevard {name}"),
    "ES": ("Calle {name}, {n}", "Avenida {name} {n}, {m}º B", "Plaza {name}, {n}"),
    "IT": ("Via {name}, {n}", "Viale {name} {n}", "Piazza {name}, {n}"),
    "NL": ("{name}straat {n}", "{name}laan {n}", "{name}weg {n}-{m}"),
    "PT": ("Rua {name}, {n}", "Avenida {name}, {n}, {m}º Esq"),
    "BR": ("Rua {name}, {n}", "Avenida {name}, {n}, apto {m}"),
}
_LINES = {
    "US": "{street}, {city}, {region} {code}", "GB": "{street}, {city} {code}", "CA": "{street}, {city}, {region} {code}",
    "AU": "{street}, {city} {region} {code}", "IT": "{street}, {code} {city} ({region})",
    "BR": "{street}, {city} - {region}, {code}",
}  # fmt: skip
COUNTRIES = tuple(_KINDS)


def address(rng: Random, country: str) -> str:
    """A whole address in one line; of a country without forms here, an American one."""
    land = country if country in _KINDS else "US"
    name = rng.choice(_FIRST.get(land, tuple(_NAMES)))
    street = rng.choice(_KINDS[land]).format(name=name, n=rng.randrange(100, 999), m=rng.randrange(2, 40))
    city, region, code = rng.choice(_CITIES[land])
    line = _LINES.get(land, "{street}, {code} {city}")
    return line.format(street=street, city=city, region=region, code=drawn(rng, code))


def zip_code(rng: Random, country: str) -> str:
    """A postal code."""
    return drawn(rng, rng.choice(_CITIES[country if country in _KINDS else "US"])[2])


def drawn(rng: Random, form: str) -> str:
    """A form with a digit for each # and a capital letter for each @."""
    return "".join(str(rng.randrange(1, 10)) if c == "#" else rng.choice("ABEGHJLNPRSTVXY") if c == "@" else c for c in form)
