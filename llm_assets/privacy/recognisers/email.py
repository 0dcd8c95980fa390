"""EMAIL: addresses in RFC 5322's forms (dot-atom, quoted local part, domain literal), and as people disguise them:
`name (at) host (dot) com`, `name at host dot com`, `name arroba host punto es`.

Validator: the form of the domain (RFC 1035 labels, an alphabetic top-level domain). With spaces around the sign only common
top-level domains count; without one, only the hosts of well-known mail services, or words that announce an address.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_ATOM = r"[0-9A-Za-z\xe0._%+'!#$&/=?^{}|~-]"
# Without the upper bounds of the RFC: an automaton that counts from every letter on has thousands of states.
_LOCAL = rf"{_ATOM}+"
_LABEL = r"[0-9A-Za-z\xe0_-]+"
_AT = r"(?:@|\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\]|\{@\}|\(arroba\)|\[arroba\]|\(a\)|\[a\])"
_AT_WORD = r"(?:at|arroba|arobase|chiocciola|malpa|ma\xe0pa|apenstaartje|aet|klammeraffe)"
_DOT_WORD = r"(?:dot|punto|ponto|point|punkt|kropka|punt)"
_BRACKETED_DOT = r"\((?:dot|punto|punkt|point|\.)\)|\[(?:dot|punto|punkt|point|\.)\]|\{(?:dot|\.)\}|<dot>"
_DISGUISED_DOT = rf" ?(?:{_BRACKETED_DOT}) ?"
PATTERN = (
    rf"(?i:(?:\"[^\"\s\x00\x01][^\"\n\x00\x01]*\"|{_LOCAL}(?:{_DISGUISED_DOT}{_LOCAL})*) ? ?{_AT} ? ?"
    rf"(?:{_LABEL}(?:(?:\.|{_DISGUISED_DOT}){_LABEL})+|\[?[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}\]?)"
    rf"|{_LOCAL} ? ?{_AT} ? ?{_LABEL}(?: ?\. ?| {_DOT_WORD} ){_LABEL}"
    rf"|[0-9A-Za-z][0-9A-Za-z._+-]*[ _-]{_AT_WORD}[ _-]{_LABEL}"
    rf"(?:(?:[ _-]{_DOT_WORD}[ _-]|\.|{_DISGUISED_DOT}){_LABEL})+"
    rf"|[0-9A-Za-z]{_ATOM}+@[0-9A-Za-z][0-9A-Za-z-]{{2}})"
)
_PARTS = re.compile(rf"(?i)^(.*?)(?: ? ?{_AT} ? ?|[ _-]{_AT_WORD}[ _-])(.*)$", re.DOTALL)
_ANY_DOT = re.compile(rf"(?i){_DISGUISED_DOT}|[ _-]{_DOT_WORD}[ _-]| ?\. ?")
_FOREIGN = "\xe0"
_TOP = re.compile(r"[A-Za-z\xe0]{2,24}|xn--[0-9A-Za-z-]{1,59}")
_QUAD = re.compile(r"\[?\d{1,3}(?:\.\d{1,3}){3}\]?")
# With spaces around the sign, "see you @ home.now" is no address: only the top-level domains that people really type count.
_COMMON_TOP = frozenset(
    "com net org edu gov info biz io co me de fr es it nl be at ch uk us ca au br pt pl se no dk fi ie in jp cn ru eu "
    "tr mx ar".split()
)
# Where words stand for the signs, "look at the dot in it" is none: top-level domains that are no words.
_WORDLESS_TOP = _COMMON_TOP - frozenset("info me es it be at no us in co is se".split())
_GENERIC_TOP = frozenset("com net org edu gov".split())
_WIDE_DOT = re.compile(r"\. | \.")
# "Meet me at home dot com" names nobody's mailbox.
_PLACES = frozenset("me us you him her them it look meet be here there is are was live stay work".split())
_SERVICES = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|icloud|live|aol|gmx|protonmail|proton|mail|yandex|zoho|qq|163|web|libero|orange"
    r"|wanadoo|laposte|free|t-online|terra|uol|bol|wp|onet|o2|interia)(?:\.|$)"
)
_tells = re.compile(r"(?:e-?mail|mail|correo|courriel|posta elettronica)[a-z ]{0,12}?(?: is| es| est| ist| e|:|=)?[ :]*$")
RULES = (
    Rule("email", "EMAIL", "name@host.tld, with brackets, spaces, encodings and quotes", "form of the domain", "", "medium",
         "RFC 5322, RFC 1035"),
    Rule("email-words", "EMAIL", "name at host dot com, in seven languages", "top-level domain; no common words", "", "medium"),
    Rule("email-context", "EMAIL", "name@host without a top-level domain", "a mail service, or a word before", "", "medium"),
)  # fmt: skip


def normal_form(text: str) -> str | None:
    """`name@host.tld` in lower case for an address in any of the recognised forms, or None when it is none."""
    match = _PARTS.match(text)
    if match is None:
        return None
    local = match[1].strip('" ') if match[1].startswith('"') else _ANY_DOT.sub(".", match[1]).strip(" .'\"")
    domain = _ANY_DOT.sub(".", match[2]).strip(".-_ ")
    top = domain.rpartition(".")[2]
    if local and _QUAD.fullmatch(domain):
        return f"{local}@{domain.strip('[]')}".lower()
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
    key = normal_form(text)
    while key is None and "." in text.rpartition("@")[2]:
        # "a@b.com.2024": the last label is no top-level domain; the address ends before it.
        shorter = text.rpartition(".")[0]
        trail += len(text) - len(shorter)
        text, key = shorter, normal_form(shorter)
    start, end = candidate.start + lead, candidate.end - trail
    if key is not None and (rule := _rule(candidate, start, text, key)):
        yield Hit(start, end, "EMAIL", rule, key)
    else:
        yield from _without_top(candidate, start, text)


def _rule(candidate: Candidate, start: int, text: str, key: str) -> str | None:
    """The rule by which a text is the address of a normal form."""
    local, _, host = key.rpartition("@")
    top = host.rpartition(".")[2]
    signed = re.search(rf"(?i){_AT}", text)
    if signed and signed[0].lower() not in ("(a)", "[a]"):
        spaced = " " in text[text.find(signed[0]) - 1 :].rstrip() or text[: signed.start()].endswith(" ")
        if spaced and text.startswith('"'):
            return None
        tops = _COMMON_TOP if not _WIDE_DOT.search(text) else _WORDLESS_TOP if " ." in text else _GENERIC_TOP
        return "email" if not spaced or top in tops else None
    if local in _PLACES or top not in (_WORDLESS_TOP if re.search("(?i)[ _-]at[ _-]", text) else _COMMON_TOP):
        return None
    # Without a sign: the dot was a word too, or nobody means a place ("meet me at example.com").
    lead = candidate.buffer[max(candidate.floor, start - 40) : start].decode("latin-1").lower()
    worded = re.search(rf"(?i)[ _-]{_DOT_WORD}[ _-]|{_BRACKETED_DOT}", text) is not None
    handle = any(char in "0123456789._+-" for char in local)
    announced = _tells.search(lead) is not None
    if worded or announced or (handle and _SERVICES.match(host)):
        return "email-words"
    return None


def _without_top(candidate: Candidate, start: int, text: str) -> Iterator[Hit]:
    """name@host where the host is a mail service's, or where a word announces an address."""
    local, _, _ = text.partition("@")
    buffer = candidate.buffer
    match = re.compile(rb"[0-9A-Za-z-]+").match(buffer, start + len(local) + 1, candidate.ceiling)
    if not local or match is None:
        return
    following = buffer[match.end() : match.end() + 2]
    lead = buffer[max(candidate.floor, start - 40) : start].decode("latin-1").lower()
    host = match[0].decode("latin-1").lower()
    if re.match(rb"[@_]|\.[0-9A-Za-z]", following) or not (_SERVICES.fullmatch(host) or _tells.search(lead)):
        return
    yield Hit(start, match.end(), "EMAIL", "email-context", f"{local}@{host}".lower())


EMAIL = Recogniser("email", PATTERN, _accept, "medium", looked_up=True, rules=RULES, apart=True)
