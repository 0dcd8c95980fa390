"""SECRET: keys and tokens with a prefix that their issuers document, JSON web tokens (RFC 7519), private keys (RFC 7468) and
connection strings with credentials.

Validator: the prefix and the length that the issuer documents; a placeholder of one repeated character is no secret.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, is_plain

_FORMS = (
    r"(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10,247}",  # Stripe
    r"whsec_[0-9A-Za-z]{20,100}",
    r"sk-(?:[A-Za-z]{2,12}-)?[0-9A-Za-z_-]{20,200}",  # OpenAI, Anthropic
    r"(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}",  # AWS
    r"gh[pousr]_[0-9A-Za-z]{36,251}|github_pat_[0-9A-Za-z_]{22,255}",  # GitHub
    r"glpat-[0-9A-Za-z_-]{20,64}",  # GitLab
    r"xox[abeoprs]-[0-9A-Za-z-]{10,200}|xapp-[0-9]-[0-9A-Za-z-]{10,200}",  # Slack
    r"AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{20,300}",  # Google
    r"SG\.[0-9A-Za-z_-]{16,64}\.[0-9A-Za-z_-]{16,64}",  # SendGrid
    r"npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_-]{50,250}|hf_[0-9A-Za-z]{30,64}|dop_v1_[0-9a-f]{64}|shpat_[0-9a-f]{32}",
    r"eyJ[0-9A-Za-z_-]{8,900}\.eyJ[0-9A-Za-z_-]{8,900}(?:\.[0-9A-Za-z_-]{0,900})?",  # JSON web token
    r"-----BEGIN [0-9A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
    r"(?i:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|ftp|sftp|https?|ssh|smtps?|imaps?)(?:\+[0-9a-z]{1,20})?"
    r"://[^\s/:@\x00]{0,128}:[^\s/@\x00]{1,256}@[^\s\"'<>\x00]{1,500}",
)
PATTERN = "|".join(_FORMS)
_TOKEN = re.compile(rb"[0-9A-Za-z_.\-]*")
_KEY_END = re.compile(rb"-----END [0-9A-Z ]{0,40}-----")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    if start > candidate.floor and is_plain(buffer[start - 1]):
        return
    text = candidate.text
    if text.startswith("-----BEGIN"):
        closing = _KEY_END.search(buffer, end, candidate.ceiling)
        # A key that is cut off is a key all the same: it reaches to the end of the text.
        end = closing.end() if closing else candidate.ceiling
        yield Hit(start, end, "SECRET", "private-key", text)
        return
    if "://" in text:
        yield Hit(start, _without_trailing(buffer, start, end), "SECRET", "connection-string", text)
        return
    tail = _TOKEN.match(buffer, end, candidate.ceiling)
    end = _without_trailing(buffer, start, tail.end() if tail else end)
    if len(set(text[-12:])) > 3:
        yield Hit(start, end, "SECRET", "token", buffer[start:end].decode("latin-1"))


def _without_trailing(buffer: bytes, start: int, end: int) -> int:
    while end > start and chr(buffer[end - 1]) in ".,;:!?)'-":
        end -= 1
    return end


SECRET = Recogniser("secret", PATTERN, _accept, "low")
