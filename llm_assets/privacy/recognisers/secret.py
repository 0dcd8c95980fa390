"""SECRET: keys and tokens with a prefix that their issuers document, JSON web tokens (RFC 7519), private keys (RFC 7468),
connection strings with credentials, and random characters that words announce (see `entropy`).

Validator: the prefix and the length that the issuer documents (gathered by gitleaks and detect-secrets); a placeholder of one
repeated character is no secret. The patterns say how a secret begins: without upper bounds the automaton stays small. It ends
where its characters end.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.entropy import CUES, value_span
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_B64 = "[0-9A-Za-z_-]"
# What may begin anywhere in a row of letters would be counted from each of them on, and the automaton grow without end.
_ALONE = r"(?:\b|_)"
_FORMS = (
    r"(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10}",  # Stripe
    r"whsec_[0-9A-Za-z]{20}",
    rf"sk-(?:[A-Za-z]{{2,12}}-)?{_B64}{{20}}",  # OpenAI, Anthropic
    rf"gsk_[0-9A-Za-z]{{40}}|r8_[0-9A-Za-z]{{37}}|hf_[0-9A-Za-z]{{30}}|pplx-[0-9A-Za-z]{{40}}|xai-{_B64}{{40}}",
    r"(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[0-9A-Z]{16}",  # AWS
    r"gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22}",  # GitHub
    rf"gl(?:pat|ptt|dt|rt|cbt|soat|imt|agent|ft)-{_B64}{{20}}",  # GitLab
    r"xox[abeoprs]-[0-9A-Za-z-]{10}|xapp-[0-9]-[0-9A-Za-z-]{10}",  # Slack
    r"(?:https://)?(?:hooks\.slack\.com/(?:services|workflows)/[0-9A-Za-z]|discord(?:app)?\.com/api/webhooks/[0-9])",
    rf"AIza{_B64}{{35}}|ya29\.{_B64}{{20}}|GOCSPX-{_B64}{{20}}|1//0{_B64}{{40}}",  # Google
    rf"SG\.{_B64}{{16,64}}\.{_B64}{{16}}|xkeysib-[0-9a-f]{{32}}|key-[0-9a-f]{{32}}|{_ALONE}[0-9a-f]{{32}}-us[0-9]",  # mail
    r"npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_-]{50}|rubygems_[0-9a-f]{48}|cio[0-9A-Za-z]{32}|oy2[0-9a-z]{43}",  # packages
    r"do[opr]_v1_[0-9a-f]{64}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|sq0[a-z]{3}-[0-9A-Za-z_-]{22}|EAAA[0-9A-Za-z_-]{60}",
    rf"(?:SK|AC)[0-9a-f]{{32}}|{_ALONE}[0-9]{{8,10}}:AA{_B64}{{30}}|dapi[0-9a-f]{{32}}|dp\.[a-z]{{2,5}}\.[0-9A-Za-z]{{40}}",
    rf"hv[sbr]\.{_B64}{{24}}|{_ALONE}[0-9A-Za-z]{{14}}\.atlasv1\.{_B64}{{60}}|gl(?:sa|c)_[0-9A-Za-z+/_]{{32}}|NRAK-[0-9A-Z]{{27}}",
    r"lin_api_[0-9A-Za-z]{40}|secret_[0-9A-Za-z]{43}|ntn_[0-9A-Za-z]{40}|PMAK-[0-9a-f]{24}|pul-[0-9a-f]{40}|sntry[su]_[0-9A-Za-z]{40}",
    rf"pscale_(?:tkn|pw|oauth)_{_B64}{{32}}|sbp_[0-9a-f]{{40}}|tfp_{_B64}{{40}}|ATATT3{_B64}{{50}}|ATBB[0-9A-Za-z]{{32}}",
    r"AGE-SECRET-KEY-1[0-9A-Z]{58}|ops_eyJ[0-9A-Za-z_-]{40}|dt0c01\.[0-9A-Z]{24}|shippo_live_[0-9a-f]{40}|rdme_[0-9a-z]{70}",
    rf"{_ALONE}[MNO]{_B64}{{23,25}}\.{_B64}{{6}}\.{_B64}{{27}}",  # Discord
    r"eyJ[0-9A-Za-z_-]{8}[0-9A-Za-z_-]*\.eyJ[0-9A-Za-z_-]{8}",  # JSON web token
    r"-----BEGIN [0-9A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
    r"(?i:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|sqlserver|oracle|clickhouse|nats|ldaps?|mqtts?|rtsp|ftps?|sftp"
    r"|https?|wss?|git|ssh|smtps?|imaps?|socks5)(?:\+[0-9a-z]{1,20})?"
    r"://[^\s/:@\x00\x01]*:[^\s/@\x00\x01]+@[^\s\"'<>\x00\x01]",
)
PATTERN = "|".join((*_FORMS, CUES))
_announced = re.compile(CUES)
_ADDRESS = re.compile(rb"[^\s\"'<>\x00\x01]*")
_TOKEN = re.compile(rb"[0-9A-Za-z_.\-]*")
_KEY_END = re.compile(rb"-----END [0-9A-Z ]{0,40}-----")
RULES = (
    Rule(
        "token", "SECRET", "keys and tokens of some fifty services, JSON web tokens", "prefix and length", "", "low",
        "the services; gitleaks, detect-secrets; RFC 7519",
    ),
    Rule("private-key", "SECRET", "PEM and PGP private keys", "their first line", "", "low", "RFC 7468, RFC 9580"),
    Rule("connection-string", "SECRET", "addresses with a name and a password", "form", "", "low", "RFC 3986"),
    Rule("secret-context", "SECRET", "random characters", "a word before (api_key=, Bearer), entropy", "", "low",
         "detect-secrets"),
)  # fmt: skip


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, end = candidate.buffer, candidate.start, candidate.end
    text = candidate.text
    if _announced.fullmatch(text):
        span = value_span(buffer, end, candidate.ceiling)
        if span is not None:
            yield Hit(*span, "SECRET", "secret-context", buffer[slice(*span)].decode("latin-1"))
        return
    start += text.startswith("_")
    if start > candidate.floor and is_plain(buffer[start - 1]) and not text.startswith("-"):
        return
    if text.startswith("-----BEGIN"):
        closing = _KEY_END.search(buffer, end, candidate.ceiling)
        # A key that is cut off is a key all the same: it reaches to the end of the text.
        end = closing.end() if closing else candidate.ceiling
        yield Hit(start, end, "SECRET", "private-key", text)
        return
    if "://" in text or ".com/" in text:
        end = _without_trailing(buffer, start, _run(_ADDRESS, candidate))
        rule = "token" if ".com/" in text else "connection-string"
        yield Hit(start, end, "SECRET", rule, buffer[start:end].decode("latin-1"))
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


SECRET = Recogniser("secret", PATTERN, _accept, "low", rules=RULES)
