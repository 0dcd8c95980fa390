"""Values that belong to nobody: what standards and authorities keep for examples, tests and fiction.

A surrogate is drawn from here, and what stands here already needs none: so a text that was redacted stays as it is when it is
redacted again, and no surrogate is anybody's. Sources: mail hosts RFC 2606; IPv4 RFC 5737, IPv6 RFC 3849, MAC RFC 7042; phones
NANPA (555-0100 to 0199), Ofcom, Arcep (decision 2018-0881) and Bundesnetzagentur (notice 148/2021) numbers for drama; cards the
test numbers that card networks and their processors publish; IBAN the examples of the SWIFT registry. The social security
numbers that are never issued are not among them: as digits they are phones in Spain.
"""

import re
import unicodedata
from ipaddress import IPv4Network, IPv6Network, ip_address

MAIL_HOSTS = ("example.com", "example.net", "example.org")
NETWORKS = tuple(map(IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
NETWORK_6 = IPv6Network("2001:db8::/32")
MAC = "00005e0053"
CARDS = frozenset(
    "4242424242424242 4111111111111111 4012888888881881 4000056655665556 5555555555554444 5105105105105100 2223003122003222 "
    "5200828282828210 378282246310005 371449635398431 6011111111111117 6011000990139424 6011981111111113 3530111333300000 "
    "3566002020360505 30569309025904 38520000023237 36227206271667 6200000000000005 4222222222222".split()
)
IBANS = {
    iban[:2]: iban
    for iban in (
        "AD1200012030200359100100 AE070331234567890123456 AT611904300234573201 BE68539007547034 BG80BNBG96611020345678 "
        "BR1800360305000010009795493C1 CH9300762011623852957 CY17002001280000001200527600 CZ6508000000192000145399 "
        "DE89370400440532013000 DK5000400440116243 EE382200221020145685 ES9121000418450200051332 FI2112345600000785 "
        "FR1420041010050500013M02606 GB29NWBK60161331926819 GR1601101250000000012300695 HR1210010051863000160 "
        "HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 IS140159260076545510730339 "
        "IT60X0542811101000000123456 LI21088100002324013AA LT121000011101001000 LU280019400644750000 LV80BANK0000435195001 "
        "MC5811222000010123456789030 MT84MALT011000012345MTLCAST001S NL91ABNA0417164300 NO9386011117947 "
        "PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000 SA0380000000608010167519 "
        "SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 TR330006100519786457841326"
    ).split()
}
# Area codes whose first two digits begin no number elsewhere: 212 555 0123 may be one in Rio de Janeiro.
AREAS = tuple("202 203 206 207 208 301 302 303 304 305 401 402 404 406 407 503 504 505".split())
# By country code: what follows it, `x` for any digit. Written in international form only, for the national forms are those of
# other people in other countries; landlines only, for `phonenumbers` takes them as valid, so that nobody reads them otherwise.
DRAMA = {"44": "2079460xxx", "33": "19900xxxx", "49": "3023125xxx"}
_NORTH_AMERICA = re.compile(rf"1?(?:{'|'.join(AREAS)})55501[0-9]{{2}}")
_DRAMA = re.compile("|".join(f"{code}{shape.replace('x', '[0-9]')}" for code, shape in DRAMA.items()))


def plain(text: str) -> str:
    """A text without its width and its invisible characters."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn")).strip()


def digits_of(text: str) -> str:
    """The digits of a text, in ASCII."""
    return "".join(str(unicodedata.decimal(char)) for char in text if unicodedata.decimal(char, None) is not None)


def international(text: str) -> str:
    """The digits of a phone number in international form, from its country code on; empty when it is in another."""
    digits = digits_of(text)
    if text.lstrip(" (").startswith("+"):
        return digits
    return digits[2:] if digits.startswith("00") else ""


def reserved(entity: str, text: str) -> bool:
    """Whether a value is one that belongs to nobody. Of other entities than those above there is none."""
    known = _RESERVED.get(entity)
    return known is not None and known(plain(text))


def _mail(text: str) -> bool:
    return text.count("@") == 1 and text.rpartition("@")[2].lower() in MAIL_HOSTS


def _address(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address in NETWORK_6 if address.version == 6 else any(address in network for network in NETWORKS)


def _phone(text: str) -> bool:
    outside = international(text)
    return bool(_DRAMA.fullmatch(outside) or _NORTH_AMERICA.fullmatch(outside or digits_of(text)))


def _mac(text: str) -> bool:
    return "".join(char for char in text.lower() if char.isalnum()).startswith(MAC)


_RESERVED = {
    "EMAIL": _mail,
    "PHONE": _phone,
    "CREDIT_CARD": lambda text: digits_of(text) in CARDS,
    "IBAN": lambda text: "".join(char for char in text if char.isalnum()).upper() in IBANS.values(),
    "IP": _address,
    "MAC": _mac,
}
