"""Values for the labelled tables: a generator a kind of column, with the role (and kind of identifier) that is right for it."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from faker import Faker

ROWS = 400


@dataclass(frozen=True)
class Kind:
    """A kind of column. make: gives a cell; role: what is right; entity: of an identifier; empty: share of empty cells."""

    make: Callable[["Maker"], str]
    role: str
    entity: str | None = None
    empty: float = 0.0


class Maker:
    """Makes the cells of one table, the same ones each time. owners: the ids of its users."""

    def __init__(self, name: str, locale: str) -> None:
        self.rng = random.Random(name)
        self.fake = Faker(locale)
        self.fake.seed_instance(sum(map(ord, name)))
        self.owners = [f"{prefix}{number:05d}" for prefix in (self.rng.choice(["", "U", "cus_"]),) for number in range(150)]
        self.threads = [f"{self.rng.choice('TCD')}-{number}" for number in self.rng.sample(range(10_000, 99_999), 120)]
        self.row = 0

    def cells(self, kind: Kind, rows: int) -> list[str | None]:
        found: list[str | None] = []
        for self.row in range(rows):
            cell = kind.make(self)
            found.append(None if self.rng.random() < kind.empty else cell)
        return found

    def of(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def any(self, *methods: str) -> str:
        """The first of Faker's methods that the locale has."""
        for method in methods:
            if hasattr(self.fake, method):
                return str(getattr(self.fake, method)()).replace("\n", ", ")
        return self.fake.bothify("??####")

    def letters(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        return "".join(self.rng.choices(alphabet, k=count))


def _moment(maker: Maker) -> Any:
    return maker.fake.date_time_between(start_date="-4y", end_date="-1d")


def _prose(maker: Maker) -> str:
    return maker.fake.paragraph(nb_sentences=maker.rng.randint(1, 4)) if maker.rng.random() < 0.8 else maker.fake.sentence(4)


def _luhn(maker: Maker) -> str:
    return maker.fake.credit_card_number()


def _choice(*words: str) -> Callable[[Maker], str]:
    return lambda maker: maker.rng.choice(words)


def _number(low: int, high: int) -> Callable[[Maker], str]:
    return lambda maker: str(maker.rng.randint(low, high))


KINDS: dict[str, Kind] = {
    "id": Kind(lambda m: m.owners[m.row % len(m.owners)] if m.row < len(m.owners) else f"X{m.row:05d}", "id"),
    "owner": Kind(lambda m: m.rng.choice(m.owners), "id"),
    "other_user": Kind(lambda m: m.rng.choice(m.owners), "user"),
    "number_id": Kind(lambda m: str(1_000_000 + m.row * 7 + m.rng.randint(0, 6)), "pseudonym"),
    "uuid": Kind(lambda m: m.fake.uuid4(), "pseudonym"),
    "token_id": Kind(lambda m: f"obj_{m.letters(16)}", "pseudonym"),
    "short_code": Kind(lambda m: f"{m.letters(2, string.ascii_uppercase)}{m.rng.randint(100_000, 999_999)}", "pseudonym"),
    "thread": Kind(lambda m: m.rng.choice(m.threads), "conversation"),
    "channel_id": Kind(lambda m: f"C{m.rng.randint(0, 40):03d}Q", "pseudonym"),
    "full_name": Kind(lambda m: m.fake.name(), "direct", "PERSON"),
    "first_name": Kind(lambda m: m.fake.first_name(), "direct", "PERSON"),
    "last_name": Kind(lambda m: m.fake.last_name(), "direct", "PERSON"),
    "email": Kind(lambda m: m.fake.email(), "direct", "EMAIL", 0.05),
    "phone": Kind(lambda m: m.fake.phone_number(), "direct", "PHONE", 0.1),
    "street": Kind(lambda m: m.any("street_address"), "direct", "ADDRESS", 0.05),
    "house_number": Kind(lambda m: m.any("building_number"), "direct", "ADDRESS"),
    "username": Kind(lambda m: m.fake.user_name(), "direct", "USERNAME"),
    "handle": Kind(lambda m: f"@{m.fake.user_name()}", "direct", "USERNAME", 0.3),
    "url": Kind(lambda m: m.fake.url() + m.fake.user_name(), "direct", "URL", 0.3),
    "full_url": Kind(lambda m: m.fake.uri(), "direct", "URL"),
    "ip": Kind(lambda m: m.fake.ipv4_public() if m.rng.random() < 0.85 else m.fake.ipv6(), "direct", "IP"),
    "mac": Kind(lambda m: m.fake.mac_address(), "direct", "MAC"),
    "ssn": Kind(lambda m: m.fake.ssn(), "direct", "SSN"),
    "ssn_like": Kind(lambda m: m.any("ssn", "cpf", "pesel", "vat_id"), "direct", "NATIONAL_ID"),
    "passport": Kind(
        lambda m: m.letters(2, string.ascii_uppercase) + str(m.rng.randint(1_000_000, 9_999_999)), "direct", "PASSPORT"
    ),
    "iban": Kind(lambda m: m.fake.iban(), "direct", "IBAN"),
    "card": Kind(_luhn, "direct", "CREDIT_CARD"),
    "four_digits": Kind(_number(1000, 9999), "direct", "CREDIT_CARD"),
    "sort_code": Kind(
        lambda m: f"{m.rng.randint(10, 99)}-{m.rng.randint(10, 99)}-{m.rng.randint(10, 99)}", "direct", "BANK_ACCOUNT"
    ),
    "account": Kind(_number(10_000_000, 99_999_999), "direct", "ID_OTHER"),
    "hash": Kind(lambda m: f"$2b$12${m.letters(53)}", "direct", "PASSWORD"),
    "token": Kind(lambda m: m.letters(40, "0123456789abcdef"), "direct", "SECRET"),
    "device": Kind(lambda m: m.letters(16, "0123456789abcdef"), "direct", "DEVICE_ID"),
    "imei": Kind(lambda m: str(m.rng.randint(10**14, 10**15 - 1)), "direct", "DEVICE_ID"),
    "plate": Kind(lambda m: m.any("license_plate"), "direct", "LICENSE_PLATE"),
    "vin": Kind(lambda m: m.letters(17, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), "direct", "LICENSE_PLATE"),
    "city": Kind(lambda m: m.fake.city(), "quasi"),
    "state": Kind(lambda m: m.any("state", "region", "administrative_unit", "county", "province", "city"), "quasi"),
    "state_code": Kind(lambda m: m.any("state_abbr", "estado_sigla", "country_code"), "quasi"),
    "zip": Kind(lambda m: m.fake.postcode(), "quasi"),
    "country": Kind(lambda m: m.fake.country(), "quasi"),
    "country_code": Kind(lambda m: m.fake.country_code(), "quasi"),
    "birth": Kind(lambda m: m.fake.date_of_birth(minimum_age=18, maximum_age=90).isoformat(), "quasi"),
    "year": Kind(_number(1930, 2005), "quasi"),
    "month": Kind(_number(1, 12), "quasi"),
    "age": Kind(_number(18, 90), "quasi"),
    "gender": Kind(_choice("M", "F", "F", "M", "X"), "quasi"),
    "honorific": Kind(_choice("Mr", "Ms", "Dr", "Mrs"), "quasi", empty=0.3),
    "marital": Kind(_choice("S", "M", "D", "W"), "quasi"),
    "race": Kind(_choice("white", "black", "asian", "other", "native"), "quasi"),
    "language": Kind(_choice("English", "Spanish", "Vietnamese", "French"), "quasi"),
    "locale": Kind(_choice("en-US", "de-DE", "fr-FR", "es-ES"), "quasi"),
    "timezone": Kind(lambda m: m.fake.timezone(), "quasi"),
    "job": Kind(lambda m: m.fake.job(), "quasi"),
    "company": Kind(lambda m: m.fake.company(), "quasi"),
    "latitude": Kind(lambda m: str(m.fake.latitude()), "quasi"),
    "longitude": Kind(lambda m: str(m.fake.longitude()), "quasi"),
    "height": Kind(_number(150, 200), "quasi"),
    "weight": Kind(_number(45, 120), "quasi"),
    "religion": Kind(_choice("none", "catholic", "muslim", "jewish", "protestant"), "sensitive"),
    "diagnosis": Kind(_choice("E11.9", "I10", "J45.909", "F32.1", "M54.5", "none"), "sensitive"),
    "blood": Kind(_choice("A+", "O+", "B-", "AB+"), "sensitive"),
    "datetime": Kind(lambda m: _moment(m).isoformat(), "timestamp"),
    "date": Kind(lambda m: _moment(m).date().isoformat(), "timestamp"),
    "epoch": Kind(lambda m: str(int(_moment(m).timestamp())), "timestamp"),
    "event_type": Kind(_choice("comment", "email", "order_placed", "login", "refund", "call"), "kind"),
    "http_method": Kind(_choice("GET", "POST", "PUT"), "attribute"),
    "role_word": Kind(_choice("customer", "agent", "agent", "customer", "bot"), "speaker"),
    "direction": Kind(_choice("inbound", "outbound"), "speaker"),
    "prose": Kind(_prose, "text", empty=0.1),
    "title": Kind(lambda m: m.fake.sentence(5), "text"),
    "html": Kind(lambda m: f"<p>{m.fake.sentence(8)}</p><br>", "html"),
    "tags": Kind(lambda m: ",".join(m.rng.sample(["billing", "urgent", "vip", "bug", "return", "mobile"], 2)), "text"),
    "user_agent": Kind(lambda m: m.fake.user_agent(), "text"),
    "url_path": Kind(lambda m: "/" + m.fake.uri_path(), "text"),
    "filename": Kind(lambda m: m.fake.file_name(), "text"),
    "boolean": Kind(_choice("true", "false"), "attribute"),
    "small_int": Kind(_number(0, 9), "attribute"),
    "count": Kind(_number(0, 20_000), "attribute"),
    "amount": Kind(lambda m: f"{m.rng.uniform(1, 9_000):.2f}", "attribute"),
    "http_status": Kind(_choice("200", "301", "404", "500"), "attribute"),
    "currency": Kind(_choice("EUR", "USD", "GBP"), "attribute"),
    "status": Kind(_choice("open", "closed", "pending", "new"), "attribute"),
    "priority": Kind(_choice("low", "high", "normal"), "attribute"),
    "plan": Kind(_choice("basic", "pro", "enterprise"), "attribute"),
    "segment": Kind(_choice("smb", "mid", "ent", "edu"), "attribute"),
    "source": Kind(_choice("google", "newsletter", "direct", "web"), "attribute"),
    "reason": Kind(_choice("damaged", "late", "wrong item", "other"), "attribute"),
    "product": Kind(_choice("Garden chair", "Desk lamp", "Oak table", "Rug 2x3", "Kettle"), "attribute"),
    "department": Kind(_choice("Sales", "Support", "Billing", "IT"), "attribute"),
    "channel_word": Kind(_choice("web", "email", "phone", "chat"), "attribute"),
    "platform": Kind(_choice("iOS", "Android", "Windows", "macOS"), "attribute"),
    "browser": Kind(_choice("Chrome", "Firefox", "Safari"), "attribute"),
    "brand": Kind(_choice("Visa", "Samsung", "Apple", "Mastercard"), "attribute"),
    "version": Kind(lambda m: f"{m.rng.randint(1, 9)}.{m.rng.randint(0, 20)}.{m.rng.randint(0, 9)}", "attribute"),
}
