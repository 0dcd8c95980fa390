"""URL: web addresses with a scheme, with `www.`, or bare with a well-known top-level domain (RFC 3986, read generously).

What is cut depends on the level: nothing at low (but credentials), credentials, ids and profile pages at medium, all after the
host at high. A host that belongs to one user alone is a known value, and cut whole (see `known`).
"""

import re
from collections.abc import Callable, Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

# A bare host counts as an address with one of these; with another ("end.Start") it is only looked up among known hosts.
_BARE_TOP = frozenset(
    "com org net edu gov info biz io app dev co me tv ai de fr es it nl be ch at uk us ca au br pt eu ru jp cn in se no "
    "dk pl cz gr hu ro sk ua tr il kr tw hk sg nz za mx ar cl fi ie lu lt lv ee si hr bg rs id th vn my ph ng ke gg ly".split()
) - {"rs"}  # a program's file too
# Second-level domains under which countries register: example.co.il.
_SECOND = frozenset("co com org net gov gob gouv govt edu ac or ne go".split())
_FILE = frozenset("py sh pl md rs ps so cc pdf zip mov".split())
# Only how an address begins: without upper bounds the automaton stays small, and `_end` finds where it ends.
PATTERN = (
    r"(?i:(?:https?|\b(?:ftps?|sftp|wss?|git|ssh|ldaps?|rtsp|s3|gs))://[^\s<>\"\x00\x01\[\]\\^`{|}]"
    r"|\bwww\.[0-9a-z\xe0-]+\.[0-9a-z\xe0.-]*[0-9a-z\xe0]"
    r"|(?:\b[0-9a-z]|\xe0)(?:[0-9a-z\xe0-]*\.){1,6}[a-z][a-z]+)"
)
_MORE = re.compile(rb"[/?#]|:[0-9]")
_TAIL = re.compile(rb'[^ \t\r\n<>"\x01]*')
_INNER = re.compile(rb"(?i)https?://")  # an address that follows another one, or lies in its path
_SPLIT = re.compile(r"(?is)^(?:([a-z]+)://)?(?:([^/?#@\s]*)@)?([0-9a-z\xe0._-]*[0-9a-z\xe0])?(:\d+)?(.*)$")
_PROFILE = re.compile(r"(?i)/(?:u|users?|profiles?|people|members?|in|author|account|customers?|@)(?:/|$|@)|/@|~[a-z]")
_OPAQUE = re.compile(r"\d{4,}|[0-9a-fA-F]{12,}|@")
_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_TRAILING = ".,;:!?'\"*_~"


def parts(text: str) -> tuple[str, str, str]:
    """(credentials, host without `www.`, what follows the host) of a URL; host and port in lower case."""
    match = _SPLIT.match(text)
    assert match is not None  # the pattern takes any text
    host = (match[3] or "").lower().strip("._-")
    return match[2] or "", host.removeprefix("www."), match[5] or ""


def domains(host: str) -> Iterator[str]:
    """A host and the domains it lies in, down to two labels: blog.anna.example, anna.example."""
    labels = host.split(".")
    yield from (".".join(labels[start:]) for start in range(len(labels) - 1))


def _end(candidate: Candidate) -> int:
    """Where the URL really ends: past its host, if more follows; short of trailing punctuation and of tags in its path."""
    buffer, end = candidate.buffer, candidate.end
    if _MORE.match(buffer, end, candidate.ceiling) or buffer.find(b"://", candidate.start, end) >= 0:
        tail = _TAIL.match(buffer, end, candidate.ceiling)
        end = tail.end() if tail else end
        inner = _INNER.search(buffer, candidate.start + 8, end)
        end = inner.start() if inner else end
    while end > candidate.start and chr(buffer[end - 1]) in _TRAILING:
        end -= 1
    for opening, closing in (b"()", b"[]", b"{}"):
        piece = buffer[candidate.start : end]
        while piece and piece[-1] == closing and piece.count(closing) > piece.count(opening):
            piece, end = piece[:-1], end - 1
    while end > candidate.start and chr(buffer[end - 1]) in _TRAILING:
        end -= 1
    return end


def _is_known(host: str) -> bool:
    """Whether a bare host ends as hosts do, and not as the names of files (main.py, build.sh) do."""
    labels = host.split(".")
    registered = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return registered or (labels[-1] in _BARE_TOP and (labels[-1] not in _FILE or len(labels) > 2))


def _accept_at(level: str) -> Callable[[Candidate], Iterator[Hit]]:
    def accept(candidate: Candidate) -> Iterator[Hit]:
        buffer, start = candidate.buffer, candidate.start
        begins = _INNER.match(buffer, start) is not None
        if not begins and start > candidate.floor and (is_plain(buffer[start - 1]) or buffer[start - 1] in b"@._-"):
            return
        end = _end(candidate)
        text = buffer[start:end].decode("latin-1")
        match = _SPLIT.match(text)
        if match is None or not match[3] or (not match[1] and "." not in match[3].strip(".")):
            return
        head = match.end(4) if match[4] else match.end(3)
        rest = match[5]
        if rest and rest[0] not in "/?#":
            # "http://host.com's": what cannot stand in a host ends the address.
            end, text, rest = start + head, text[:head], ""
        if match[2] or _QUAD.fullmatch(match[3]):
            keep = 0  # credentials stand before the host, or the host is an address of the network
        elif level == "high":
            keep = len(text) if rest in ("", "/") else head + (rest[0] == "/")
        elif level == "medium" and (_PROFILE.search(rest) or _OPAQUE.search(rest) or "?" in rest or "#" in rest):
            keep = head + (rest[0] == "/")
        else:
            keep = len(text)
        host = match[3].lower()
        sure = bool(match[1]) or host.startswith("www.") or _is_known(host)
        yield Hit(start, end, "URL", "url", f"{host}{rest}", keep, sure)

    return accept


RULES = (
    Rule("url", "URL", "with a scheme, with www., or bare with a well-known top-level domain; what is cut depends on the level",
         "form, top-level domain", "", "low", "RFC 3986"),
)  # fmt: skip


def url(level: str) -> Recogniser:
    """The recogniser for one privacy level."""
    return Recogniser("url", PATTERN, _accept_at(level), "low", rules=RULES)
