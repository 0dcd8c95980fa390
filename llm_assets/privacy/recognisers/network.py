"""IP and MAC: addresses of the network, validated by the standard library (RFC 791, RFC 4291) and by form (IEEE 802)."""

import ipaddress
import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

_HEX2 = "[0-9A-Fa-f]{2}"
_QUAD = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_HEX4 = "[0-9A-Fa-f]{0,4}"
IP_PATTERN = rf"{_QUAD}|{_HEX4}(?::{_HEX4}){{1,6}}:{_QUAD}|{_HEX4}(?::{_HEX4}){{2,7}}(?:%[0-9A-Za-z]{{1,16}})?"
MAC_PATTERN = rf"{_HEX2}(?::{_HEX2}){{5}}|{_HEX2}(?:-{_HEX2}){{5}}|[0-9A-Fa-f]{{4}}(?:\.[0-9A-Fa-f]{{4}}){{2}}"


def _touched(candidate: Candidate, joints: bytes) -> bool:
    """Whether the match is a piece of something longer: 1.2.3.4.5 is a version, not an address."""
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    before = start - 1 > candidate.floor and buffer[start - 1] in joints and is_plain(buffer[start - 2])
    after = end + 1 < candidate.ceiling and buffer[end] in joints and is_plain(buffer[end + 1])
    return before or after


_NETWORK = re.compile(rb"/([0-9]{1,3})(?![0-9A-Za-z/]|\.[0-9A-Za-z])")
_announces = any_word("ip ipv4 address adresse direccion indirizzo endereco adres host server gateway dns ping router".split())


def _is_version(quad: str) -> bool:
    """Whether a dotted quad reads like a version: 4.12.7.15. Of all addresses 1 in 1,800 does."""
    first, second, third, _ = (int(number) for number in quad.split("."))
    return first < 10 and second < 30 and third < 30


def _accept_ip(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    start, end = candidate.start, candidate.end
    if text.endswith(":") and not text.endswith("::"):
        text, end = text[:-1], end - 1
    if text.startswith(":") and not text.startswith("::"):
        text, start = text[1:], start + 1
    trimmed = Candidate(candidate.buffer, start, end, candidate.floor, candidate.ceiling, candidate.before)
    if not trimmed.alone() or _touched(trimmed, b"."):
        return
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return
    network = _NETWORK.match(candidate.buffer, end, candidate.ceiling)
    length = int(network[1]) if network else -1
    if 0 <= length <= address.max_prefixlen and network is not None:
        end = network.end()
    elif str(address) == "::":
        return  # "::" is punctuation far more often than the unspecified address, and names nobody
    elif address.version == 4 and int(address) and _is_version(text) and not _announces(candidate.context()):
        return
    yield Hit(start, end, "IP", f"ipv{address.version}", str(address))


def _accept_mac(candidate: Candidate) -> Iterator[Hit]:
    if candidate.alone() and not _touched(candidate, b":-."):
        digits = "".join(char for char in candidate.text if char.isalnum()).lower()
        yield Hit(candidate.start, candidate.end, "MAC", "mac", digits)


_IP_RULES = (
    Rule(
        "ipv4",
        "IP",
        "192.0.2.7, with a prefix length or without",
        "ipaddress; not what reads like a version",
        "",
        "medium",
        "RFC 791",
    ),
    Rule("ipv6", "IP", "2001:db8::7, in every form", "ipaddress", "", "medium", "RFC 4291"),
)
_MAC_RULES = (Rule("mac", "MAC", "00-00-5e-00-53-01, with colons, hyphens or dots", "its form", "", "medium", "IEEE 802"),)
IP = Recogniser("ip", IP_PATTERN, _accept_ip, "medium", rules=_IP_RULES)
MAC = Recogniser("mac", MAC_PATTERN, _accept_mac, "medium", rules=_MAC_RULES)
