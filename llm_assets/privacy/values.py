"""Known values: in which forms a direct identifier is hunted, and in whose texts (the scope that was promised).

Everywhere: full names, e-mails, phones, handles, distinctive ids, identifying URLs. In the texts of the owner and of the other
participants of a conversation: single given and family names, and what is too short to be anybody's alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from llm_assets.privacy.recognisers.email import normal_form
from llm_assets.privacy.recognisers.phone import phone_key
from llm_assets.privacy.recognisers.url import parts
from llm_assets.privacy.scope import NAME_PARTICLES, SHORTEST, distinctive, is_common, is_public

Scope = Literal["everywhere", "conversation"]

_WORD = re.compile(r"[^\W_]+")
_MAILBOXES = frozenset(
    "admin billing contact customer enquiries feedback hello help helpdesk info infos jobs kontakt mail marketing me "
    "news newsletter noreply office orders postmaster sales service shop support team test user webmaster".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a value may stand in a text.

    text: its words are looked for, in this order; or, when `exact` is set, the normal form that a recogniser gives.
    capitals: it counts only where every word begins with a capital.
    """

    text: str
    scope: Scope
    exact: Literal["", "email", "digits", "url", "host"] = ""
    capitals: bool = False


def forms(entity: str, value: str, level: str) -> Iterator[Form]:
    """The forms in which a value is hunted at a level. `entity` is that of the settings, or `ID` for the id of a user."""
    words = _WORD.findall(value)
    size = sum(map(len, words))
    if size < SHORTEST or (len(words) > 1 and max(map(len, words)) == 1 and value.isascii()):
        return
    if entity == "PERSON":
        yield from _person(words, level)
    elif entity == "EMAIL":
        yield from _email(value, words, level)
    elif entity == "PHONE":
        digits = "".join(char for char in value if char.isdigit())
        if len(digits) >= 7:
            yield Form(phone_key(digits), "everywhere", "digits")
    elif entity == "URL":
        yield from _url(value)
    elif entity == "ID":
        if distinctive(value):
            yield Form(value, "everywhere")
    elif entity == "USERNAME":
        yield Form(value, "everywhere" if size >= 3 else "conversation", capitals=_ordinary(words))
    else:
        wide = distinctive(value) or (len(words) >= 3 and size >= 10)
        if wide or size >= 4:
            yield Form(value, "everywhere" if wide else "conversation")
        if entity == "ADDRESS" and level != "low":
            yield from _street(value)
        digits = "".join(words)
        if digits.isdigit() and len(digits) >= 7:
            yield Form(digits, "everywhere" if wide else "conversation", "digits")


def _street(value: str) -> Iterator[Form]:
    """An address is often given without its town: its first part, and its first two, where they have a name and a number."""
    lines = re.split(r"[,\n]", value)
    for count in range(1, min(3, len(lines))):
        part = ", ".join(line.strip() for line in lines[:count])
        words = _WORD.findall(part)
        if any(word.isdigit() for word in words) and any(len(word) > 2 and word.isalpha() for word in words):
            yield Form(part, "conversation")


def _ordinary(words: list[str]) -> bool:
    return all(map(is_common, words))


def _alone(word: str) -> bool:
    return len(word) > 1 and ord(word[0]) >= 0x2E80 and not word[0].isascii()


def _person(words: list[str], level: str) -> Iterator[Form]:
    capitals = _ordinary(words)
    names = [word for word in words if word.casefold() not in NAME_PARTICLES and len(word) > 1]
    full = len(words) > 1 or _alone(words[0])
    yield Form(" ".join(words), "everywhere" if full else "conversation", capitals=capitals or (len(words[0]) < 3 and not full))
    if level == "low" or not full:
        return
    if len(words) == 1:
        # 田中葵, 김정순: nothing says where the family name ends, but either part has two characters in nearly all names.
        for part in (words[0][:2], words[0][-2:]) if len(words[0]) > 2 else ():
            yield Form(part, "conversation")
        return
    for name in names:
        yield Form(name, "conversation", capitals=_ordinary([name]) or len(name) < 3)
    if len(words) < 2 or len(names) < 2:
        return
    first, last = names[0], names[-1]
    for pair in ((first, last), (last, first)):
        yield Form(" ".join(pair), "everywhere", capitals=_ordinary(list(pair)))
    yield Form(f"{' '.join(words[1:])} {words[0]}", "everywhere", capitals=capitals)
    yield Form(f"{words[-1]} {' '.join(words[:-1])}", "everywhere", capitals=capitals)
    yield Form(f"{first[0]} {last}", "conversation", capitals=True)
    yield Form(f"{first} {last[0]}", "conversation", capitals=True)
    for joined in (first + last, last + first, "".join(words)):
        if len(joined) >= 8:
            yield Form(joined, "everywhere")
    for one, two in pairwise(words[:-1]):
        yield Form(one + two, "conversation")  # AnneMarie
    if len(words) > 2:
        for one, two in pairwise(words):
            if len(one) + len(two) >= 6:
                yield Form(f"{one} {two}", "conversation", capitals=True)


def _email(value: str, words: list[str], level: str) -> Iterator[Form]:
    normal = normal_form(value.strip().strip("<>"))
    if normal is None:
        if len(words) > 1:
            yield Form(value, "everywhere")
        return
    yield Form(normal, "everywhere", "email")
    yield Form(normal, "everywhere")
    local = normal.rpartition("@")[0].partition("+")[0]
    pieces = _WORD.findall(local)
    if level == "low" or not pieces or local in _MAILBOXES or sum(map(len, pieces)) < 3:
        return
    telling = sum(map(len, pieces)) >= 6 and (len(pieces) > 1 or any(char.isdigit() for char in local))
    yield Form(local, "everywhere" if telling and not _ordinary(pieces) else "conversation", capitals=_ordinary(pieces))


def _url(value: str) -> Iterator[Form]:
    _, host, rest = parts(value.strip())
    path = rest.partition("#")[0].rstrip("/")
    if "." not in host:
        return
    if path.strip("/?"):
        yield Form(host + path.lower(), "everywhere", "url")
        yield Form(host + path, "everywhere")
    if not is_public(host):
        yield Form(host, "everywhere", "host")
