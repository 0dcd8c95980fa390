"""Secrets that words announce (`api_key=…`, `token: …`, `Authorization: Bearer …`): whether what follows is random.

Validator: the letters and digits are mixed as no word, name or identifier of a program mixes them, and Shannon's entropy is
that of random characters (3 bits a character, as in detect-secrets for hexadecimal digits)."""

import math
import re
from collections import Counter

# The words, what may stand between them and the secret, and how a secret begins; in RE2's syntax.
CUES = (
    r"(?i:(?:api|access|secret|private|signing|auth|client|app|account|shared|master|encryption|license|deploy|service"
    r"|consumer|subscription)[ _-]?(?:access[ _-]?)?(?:key|token|secret|sig)"
    r"|apikey|token|secret|\bpat|credentials?|signature|clave"
    r"|schlussel|llave|chiave|chave|jeton|cle api)[\"']?(?i: is| ist| es|[ \t]*(?:=>|:=|=|:))[ \t\"']*[0-9A-Za-z_+/~.=-]{8}"
    r"|(?i:\b(?:api|access|auth|refresh|session|bearer|secret|private)[ _-](?:key|token|secret)) [0-9A-Za-z_+/~.=-]{8}"
    r"|(?i:\bauthorization[\"']?[ \t]*[:=][ \t\"']*(?:bearer |basic |token |apikey )?|\bbearer )[0-9A-Za-z_+/~.=-]{8}"
)
_VALUE = re.compile(rb"[0-9A-Za-z_+/~.=-]+$")
_WORDY = re.compile(r"(?i)[a-z]+[-_.]?[0-9]{0,4}|[a-z]{2,}(?:[-_.][a-z]{2,})*[0-9]{0,2}|[0-9.,/-]+")
_PLACEHOLDER = re.compile(
    r"(?i)your|example_|xxxx|placeholder|changeme|process\.env|os\.environ|config\.|settings\.|redacted|\.\.\."
)
_UNSIGNED = re.compile(rb"(?i:key|token|secret) $")
_SHORTEST, _LONGEST = 10, 512
_SHORTEST_UNSIGNED = 16  # where neither a sign nor "is" says that the secret follows
_LEAST_BITS = 2.8
_LETTERS_ONLY = 20


def value_span(buffer: bytes, end: int, ceiling: int) -> tuple[int, int] | None:
    """[start, end) of the secret of which a match of the cues holds the first characters, up to `end`; None where it is
    none."""
    begin = _VALUE.search(buffer, end - 8, end)
    if begin is None:
        return None
    start, stop = end - 8, end
    limit = min(ceiling, start + _LONGEST)
    while stop < limit and _VALUE.match(buffer, stop, stop + 1):
        stop += 1
    while stop > start and buffer[stop - 1] in b".-~/+":
        stop -= 1
    text = buffer[start:stop].decode("latin-1")
    if len(text) < _SHORTEST_UNSIGNED and _UNSIGNED.search(buffer, max(start - 8, 0), start):
        return None
    called = stop < ceiling and buffer[stop] in b"(["
    return (start, stop) if not called and is_random(text) else None


def is_random(text: str) -> bool:
    """Whether a text after an announcing word is a secret, and no word, number, name of a variable or placeholder."""
    bare = text.rstrip("=")
    if len(bare) < _SHORTEST or _WORDY.fullmatch(bare) or _PLACEHOLDER.search(text):
        return False
    digits = any(map(str.isdigit, bare))
    mixed = bare.lower() != bare != bare.upper()
    if not digits and not (mixed and len(bare) >= _LETTERS_ONLY and not bare.isidentifier()):
        return False
    return bits(bare) >= _LEAST_BITS


def bits(text: str) -> float:
    """Shannon's entropy of a text's characters, in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
