"""IP and MAC: addresses of the network.

Validators: the standard library (RFC 791, RFC 4291, with a port, a zone of RFC 4007 or a prefix length of RFC 4632); the forms
of IEEE 802 (EUI-48 with colons, dashes, dots or, where words say so, nothing; EUI-64)."""

import ipaddress
import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

_HEX2 = "[0-9A-Fa-f]{2}"
_QUAD = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_HEX4 = "[0-9A-Fa-f]{0,4}"
_ZONE = r"(?:%[0-9A-Za-z]{1,16})?"
IP_PATTERN = rf"{_QUAD}|{_HEX4}(?::{_HEX4}){{1,6}}:{_QUAD}{_ZONE}|{_HEX4}(?::{_HEX4}){{2,7}}{_ZONE}"
MAC_PATTERN = (
    rf"{_HEX2}(?::{_HEX2}){{5,7}}|{_HEX2}(?:-{_HEX2}){{5,7}}|[0-9A-Fa-f]{{4}}(?:\.[0-9A-Fa-f]{{4}}){{2,3}}"
    rf"|[0-9A-Fa-f]{{6}}-[0-9A-Fa-f]{{6}}"
    r"|(?i:\b(?:mac|bssid|hwaddr|ether)\b[ a-z:=#-]{1,24}[0-9a-f]{12}\b)"
    r"|(?i:\b(?:ether|hwaddr|lladdr|mac)[ :=]{1,3}[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}\b)"
)
_ANNOUNCED_MAC = re.compile(r"(?i)([a-z]+\b.*?)([0-9a-f]{12}|[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5})", re.DOTALL)
_PREFIX = re.compile(rb"/(?:12[0-8]|1[01][0-9]|[0-9]{1,2})(?![0-9A-Za-z]|[./][0-9A-Za-z])")
_PORT = re.compile(rb":[0-9]{1,5}(?![0-9A-Za-z]|[:.][0-9A-Za-z])")
_announces = any_word("ip ipv4 address adresse direccion indirizzo endereco adres host server gateway dns ping router".split())
_says_version = re.compile(
    r"(?<![a-z])(?:v|ver|version|versions|versie|versao|versione|wersja|release|build|firmware|driver|kernel|update|upgrade|sdk|patch)"
    r"[ :.=#]{0,3}(?:is |to |from |number |no )?$|[a-z][a-z0-9]*/ ?$|(?<![a-z])v$"
)
_names_mac = any_word("mac bssid ethernet hwaddr lladdr physical hardware address adresse".split())
# What stands before a colon and an IPv6 address without being its first part.
_LABEL = re.compile(rb"(?i)(?:ipv6|ip6|ipv4|inet6|[0-9A-Za-z]*[G-Zg-z])$")
_DIGITLESS = re.compile(r"[^0-9]*")
_UNSPECIFIED = "::"
RULES_IP = (
    Rule(
        "ipv4", "IP", "dotted quads, with a port or a prefix length; not versions", "four bytes", "", "medium",
        "RFC 791, RFC 4632",
    ),
    Rule(
        "ipv6", "IP", "every written form of IPv6, also with IPv4 at its end, a zone or a prefix length", "ipaddress", "",
        "medium", "RFC 4291, RFC 4007",
    ),
)  # fmt: skip
RULES_MAC = (
    Rule("mac", "MAC", "EUI-48 and EUI-64 in groups; without groups where words announce it", "form", "", "medium", "IEEE 802"),
)


def _touched(candidate: Candidate, joints: bytes) -> bool:
    """Whether the match is a piece of something longer: 1.2.3.4.5 is a version, not an address."""
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    before = start - 1 > candidate.floor and buffer[start - 1] in joints and is_plain(buffer[start - 2])
    after = end + 1 < candidate.ceiling and buffer[end] in joints and is_plain(buffer[end + 1])
    return before or after


def _is_version(quad: str) -> bool:
    """Whether a dotted quad reads like a version: 4.12.7.15. Of all addresses 1 in 1,800 does."""
    first, second, third, fourth = (int(number) for number in quad.split("."))
    return first < 10 and second < 30 and third < 30 and (first, second, third, fourth) != (0, 0, 0, 0)


def _accept_ip(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    start, end = candidate.start, candidate.end
    if text.endswith(":") and not text.endswith("::"):
        text, end = text[:-1], end - 1
    if text.startswith(":") and not text.startswith("::"):
        text, start = text[1:], start + 1
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return
    buffer, ceiling = candidate.buffer, candidate.ceiling
    prefix = _PREFIX.match(buffer, end, ceiling)
    more = prefix or (_PORT.match(buffer, end, ceiling) if address.version == 4 else None)
    trimmed = Candidate(buffer, start, end, candidate.floor, ceiling, candidate.before)
    if not trimmed.alone() or (_in_ipv4(trimmed) if address.version == 4 else _in_ipv6(trimmed)):
        return
    if address.version == 4:
        lead = trimmed.context(24)
        if _says_version.search(lead) or (_is_version(text) and not more and not _announces(trimmed.context())):
            return
    elif not prefix and not text.startswith(_UNSPECIFIED) and _DIGITLESS.fullmatch(text) and not _announces(trimmed.context()):
        return  # two namespaces of a program: cafe::bad
    elif str(address) == _UNSPECIFIED and not prefix:
        return  # "::" is punctuation far more often than the unspecified address, and names nobody
    yield Hit(start, more.end() if more else end, "IP", f"ipv{address.version}", str(address))


def _in_ipv4(candidate: Candidate) -> bool:
    return _touched(candidate, b".")


def _in_ipv6(candidate: Candidate) -> bool:
    """Whether more groups stand beside the match; a word and a colon before it only say what it is (ip:fe80::1)."""
    if not _touched(candidate, b":."):
        return False
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    after = end + 1 < candidate.ceiling and buffer[end] in b":." and is_plain(buffer[end + 1])
    return after or _LABEL.search(buffer, max(candidate.floor, start - 16), start - 1) is None


def _accept_mac(candidate: Candidate) -> Iterator[Hit]:
    if not candidate.alone() or _touched(candidate, b":-."):
        return
    start, text = candidate.start, candidate.text
    announced = _ANNOUNCED_MAC.fullmatch(text)
    if announced and announced[1][-1] not in "0123456789abcdefABCDEF":
        start, text = start + announced.start(2), announced[2]
    digits = "".join(part.zfill(2) for part in text.split(":")) if ":" in text else "".join(filter(str.isalnum, text))
    # Digits alone are rows of numbers (10-11-12-13-14-15) more often than one address in 300.
    if (
        digits.isdigit()
        and ":" not in text
        and not _names_mac(candidate.context() + (announced[1].lower() if announced else ""))
    ):
        return
    if len(digits) in (12, 16) and len(set(digits)) > 1:
        yield Hit(start, candidate.end, "MAC", "mac", digits.lower())


IP = Recogniser("ip", IP_PATTERN, _accept_ip, "medium", rules=RULES_IP, apart=True)
MAC = Recogniser("mac", MAC_PATTERN, _accept_mac, "medium", rules=RULES_MAC, apart=True)
