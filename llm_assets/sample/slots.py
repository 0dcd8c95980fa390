"""The values that templates ask for: a slot's name gives a piece of text that knows whose it is and what it is."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from llm_assets.sample import identifiers
from llm_assets.sample.people import Person
from llm_assets.sample.text import Piece

DESK = "support@example.com"
_PRODUCTS = ("Lumen Hub 2", "Tempo Watch", "Mesa Router", "Halo Lamp", "Drift Headphones")
_ERRORS = ("ERR_1042", "HTTP 503", "E-77", "AUTH-401", "0x80070005")
_LINKS = ("https://help.example.com/reset", "https://help.example.com/articles/4711", "https://status.example.com")
_PRICES = {
    "US": "${}.{:02d}",
    "GB": "£{}.{:02d}",
    "BR": "R$ {},{:02d}",
    "PL": "{},{:02d} zł",
    "TR": "{},{:02d} ₺",
    "JP": "{}{:02d}円",
    "CN": "{}.{:02d}元",
}
_DATES = {
    "US": "%m/%d/%Y",
    "GB": "%d/%m/%Y",
    "FR": "%d/%m/%Y",
    "ES": "%d/%m/%Y",
    "IT": "%d/%m/%Y",
    "BR": "%d/%m/%Y",
    "NL": "%d-%m-%Y",
}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def written_date(day: date, country: str) -> str:
    """A day as people of a country write it."""
    if country in ("CN", "JP"):
        return f"{day.year}年{day.month}月{day.day}日"
    return day.strftime(_DATES.get(country, "%d.%m.%Y"))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in a conversation, and its topic: a number from which product, order, price and the like follow.

    agent: full name. friend: somebody who is no user, with e-mail and phone.
    """

    person: Person
    other: Person
    agent: str
    friend: tuple[str, str, str]
    topic: int


