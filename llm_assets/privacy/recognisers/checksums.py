"""The checksums of wallets and their keys: Base58Check (Bitcoin, Ripple), bech32 and bech32m (BIP 173, BIP 350), EIP-55 and
Monero's (Keccak-256, which is not the SHA3-256 of the standard library), Stellar's (CRC-16/XMODEM, SEP-23)."""

import base64
import binascii
import hashlib

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANTS = (1, 0x2BC830A3)
_MONERO_BLOCKS = (0, 2, 3, 5, 6, 7, 9, 10, 11)  # characters of a block by its bytes
_MASK = (1 << 64) - 1


def base58(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """The bytes that base 58 digits stand for, or None where one is no digit."""
    number = 0
    for char in text:
        digit = alphabet.find(char)
        if digit < 0:
            return None
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base58check(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """The payload of a text with a right Base58Check checksum, or None."""
    decoded = base58(text, alphabet)
    if decoded is None or len(decoded) < 5:
        return None
    payload, check = decoded[:-4], decoded[-4:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == check else None


def is_bech32(text: str) -> bool:
    """Whether a text has a right bech32 or bech32m checksum, in one case."""
    if text not in (text.lower(), text.upper()):
        return False
    prefix, _, data = text.lower().rpartition("1")
    values = [_BECH32.find(char) for char in data]
    if not prefix or len(data) < 7 or min(values) < 0:
        return False
    check = 1
    for value in [*(ord(char) >> 5 for char in prefix), 0, *(ord(char) & 31 for char in prefix), *values]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            check ^= generator if top >> place & 1 else 0
    return check in _BECH32_CONSTANTS


def is_eip55(digits: str) -> bool:
    """Whether the 40 hexadecimal digits of an Ethereum address are in one case, or have the capitals of EIP-55."""
    lower = digits.lower()
    if digits in (lower, digits.upper()):
        return True
    code = keccak256(lower.encode("ascii")).hex()
    return all(char == (low.upper() if nibble >= "8" else low) for char, low, nibble in zip(digits, lower, code, strict=False))


def is_monero(text: str) -> bool:
    """Whether a text is a Monero address: blocks of eight bytes in eleven base 58 digits, with four bytes of Keccak-256."""
    decoded = b""
    for start in range(0, len(text), 11):
        block = text[start : start + 11]
        size = _MONERO_BLOCKS.index(len(block)) if len(block) in _MONERO_BLOCKS else 0
        number = 0
        for char in block:
            number = number * 58 + BITCOIN.find(char)
        if not size or number >> 8 * size:
            return False
        decoded += number.to_bytes(size, "big")
    return keccak256(decoded[:-4])[:4] == decoded[-4:]


def is_stellar(text: str) -> bool:
    """Whether the base 32 digits of a Stellar key end with their CRC-16."""
    decoded = base64.b32decode(text)
    return binascii.crc_hqx(decoded[:-2], 0).to_bytes(2, "little") == decoded[-2:]


def keccak256(message: bytes) -> bytes:
    """Keccak-256 of fewer than 136 bytes (Bertoni, Daemen, Peeters, Van Assche 2011)."""
    block = bytearray(message + bytes(136 - len(message)))
    block[len(message)] ^= 1
    block[135] ^= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for place in range(17):
        lanes[place % 5][place // 5] = int.from_bytes(block[8 * place : 8 * place + 8], "little")
    constant = 1
    for _ in range(24):
        parity = [column[0] ^ column[1] ^ column[2] ^ column[3] ^ column[4] for column in lanes]
        for x in range(5):
            mixed = parity[x - 1] ^ _rotated(parity[(x + 1) % 5], 1)
            lanes[x] = [lane ^ mixed for lane in lanes[x]]
        x, y, current = 1, 0, lanes[1][0]
        for turn in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], _rotated(current, (turn + 1) * (turn + 2) // 2 % 64)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5])
        for place in range(7):
            constant = (constant << 1 ^ (constant >> 7) * 0x71) % 256
            if constant & 2:
                lanes[0][0] ^= 1 << ((1 << place) - 1)
    return b"".join(lanes[place % 5][place // 5].to_bytes(8, "little") for place in range(4))


def _rotated(lane: int, bits: int) -> int:
    return (lane << bits | lane >> 64 - bits) & _MASK
