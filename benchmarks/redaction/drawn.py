"""Values as people write them: of each kind in the forms of its country, and secrets in those that issuers document."""

import base64
import json
import random
import string
from collections.abc import Callable
from typing import Any

from stdnum import luhn
from stdnum.es import dni as spanish
from stdnum.fr import nir as french
from stdnum.it import codicefiscale as italian
from stdnum.nl import bsn as dutch

_PASSWORDS = (
    "Sommer{d}!",
    "xK9$mq{d}Lp",
    "tr0ub4dor&{d}",
    "Blue-Horse-{d}",
    "q{d}Wert!z",
    "Passw0rd{d}",
    "zebra{d}{d}",
    "H@ll0{d}",
)
_PHONES = {
    "en_US": ("({a}) {b}-{c}", "{a}-{b}-{c}", "+1 {a} {b} {c}", "{a}.{b}.{c}", "1-{a}-{b}-{c}"),
    "en_GB": ("07700 900{x}", "020 7946 0{x}", "+44 7700 900{x}", "0131 496 0{x}"),
    "de_DE": ("030 / 2312 {x}5", "+49 171 39206{x}", "0171-39206{x}", "(089) 4521 7{x}"),
    "fr_FR": ("06 39 98 {p} {q}", "+33 6 39 98 {p} {q}", "01.99.00.{p}.{q}", "0639 98 {p} {q}"),
    "es_ES": ("612 34 {p} {q}", "+34 612 345 {x}", "91 123 {p} {q}", "612345{x}"),
    "it_IT": ("338 123 4{x}", "+39 338 1234{x}", "06 6982 1{x}", "02-8646{x}"),
    "nl_NL": ("06-1234 5{x}", "+31 6 12345{x}", "020 123 4{x}", "0612345{x}"),
    "pt_BR": ("(11) 91234-5{x}", "+55 21 91234-5{x}", "11 91234 5{x}", "(21) 3123-4{x}"),
}
_PLATES = {
    "en_US": "7{L}{L}{L}{d}{d}{d}",
    "en_GB": "AB{d}{d} {L}{L}{L}",
    "de_DE": "B-{L}{L} {d}{d}{d}{d}",
    "fr_FR": "{L}{L}-{d}{d}{d}-{L}{L}",
    "es_ES": "{d}{d}{d}{d} {L}{L}{L}",
    "it_IT": "{L}{L} {d}{d}{d} {L}{L}",
    "nl_NL": "{d}{d}-{L}{L}{L}-{d}",
    "pt_BR": "{L}{L}{L}{d}{L}{d}{d}",
}
_MONTHS = {
    "de_DE": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr_FR": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es_ES": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it_IT": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl_NL": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt_BR": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_ENGLISH = "January February March April May June July August September October November December"
_CONSONANTS = "BCDFGHJKLMNPRSTVWXZ"


def _shaped(shape: str, dice: random.Random) -> str:
    while "{" in shape:
        for mark, alphabet in (("{d}", string.digits), ("{L}", _CONSONANTS)):
            shape = shape.replace(mark, dice.choice(alphabet), 1)
    return shape


def _phone(locale: str, dice: random.Random) -> str:
    return dice.choice(_PHONES[locale]).format(
        a=dice.randrange(201, 990),
        b=dice.randrange(200, 999),
        c=f"{dice.randrange(10_000):04}",
        x=f"{dice.randrange(1000):03}",
        p=f"{dice.randrange(10, 100)}",
        q=f"{dice.randrange(10, 100)}",
    )


def _date(locale: str, fake: Any, dice: random.Random) -> str:
    day = fake.date_of_birth(minimum_age=18, maximum_age=90)
    months = _MONTHS.get(locale, _ENGLISH).split()
    of = " de " if locale in ("es_ES", "pt_BR") else " "
    long = f"{day.day}{'.' if locale == 'de_DE' else ''}{of}{months[day.month - 1]}{of}{day.year}"
    if locale == "en_US":
        return dice.choice(
            [f"{day:%m/%d/%Y}", f"{months[day.month - 1]} {day.day}, {day.year}", f"{day:%b} {day.day} {day.year}", f"{day}"]
        )
    joint = {"de_DE": ".", "nl_NL": "-"}.get(locale, "/")
    return dice.choice(
        [
            long,
            joint.join((f"{day.day:02}", f"{day.month:02}", str(day.year))),
            joint.join((str(day.day), str(day.month), f"{day:%y}")),
        ]
    )


def _national(locale: str, dice: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(dice.choices(string.digits, k=count))

    if locale == "en_GB":
        return f"{dice.choice(['AB', 'JK', 'PX'])} {digits(2)} {digits(2)} {digits(2)} {dice.choice('ABCD')}"
    if locale == "es_ES":
        number = digits(8)
        return number + dice.choice(["", "-"]) + spanish.calc_check_digit(number)
    if locale == "fr_FR":
        born = f"{dice.randrange(40, 99)}{dice.randrange(1, 13):02}"
        number = f"{dice.choice('12')}{born}{dice.randrange(10, 20)}{digits(6)}"
        return number + french.calc_check_digits(number)
    if locale == "it_IT":
        number = f"{_shaped('{L}' * 6, dice)}{dice.randrange(40, 99)}{dice.choice('ABCDEHLMPRST')}{dice.randrange(10, 28)}H501"
        return number + italian.calc_check_digit(number)
    if locale == "nl_NL":
        while not dutch.is_valid(number := digits(9)):
            pass
        return number
    if locale == "pt_BR":
        number = digits(9)
        for first in (10, 11):
            total = sum(int(d) * w for d, w in zip(number, range(first, 1, -1), strict=True))
            number += str((total * 10 % 11) % 10)
        return f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"
    return _tax_id(dice)


def _tax_id(dice: random.Random) -> str:
    """A German tax id: one digit twice, one never, ISO 7064 mod 11, 10."""
    digits = dice.sample(string.digits[1:], 9)
    digits.insert(dice.randrange(1, 10), digits[3])
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    number = "".join(digits) + str((11 - product) % 10)
    return number if dice.random() < 0.5 else f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"


def _nhs(dice: random.Random) -> str:
    while True:
        number = f"{dice.randrange(400_000_000, 499_999_999)}"
        check = 11 - sum(int(d) * w for d, w in zip(number, range(10, 1, -1), strict=True)) % 11
        if check < 10 or check == 11:
            number += str(check % 11)
            return f"{number[:3]} {number[3:6]} {number[6:]}"


def _card(dice: random.Random) -> str:
    number = dice.choice(["4539", "5425", "4716"]) + "".join(dice.choices(string.digits, k=11))
    number += luhn.calc_check_digit(number)
    return dice.choice([number, " ".join(number[at : at + 4] for at in range(0, 16, 4))])


def drawn(kind: str, locale: str, fake: Any, dice: random.Random) -> str:
    """A value of a kind, as it is written where the locale is spoken."""
    number = "".join(dice.choices(string.digits, k=8))
    makers: dict[str, Callable[[], str]] = {
        "PERSON": lambda: f"{fake.first_name()} {fake.last_name()}",
        "FIRST": fake.first_name,
        "LAST": fake.last_name,
        "PHONE": lambda: _phone(locale, dice),
        "EMAIL": fake.email,
        "ADDRESS": lambda: fake.address().replace("\n", ", "),
        "ZIP": fake.postcode,
        "CARD": lambda: _card(dice),
        "IBAN": fake.iban,
        "SSN": lambda: f"{dice.randrange(100, 660)}-{dice.randrange(10, 99)}-{dice.randrange(1000, 9999)}",
        "DATE": lambda: _date(locale, fake, dice),
        "ORDER": lambda: dice.choice(
            [f"#{number}", f"{_shaped('{L}{L}', dice)}-{number}", _shaped("{L}{d}{L}{d}{L}{d}", dice), number]
        ),
        "ACCOUNT": lambda: number,
        "USER": lambda: fake.user_name() + str(dice.randrange(100)),
        "IP": lambda: dice.choice([fake.ipv4_public(), fake.ipv6()]),
        "MAC": fake.mac_address,
        "PASSWORD": lambda: dice.choice(_PASSWORDS).replace("{d}", str(dice.randrange(10, 99))),
        "PLATE": lambda: _shaped(_PLATES[locale], dice),
        "PASSPORT": lambda: _shaped("{L}{d}{d}{d}{d}{d}{d}{d}{d}", dice),
        "NATIONAL": lambda: _national(locale, dice),
        "NHS": lambda: _nhs(dice),
    }
    return makers[kind]()


def _token(dice: random.Random, size: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    return "".join(dice.choices(alphabet, k=size))


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def secret(dice: random.Random) -> tuple[str, str, str, str]:
    """(form, what stands before it, the secret, what stands behind it)."""
    hexadecimal, lower = "0123456789abcdef", string.ascii_lowercase + string.digits
    prefixed = [
        "sk_live_" + _token(dice, 24),
        "AKIA" + _token(dice, 16, string.ascii_uppercase + "234567"),
        "ghp_" + _token(dice, 36),
        "glpat-" + _token(dice, 20),
        f"xoxb-{dice.randrange(10**11, 10**12)}-{dice.randrange(10**12, 10**13)}-" + _token(dice, 24),
        "AIza" + _token(dice, 35),
        f"SG.{_token(dice, 22)}.{_token(dice, 43)}",
        "npm_" + _token(dice, 36),
        "sk-proj-" + _token(dice, 48),
        "hf_" + _token(dice, 34),
        "dop_v1_" + _token(dice, 64, hexadecimal),
        "github_pat_" + _token(dice, 22) + "_" + _token(dice, 59),
        "shpat_" + _token(dice, 32, hexadecimal),
        "pypi-AgEIcHlwaS5vcmc" + _token(dice, 60),
    ]
    header = _encoded(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    token = f"{header}.{_encoded(json.dumps({'sub': _token(dice, 10), 'iat': 1700000000}).encode())}.{_token(dice, 43)}"
    pem = "\n".join(_token(dice, 64) for _ in range(5))
    user, host = _token(dice, 6, lower), f"db{dice.randrange(9)}.internal.example.com"
    words = [
        ('api_key = "', _token(dice, 32), '"'),
        ("API key: ", _token(dice, 32, hexadecimal), " (staging)"),
        ("Authorization: Bearer ", _token(dice, 40), ""),
        ("export AWS_SECRET_ACCESS_KEY=", _token(dice, 40), ""),
        ("the client secret is ", _token(dice, 32), ", please rotate it"),
        ('"token": "', _token(dice, 40, hexadecimal), '",'),
        ("x-api-key: ", _token(dice, 36, lower), ""),
        ("DB_PASSWORD=", _token(dice, 16) + "!", ""),
        ("secret_key_base: ", _token(dice, 64, hexadecimal), ""),
        ("access token ", _token(dice, 40), " expired"),
        ("private key 0x", _token(dice, 64, hexadecimal), ""),
        ("webhook secret: ", "whsec_" + _token(dice, 32), ""),
        ("encryption key: ", base64.b64encode(dice.randbytes(32)).decode(), ""),
        ("SESSION_SECRET='", _token(dice, 44), "'"),
        ("mein API-Schlüssel ist ", _token(dice, 32), ""),
        ("clé API : ", _token(dice, 32), ""),
        ("curl -H 'X-Auth-Token: ", _token(dice, 32, hexadecimal), "' https://api.example.com"),
        ("client_secret=", _token(dice, 32), "&grant_type=client_credentials"),
    ]
    schemes = ("postgres", "mysql", "mongodb+srv", "redis", "amqp")
    forms = [
        *[
            ("prefix", dice.choice(["key ", "we use ", "leaked: ", "KEY="]), value, dice.choice([".", "", " thanks"]))
            for value in prefixed
        ],
        ("jwt", "cookie session=", token, ""),
        ("jwt", "got back ", token, " from the login"),
        ("private key", "see\n", f"-----BEGIN RSA PRIVATE KEY-----\n{pem}\n-----END RSA PRIVATE KEY-----", "\nok?"),
        ("private key", "", f"-----BEGIN OPENSSH PRIVATE KEY-----\n{pem}\n-----END OPENSSH PRIVATE KEY-----", ""),
        ("connection", "DATABASE_URL=", f"{dice.choice(schemes)}://{user}:{_token(dice, 14)}@{host}/app", ""),
        ("connection", "try ", f"{dice.choice(schemes)}://{user}:{_token(dice, 14)}@{host}:5432/app", " maybe"),
        *[("announced", *each) for each in words],
    ]
    return dice.choice(forms)
