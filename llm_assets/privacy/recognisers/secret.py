"""SECRET: keys and tokens with a prefix that their issuers document, JSON web tokens (RFC 7519), private keys (RFC 7468) and
connection strings with credentials.

Validator: the prefix and the length that the issuer documents; a placeholder of one repeated character is no secret.
The patterns say how a secret begins: without upper bounds the automaton stays small. It ends where its characters end.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_FORMS = (
    r"(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10}",  # Stripe
    r"whsec_[0-9A-Za-z]{20}",
    r"sk-(?:[A-Za-z]{2,12}-)?[0-9A-Za-z_-]{20}",  # OpenAI, Anthropic
    r"(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}",  # AWS
    r"gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22}",  # GitHub
    r"glpat-[0-9A-Za-z_-]{20}",  # GitLab
    r"xox[abeoprs]-[0-9A-Za-z-]{10}|xapp-[0-9]-[0-9A-Za-z-]{10}",  # Slack
    r"AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{20}",  # Google
    r"SG\.[0-9A-Za-z_-]{16,64}\.[0-9A-Za-z_-]{16}",  # SendGrid
    r"npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_-]{50}|hf_[0-9A-Za-z]{30}|dop_v1_[0-9a-f]{64}|shpat_[0-9a-f]{32}",
    r"eyJ[0-9A-Za-z_-]{8}[0-9A-Za-z_-]*\.eyJ[0-9A-Za-z_-]{8}",  # JSON web token
    r"-----BEGIN [0-9A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
    r"(?i:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|ftp|sftp|https?|ssh|smtps?|imaps?)(?:\+[0-9a-z]{1,20})?"
    r"://[^\s/:@\x00\x01]*:[^\s/@\x00\x01]+@[^\s\"'<>\x00\x01]",
)
PATTERN = "|".join(_FORMS)
_ADDRESS = re.compile(rb"[^\s\"'<>\x00\x01]*")
_TOKEN = re.compile(rb"[0-9A-Za-z_.\-]*")
_KEY_END = re.compile(rb"-----END [0-9A-Z ]{0,40}-----")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    text = candidate.text
    if start > candidate.floor and is_plain(buffer[start - 1]) and not text.startswith("-"):
        return
    if text.startswith("-----BEGIN"):
        closing = _KEY_END.search(buffer, end, candidate.ceiling)
        # A key that is cut off is a key all the same: it reaches to the end of the text.
        end = closing.end() if closing else candidate.ceiling
        yield Hit(start, end, "SECRET", "private-key", text)
        return
    if "://" in text:
        end = _without_trailing(buffer, start, _run(_ADDRESS, candidate))
        yield Hit(start, end, "SECRET", "connection-string", buffer[start:end].decode("latin-1"))
        return
    end = _without_trailing(buffer, start, _run(_TOKEN, candidate))
    text = buffer[start:end].decode("latin-1")
    if len(set(text[-12:])) > 3:
        yield Hit(start, end, "SECRET", "token", text)


def _run(characters: re.Pattern[bytes], candidate: Candidate) -> int:
    """Where the characters that follow a match end."""
    match = characters.match(candidate.buffer, candidate.end, candidate.ceiling)
    return match.end() if match else candidate.end


def _without_trailing(buffer: bytes, start: int, end: int) -> int:
    while end > start and chr(buffer[end - 1]) in ".,;:!?)'-":
        end -= 1
    return end


_RULES = (
    Rule(
        "token",
        "SECRET",
        "keys of Stripe, AWS, GitHub, Slack, Google and others; JSON web tokens",
        "the issuer's prefix and length",
        "",
        "low",
        "the issuers",
    ),
    Rule("private-key", "SECRET", "private keys in PEM", "their first line", "", "low", "RFC 7468"),
    Rule("connection-string", "SECRET", "URLs with a password in them", "their form", "", "low", "RFC 3986"),
)
SECRET = Recogniser("secret", PATTERN, _accept, "low", rules=_RULES)
