"""CRYPTO: wallets of cryptocurrencies; and SECRET: the keys to them.

Validators: the checksum of each form (see `checksums`): Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron, Tezos,
Ripple), bech32 (Bitcoin's SegWit and Taproot, Litecoin, Cardano, Cosmos), EIP-55 (Ethereum and its kin), Monero, Stellar.
Solana and the old form of Cardano have none that stands in the text: words beside them or their prefix tell."""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.checksums import RIPPLE, base58, base58check, is_bech32, is_eip55, is_monero, is_stellar
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

_DIGITS = "1-9A-HJ-NP-Za-km-z"
_PREFIXES = (
    "bc|tb|bcrt|ltc|tltc|addr|addr_test|stake|cosmos|osmo|celestia|inj|kava|secret|terra|juno|akash|bnb|zil|one|sei|thor"
)
PATTERN = (
    rf"0x[0-9a-fA-F]{{40}}|(?i:(?:{_PREFIXES})1[02-9ac-hj-np-z]{{20}})|bitcoincash:[qp][0-9a-z]{{41}}|[GS][A-Z2-7]{{55}}"
    rf"|[{_DIGITS}]{{25}}"
)
_BECH32 = re.compile(rf"(?i:{_PREFIXES})1[02-9ac-hj-np-z]{{20}}")
_RUN = re.compile(rf"[{_DIGITS}]+".encode("ascii"))
_WORD = re.compile(rb"[0-9A-Za-z_]+")
_LONGEST = 128
_WALLET = (21, 22, 23)  # bytes of a payload: a version of one to three bytes, and 20 of a hash
_KEY = (33, 34)
_EXTENDED_KEY = 78
_says_solana = any_word("solana sol spl phantom solflare wallet cartera billetera portefeuille portafoglio carteira".split())
RULES = (
    Rule(
        "crypto-base58check", "CRYPTO", "Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron, Tezos, Ripple; extended public keys",
        "Base58Check", "", "medium", "https://en.bitcoin.it/wiki/Base58Check_encoding, https://xrpl.org/base58-encodings.html",
    ),
    Rule("crypto-bech32", "CRYPTO", "bc1…, ltc1…, addr1…, cosmos1… and their like", "bech32, bech32m", "", "medium",
         "BIP 173, BIP 350"),
    Rule("crypto-ethereum", "CRYPTO", "0x and 40 hexadecimal digits", "EIP-55 where capitals are mixed", "", "medium",
         "EIP-55"),
    Rule("crypto-monero", "CRYPTO", "addresses and subaddresses", "Keccak-256", "", "medium", "https://docs.getmonero.org"),
    Rule("crypto-stellar", "CRYPTO", "G… of 56 characters", "CRC-16", "", "medium", "SEP-23"),
    Rule("crypto-prefix", "CRYPTO", "Cardano's old addresses, Bitcoin Cash", "prefix and length", "", "medium", "CIP-19"),
    Rule("crypto-context", "CRYPTO", "Solana: 32 bytes in base 58", "a word beside it", "", "medium", "https://solana.com/docs"),
    Rule("crypto-key", "SECRET", "private keys: WIF, xprv, Stellar's seeds", "their checksum", "", "medium", "BIP 32, SEP-23"),
)  # fmt: skip


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start = candidate.buffer, candidate.start
    if start > candidate.floor and (is_plain(buffer[start - 1]) or buffer[start - 1] == ord("_")):
        return
    coded = not _RUN.fullmatch(buffer, start, candidate.end) or _BECH32.match(candidate.text) is not None
    characters = _WORD if coded else _RUN
    begin = start + len("bitcoincash:") if candidate.text.startswith("bitcoincash:") else start
    run = characters.match(buffer, begin, min(candidate.ceiling, begin + _LONGEST))
    if run is None or (run.end() < candidate.ceiling and is_plain(buffer[run.end()])):
        return
    text = run[0].decode("ascii")
    found = _coded(text, begin > start) if coded else _base58(text, candidate)
    if found is not None:
        yield Hit(start, run.end(), *found, text)


def _coded(text: str, prefixed: bool) -> tuple[str, str] | None:
    """Entity and rule of a text in another base than 58."""
    if prefixed:
        return ("CRYPTO", "crypto-prefix") if len(text) == 42 else None
    if text.startswith("0x"):
        return ("CRYPTO", "crypto-ethereum") if len(text) == 42 and is_eip55(text[2:]) else None
    if text[0] in "GS" and len(text) == 56 and text.isupper():
        if re.fullmatch("[A-Z2-7]{56}", text) and is_stellar(text):
            return ("CRYPTO", "crypto-stellar") if text[0] == "G" else ("SECRET", "crypto-key")
        return None
    return ("CRYPTO", "crypto-bech32") if is_bech32(text) else None


def _base58(text: str, candidate: Candidate) -> tuple[str, str] | None:
    """Entity and rule of a text in base 58."""
    if len(text) in (95, 106) and text[0] in "48":
        return ("CRYPTO", "crypto-monero") if is_monero(text) else None
    if len(text) > 50 and text.startswith(("Ae2", "DdzFF")):
        return "CRYPTO", "crypto-prefix"
    payload = base58check(text) or (base58check(text, RIPPLE) if text[0] == "r" else None)
    if payload is not None:
        if len(payload) in _WALLET:
            return "CRYPTO", "crypto-base58check"
        if len(payload) in _KEY and text[0] in "5KLc9T6Q":
            return "SECRET", "crypto-key"
        if len(payload) == _EXTENDED_KEY:
            return ("SECRET", "crypto-key") if "prv" in text[:4] else ("CRYPTO", "crypto-base58check")
    if 32 <= len(text) <= 44 and any(map(str.isdigit, text)) and text != text.lower():
        around = candidate.context() + candidate.following(24)
        decoded = base58(text) if _says_solana(around) else None
        if decoded is not None and len(decoded) == 32:
            return "CRYPTO", "crypto-context"
    return None


CRYPTO = Recogniser("crypto", PATTERN, _accept, "medium", rules=RULES, apart=True)
