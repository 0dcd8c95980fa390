"""EMAIL: addresses in RFC 5322's dot-atom form, and as people disguise them:
`name (at) host (dot) com`, `name at host dot com`.

Validator: the form of the domain (RFC 1035 labels, an alphabetic top-level domain).
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_LOCAL = r"[0-9A-Za-z\xe0._%+'!#$&/=?^{}|~-]{1,64}"
_LABEL = r"[0-9A-Za-z\xe0_-]{1,63}"
_AT = r"(?:@|\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\])"
_DOT = r"(?:\.|\(dot\)|\[dot\]|\{dot\}|<dot>|\(\.\)|\[\.\])"
_DISGUISED_DOT = r" ?(?:\(dot\)|\[dot\]|\{dot\}|<dot>|\(\.\)|\[\.\]) ?"
PATTERN = (
    rf"(?i:{_LOCAL}(?:{_DISGUISED_DOT}{_LOCAL}){{0,3}} ?{_AT} ?{_LABEL}(?:(?:\.|{_DISGUISED_DOT}){_LABEL}){{1,8}}"
    rf"|[0-9A-Za-z._+-]{{1,64}} at {_LABEL}(?: dot {_LABEL}){{1,4}})"
)
_PARTS = re.compile(rf"(?i)^(.*?) ?(?:{_AT}| at ) ?(.*)$", re.DOTALL)
_ANY_DOT = re.compile(rf"(?i) ?{_DOT} ?| dot ")
_FOREIGN = "\xe0"
_TOP = re.compile(r"[A-Za-z\xe0]{2,24}|xn--[0-9A-Za-z-]{1,59}")
# With spaces around the sign, "see you @ home.now" is no address: only the top-level domains that people really type count.
_COMMON_TOP = frozenset(
    "com net org edu gov info biz io co me de fr es it nl be at ch uk us ca au br pt pl se no dk fi ie in jp cn ru eu "
    "tr mx ar".split()
)


def normal_form(text: str) -> str | None:
    """`name@host.tld` in lower case for an address in any of the recognised forms, or None when it is none."""
    match = _PARTS.match(text)
    if match is None:
        return None
    local, domain = _ANY_DOT.sub(".", match[1]).strip(" .'\""), _ANY_DOT.sub(".", match[2]).strip(".-_ ")
    top = domain.rpartition(".")[2]
    if not local or "." not in domain or ".." in domain or not _TOP.fullmatch(top):
        return None
    return f"{local}@{domain}".lower()


def _accept(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    lead = len(text) - len(text.lstrip(".'/=?&#!|{}^$%~-"))
    trail = len(text) - len(text.rstrip(".-_ "))
    # In scripts without spaces the words around an address touch it: they are no part of it.
    body = text[lead : len(text) - trail]
    inner = body.lstrip(_FOREIGN)
    lead += len(body) - len(inner)
    shorter = inner.rstrip(_FOREIGN)
    trail += len(inner) - len(shorter)
    text = shorter
    spaced = " @" in text or "@ " in text or " at " in text.lower()
    key = normal_form(text)
    while key is None and "." in text.rpartition("@")[2]:
        # "a@b.com.2024": the last label is no top-level domain; the address ends before it.
        shorter = text.rpartition(".")[0]
        trail += len(text) - len(shorter)
        text, key = shorter, normal_form(shorter)
    if key is None or (spaced and key.rpartition(".")[2] not in _COMMON_TOP):
        return
    yield Hit(candidate.start + lead, candidate.end - trail, "EMAIL", "email", key)


_RULES = (
    Rule(
        "email",
        "EMAIL",
        "name@host.tld, name (at) host (dot) com, name at host dot com",
        "the form of the domain",
        "",
        "medium",
        "RFC 5322",
    ),
)
EMAIL = Recogniser("email", PATTERN, _accept, "medium", looked_up=True, rules=_RULES)
