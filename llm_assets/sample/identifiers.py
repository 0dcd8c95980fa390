"""Made-up numbers of people and things: valid in form, from reserved or documented test ranges where such exist.

Secrets are put together from parts, so that no scanner takes this module for a leak.
"""

from random import Random

from stdnum import luhn
from stdnum.es import dni
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.pl import pesel
from stdnum.tr import tckimlik

_TEST_CARDS = (
    "4111111111111111", "4242424242424242", "5555555555554444", "5105105105105100", "378282246310005", "371449635398431",
    "6011111111111117", "3530111333300000", "4012888888881881", "4000056655665556",
)  # fmt: skip
_ALNUM = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0123456789"
_WORDS = ("Maple", "Tiger", "Sunset", "Copper", "Falcon", "Winter", "Orchid", "Pepper", "Harbor", "Velvet")


def digits(rng: Random, count: int) -> str:
    """A run of decimal digits that does not start with 0."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def pick(rng: Random, alphabet: str, count: int) -> str:
    """A run of characters of an alphabet."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def card(rng: Random) -> str:
    """A card number: one of the well-known test numbers, or one with a known prefix and a right Luhn digit."""
    if rng.random() < 0.4:
        return rng.choice(_TEST_CARDS)
    body = rng.choice(("400000", "424242", "520082", "222300")) + digits(rng, 9)
    return body + luhn.calc_check_digit(body)


def spaced(number: str) -> str:
    """A card number in groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _american(rng: Random) -> str:
    return f"{rng.randrange(100, 665)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"


def _british(rng: Random) -> str:
    return (
        f"{rng.choice(('AB', 'CE', 'JG', 'PW', 'SX'))} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} {rng.choice('ABCD')}"
    )


def _german(rng: Random) -> str:
    # The first ten digits hold one digit twice and lack one; ISO 7064 mod 11,10 gives the eleventh.
    body = rng.sample("123456789", 9)
    body.insert(rng.randrange(2, 9), body[0])
    product = 10
    for digit in body:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return "".join(body) + str((11 - product) % 10)


def _french(rng: Random) -> str:
    body = f"{rng.choice('12')}{rng.randrange(50, 99)}{rng.randrange(1, 12):02d}{rng.randrange(10, 95)}{digits(rng, 6)}"
    return body + nir.calc_check_digits(body)


def _spanish(rng: Random) -> str:
    body = digits(rng, 8)
    return body + dni.calc_check_digit(body)


def _italian(rng: Random) -> str:
    letters = pick(rng, "BCDFGLMNPRSTVZ", 6)
    birth = f"{rng.randrange(50, 99)}{rng.choice('ABCDEHLMPRST')}{rng.randrange(10, 28)}"
    body = letters + birth + rng.choice("FGHL") + digits(rng, 3)
    return body + codicefiscale.calc_check_digit(body)


def _dutch(rng: Random) -> str:
    while True:
        body = digits(rng, 8)
        check = sum((9 - i) * int(digit) for i, digit in enumerate(body)) % 11
        if check < 10:
            return body + str(check)


def _brazilian(rng: Random) -> str:
    numbers = [int(digit) for digit in digits(rng, 9)]
    for length in (10, 11):
        numbers.append(sum((length - i) * n for i, n in enumerate(numbers)) * 10 % 11 % 10)
    text = "".join(map(str, numbers))
    return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"


def _polish(rng: Random) -> str:
    body = f"{rng.randrange(50, 99)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{digits(rng, 4)}"
    return body + pesel.calc_check_digit(body)


def _turkish(rng: Random) -> str:
    body = digits(rng, 9)
    return body + tckimlik.calc_check_digits(body)


def _chinese(rng: Random) -> str:
    body = f"110101{rng.randrange(1950, 2000)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{digits(rng, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


_NATIONAL = {
    "US": _american, "GB": _british, "DE": _german, "FR": _french, "ES": _spanish, "IT": _italian, "NL": _dutch,
    "BR": _brazilian, "PL": _polish, "TR": _turkish, "CN": _chinese,
}  # fmt: skip


def national_id(rng: Random, country: str) -> tuple[str, str]:
    """The number that the state gives people, with its check digit where it has one, and its entity (SSN for the US)."""
    return _NATIONAL.get(country, _american)(rng), "SSN" if country in ("US", "JP") else "NATIONAL_ID"


def passport(rng: Random) -> str:
    """A passport number: a letter and eight digits."""
    return rng.choice("ACFHKLX") + digits(rng, 8)


def driver_license(rng: Random) -> str:
    """A driver's licence number as in California: a letter and seven digits."""
    return rng.choice("ABCDEFN") + digits(rng, 7)


def license_plate(rng: Random) -> str:
    """A licence plate as in California."""
    return f"{rng.randrange(2, 9)}{pick(rng, 'ABCDEFGHJKLMNPRSTVWXYZ', 3)}{digits(rng, 3)}"


def ip(rng: Random) -> str:
    """An address of the blocks for documentation: RFC 5737, and RFC 3849 now and then."""
    if rng.random() < 0.2:
        return f"2001:db8:{rng.randrange(1, 65535):x}:{rng.randrange(1, 65535):x}::{rng.randrange(1, 255):x}"
    return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(2, 255)}"


def mac(rng: Random) -> str:
    """A MAC address of the documentation block of RFC 7042 (00-00-5E-00-53)."""
    separator = rng.choice(":-")
    return separator.join(("00", "00", "5E", "00", "53", f"{rng.randrange(256):02X}"))


def device(rng: Random) -> str:
    """An IMEI with the test prefix 00 and a right Luhn digit."""
    body = "00" + digits(rng, 12)
    return body + luhn.calc_check_digit(body)


def password(rng: Random) -> str:
    """A password as people choose them."""
    return f"{rng.choice(_WORDS)}{rng.choice(_WORDS)}{rng.randrange(10, 99)}{rng.choice('!#?')}"


def secret(rng: Random) -> str:
    """An API key in the form of a well-known service; none was ever issued."""
    prefix, alphabet, count = rng.choice(
        (
            ("sk" + "_live_", _ALNUM, 24),
            ("AK" + "IA", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            ("gh" + "p_", _ALNUM, 36),
            ("xo" + "xb-", "0123456789", 24),
        )
    )
    return prefix + pick(rng, alphabet, count)


def token(rng: Random) -> str:
    """A JSON Web Token: the header and the claims can be read, the signature is noise."""
    return "ey" + "JhbGciOiJIUzI1NiJ9." + "ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0." + pick(rng, _ALNUM + "-_", 43)


_BBAN = {"DE": "#" * 18, "GB": "TEST" + "#" * 14, "FR": "#" * 23, "ES": "#" * 20, "IT": "X" + "#" * 22, "NL": "TEST" + "#" * 10}
_BBAN |= {"PL": "#" * 24, "TR": "#" * 5 + "0" + "#" * 16}


def iban(rng: Random, country: str) -> str:
    """An IBAN with the length of its country and right check digits (ISO 13616, mod 97), in groups of four now and then."""
    land = country if country in _BBAN else "DE"
    bban = "".join(str(rng.randrange(10)) if c == "#" else c for c in _BBAN[land])
    number = int("".join(str(int(c, 36)) for c in f"{bban}{land}00"))
    text = f"{land}{98 - number % 97:02d}{bban}"
    return spaced(text) if rng.random() < 0.6 else text


def wallet(rng: Random) -> str:
    """An Ethereum address in lower case (no checksum)."""
    return "0x" + pick(rng, "0123456789abcdef", 40)
