"""CRYPTO: addresses of wallets, by their own checksums.

Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Tron; Ripple with its own alphabet), Bech32 and Bech32m (BIP 173, BIP 350; Bitcoin,
Litecoin, Cardano), and by form Ethereum and Monero. python-stdnum knows Bitcoin only.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

PATTERN = (
    r"[13LMDXTr][1-9A-HJ-NP-Za-km-z]{25}[1-9A-HJ-NP-Za-km-z]*"
    r"|(?i:bc1|tb1|ltc1|addr1)[02-9ac-hj-np-zAC-HJ-NP-Z]{20}[02-9ac-hj-np-zAC-HJ-NP-Z]*"
    r"|0x[0-9A-Fa-f]{40}"
    r"|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}"
)
_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKS = (1, 0x2BC830A3)  # Bech32 and Bech32m
_LONGEST = 120
_MONERO = re.compile(r"[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}")


def is_base58(text: str) -> bool:
    """Whether a text is a Base58Check number of 25 bytes, in Bitcoin's or Ripple's alphabet."""
    alphabet, number = _RIPPLE if text[0] == "r" else _BITCOIN, 0
    for char in text:
        number = number * 58 + alphabet.index(char)
    if number.bit_length() > 200:
        return False
    raw = number.to_bytes(25, "big")
    return sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def is_bech32(text: str) -> bool:
    """Whether a text has the checksum of Bech32 or Bech32m."""
    if text.lower() != text and text.upper() != text:
        return False
    prefix, _, data = text.lower().rpartition("1")
    total = 1
    values = (
        [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix] + [_BECH32.find(char) for char in data]
    )
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            total ^= generator if top >> bit & 1 else 0
    return min(values) >= 0 and total in _CHECKS


def _accept(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    if not candidate.alone() or len(text) > _LONGEST:
        return
    lower = text.lower()
    if lower.startswith("0x"):
        yield Hit(candidate.start, candidate.end, "CRYPTO", "crypto-ethereum", lower)
    elif lower.startswith(("bc1", "tb1", "ltc1", "addr1")):
        if is_bech32(text):
            yield Hit(candidate.start, candidate.end, "CRYPTO", "crypto-bech32", lower)
    elif _MONERO.fullmatch(text):
        yield Hit(candidate.start, candidate.end, "CRYPTO", "crypto-monero", text)
    elif is_base58(text):
        yield Hit(candidate.start, candidate.end, "CRYPTO", "crypto-base58", text)


_RULES = (
    Rule(
        "crypto-base58",
        "CRYPTO",
        "Bitcoin 1… and 3…, Litecoin, Dogecoin, Dash, Tron, Ripple",
        "Base58Check",
        "",
        "medium",
        "Bitcoin",
    ),
    Rule("crypto-bech32", "CRYPTO", "bc1…, ltc1…, addr1…", "Bech32, Bech32m", "", "medium", "BIP 173, BIP 350"),
    Rule("crypto-ethereum", "CRYPTO", "0x and forty hexadecimal digits", "its form", "", "medium", "Ethereum"),
    Rule("crypto-monero", "CRYPTO", "4… and 8… of 95 characters", "its form", "", "medium", "Monero"),
)
CRYPTO = Recogniser("crypto", PATTERN, _accept, "medium", rules=_RULES)