class Slots:
    """Gives the piece for a slot's name. rng is the message's; what a person keeps (card, passport) hangs on the id alone."""

    def __init__(self, rng: Random, cast: Cast, when: datetime) -> None:
        self.rng, self.cast, self.when = rng, cast, when

    def __call__(self, name: str) -> Piece:
        for table in (self._own, self._mentioned, self._papers, self._disguised, self._near_misses):
            piece = table(name)
            if piece is not None:
                return piece
        raise KeyError(name)

    def _own(self, name: str) -> Piece | None:
        who = self.cast.person
        known = {
            "name": ("PERSON", who.name), "first": ("PERSON", who.given), "last": ("PERSON", who.family or who.given),
            "email": ("EMAIL", who.email), "phone": ("PHONE", who.phone), "phone_local": ("PHONE", who.phone_local),
            "username": ("USERNAME", who.username), "address": ("ADDRESS", who.address), "street": ("ADDRESS", who.street),
            "zip": ("ZIP", who.zip), "birth": ("DATE", written_date(who.birth, who.country)),
            "url": ("URL", f"https://desk.example.com/u/{who.username}"), "id": ("ID_OTHER", who.user_id),
        }  # fmt: skip
        if name not in known:
            return None
        entity, value = known[name]
        if name == "id" and not who.distinctive:
            return Piece(value)
        return Piece(value, entity, who.user_id)

    def _mentioned(self, name: str) -> Piece | None:
        other, agent, friend = self.cast.other, self.cast.agent, self.cast.friend
        known = {
            "other": ("PERSON", other.name, other.user_id), "other_first": ("PERSON", other.given, other.user_id),
            "other_email": ("EMAIL", other.email, other.user_id), "other_phone": ("PHONE", other.phone, other.user_id),
            "other_handle": ("USERNAME", other.username, other.user_id),
            "agent": ("PERSON", agent.split(" ", maxsplit=1)[0], None),
            "agent_full": ("PERSON", agent, None), "desk_email": ("EMAIL", DESK, None), "friend": ("PERSON", friend[0], None),
            "friend_email": ("EMAIL", friend[1], None), "friend_phone": ("PHONE", friend[2], None),
        }  # fmt: skip
        if name not in known:
            return None
        entity, value, owner = known[name]
        return Piece(value, entity, owner)

    def _papers(self, name: str) -> Piece | None:
        country = self.cast.person.country
        known: dict[str, tuple[str, Callable[[Random], str]]] = {
            "card": ("CREDIT_CARD", identifiers.card),
            "card_spaced": ("CREDIT_CARD", lambda r: identifiers.spaced(identifiers.card(r))),
            "card_wide": ("CREDIT_CARD", lambda r: identifiers.card(r).translate(_WIDE)),
            "iban": ("IBAN", lambda r: identifiers.iban(r, country)),
            "account": ("BANK_ACCOUNT", lambda r: identifiers.digits(r, 9)),
            "routing": ("BANK_ACCOUNT", lambda _: "021000021"), "passport": ("PASSPORT", identifiers.passport),
            "license": ("DRIVER_LICENSE", identifiers.driver_license), "plate": ("LICENSE_PLATE", identifiers.license_plate),
            "ip": ("IP", identifiers.ip), "mac": ("MAC", identifiers.mac), "device": ("DEVICE_ID", identifiers.device),
            "password": ("PASSWORD", identifiers.password), "secret": ("SECRET", identifiers.secret),
            "token": ("SECRET", identifiers.token),
            "wallet": ("CRYPTO", identifiers.wallet),
        }  # fmt: skip
        own = Random(f"{self.cast.person.user_id}:{name.removesuffix('_spaced').removesuffix('_wide')}")
        if name == "ssn":
            value, entity = identifiers.national_id(own, country)
            return Piece(value, entity)
        if name not in known:
            return None
        entity, make = known[name]
        return Piece(make(own), entity)

    def _disguised(self, name: str) -> Piece | None:
        who = self.cast.person
        local, _, host = who.email.partition("@")
        parted = who.family and who.country not in ("CN", "JP")
        known = {
            "name_caps": ("PERSON", who.name.upper()), "name_lower": ("PERSON", who.name.lower()),
            "name_nfd": ("PERSON", unicodedata.normalize("NFD", who.name)),
            "name_nbsp": ("PERSON", who.name.replace(" ", "\u00a0")),
            "name_bidi": ("PERSON", f"\u202a{who.name}\u202c"), "name_html": ("PERSON", who.name.replace(" ", "&nbsp;")),
            "name_md": ("PERSON", f"**{who.given}** {who.family}" if parted else who.name),
            "name_reversed": ("PERSON", f"{who.family}, {who.given}" if parted else who.name),
            "email_caps": ("EMAIL", who.email.upper()), "email_zw": ("EMAIL", f"{local[:2]}\u200b{local[2:]}@\u200c{host}"),
            "email_at": ("EMAIL", f"{local} (at) {host.replace('.', ' (dot) ')}"),
            "email_wide": ("EMAIL", who.email.translate(_WIDE)),
            "email_encoded": ("EMAIL", who.email.replace("@", "%40").replace("+", "%2B")),
            "phone_wide": ("PHONE", who.phone.translate(_WIDE)), "phone_nbsp": ("PHONE", who.phone.replace(" ", "\u00a0")),
            "phone_plain": ("PHONE", "+" + "".join(c for c in who.phone if c.isdigit())),
        }  # fmt: skip
        if name not in known:
            return None
        entity, value = known[name]
        return Piece(value, entity, who.user_id)

    def _near_misses(self, name: str) -> Piece | None:
        country = self.cast.person.country
        kept = name in ("product", "order", "price", "ticket", "error", "version")
        rng = Random(f"{self.cast.topic}:{name}") if kept else self.rng
        if name in ("product", "plan", "city", "link"):
            plain = {"product": rng.choice(_PRODUCTS), "link": rng.choice(_LINKS), "plan": self.cast.person.plan}
            return Piece(plain.get(name, self.cast.person.city))
        if name in ("will", "grace", "mark", "may", "rose"):
            return Piece(name.capitalize() if name in ("will", "may") else name, looks_like="PERSON")
        near = self.when + timedelta(days=rng.randrange(1, 20)) * (1 if name == "due" else -1)
        price = _PRICES.get(country, "{},{:02d} €").format(rng.randrange(5, 300), rng.choice((0, 50, 90, 99)))
        misses = {
            "order": ("ID_OTHER", f"ORD-{rng.randrange(10, 99)}-{rng.randrange(1, 999999):06d}"),
            "ticket": ("ID_OTHER", f"#{rng.randrange(10000, 99999)}"),
            "tracking": ("PHONE", f"1Z {rng.randrange(100, 999)} {rng.randrange(10, 99)} {rng.randrange(1000, 9999)}"),
            "version": ("IP", f"{rng.randrange(2, 6)}.{rng.randrange(20)}.{rng.randrange(9)}.{rng.randrange(300)}"),
            "price": ("ZIP", price), "date": ("DATE", written_date(near.date(), country)),
            "due": ("DATE", written_date(near.date(), country)), "time": ("DATE", near.strftime("%H:%M")),
            "iso_time": ("DATE", self.when.strftime("%Y-%m-%dT%H:%M:%SZ")), "error": ("SECRET", rng.choice(_ERRORS)),
        }  # fmt: skip
        if name not in misses:
            return None
        entity, value = misses[name]
        return Piece(value, looks_like=entity)
