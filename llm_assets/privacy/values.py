"""Known values: in which forms a direct identifier is hunted, and in whose texts (the scope that was promised).

Everywhere: full names, e-mails, phones, handles, distinctive ids, identifying URLs. In the texts of the owner and of the other
participants of a conversation: single given and family names, and what is too short to be anybody's alone.
"""

import re
from collections.abc import Iterator
from itertools import chain, product

from llm_assets.privacy.address_forms import address_forms
from llm_assets.privacy.date_forms import dates_of
from llm_assets.privacy.form import Form, ordinary, words_of
from llm_assets.privacy.name_forms import name_forms
from llm_assets.privacy.recognisers.email import normal_form
from llm_assets.privacy.recognisers.phone import phone_key
from llm_assets.privacy.recognisers.url import parts
from llm_assets.privacy.scope import SHORTEST, distinctive, is_public
from llm_assets.privacy.speaker_forms import speaker_forms

__all__ = ["Form", "forms"]

_MAILBOXES = frozenset(
    "admin billing contact customer enquiries feedback hello help helpdesk info infos jobs kontakt mail marketing me "
    "news newsletter noreply office orders postmaster sales service shop support team test user webmaster".split()
)
_KINDS = re.compile(r"[^\W\d_]+|\d+")
_PIECES = 4  # of letters and of digits in an id
_GROUP = 4  # characters: how IBANs and long numbers are shown


def forms(entity: str, value: str, level: str) -> Iterator[Form]:
    """The forms in which a value is hunted at a level. `entity` is that of the settings, `ID` (of a user), or `SPEAKER`."""
    words = words_of(value)
    size = sum(map(len, words))
    if size < SHORTEST or (len(words) > 1 and max(map(len, words)) == 1 and value.isascii()):
        return
    if entity == "PERSON":
        yield from name_forms(value, level)
    elif entity == "SPEAKER":
        yield from speaker_forms(value, level)
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
            yield from _code(words, everywhere=True)
    elif entity == "USERNAME":
        yield from _handle(words, size, level)
    else:
        wide = distinctive(value) or (len(words) >= 3 and size >= 10)
        if entity == "ADDRESS" and (wide or size >= 4):
            yield from address_forms(value, level, everywhere=wide)
        elif wide or size >= 4:
            yield from _code(words, everywhere=wide)
        if entity == "DATE":
            yield from (Form(day, "conversation", "date") for day in dates_of(value.partition("T")[0]))
        digits = "".join(words)
        if digits.isdigit() and len(digits) >= 7:
            yield Form(digits, "everywhere" if wide else "conversation", "digits")


def _code(words: list[str], *, everywhere: bool) -> Iterator[Form]:
    """An id as it is, and with other gaps: in one piece, parted where letters and digits meet, in groups of four."""
    whole = "".join(words)
    rows = [words, [whole], *_regrouped(_KINDS.findall(" ".join(words)))]
    if not whole.isdigit() and any(map(str.isdigit, whole)) and len(whole) > 2 * _GROUP:
        rows.append([whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP)])
    for text in dict.fromkeys(" ".join(row) for row in rows):
        yield Form(text, "everywhere" if everywhere else "conversation")


def _regrouped(pieces: list[str]) -> Iterator[list[str]]:
    """Every way to write a few pieces, some of them joined."""
    for gaps in product((" ", ""), repeat=len(pieces) - 1) if 1 < len(pieces) <= _PIECES else ():
        yield "".join(chain.from_iterable(zip(pieces, (*gaps, ""), strict=True))).split(" ")


def _handle(words: list[str], size: int, level: str) -> Iterator[Form]:
    yield Form(" ".join(words), "everywhere" if size >= 3 else "conversation", capitals=ordinary(words))
    if level != "low" and len(words) > 1 and size >= 6 and not ordinary(["".join(words)]):
        yield Form("".join(words), "everywhere")


def _email(value: str, words: list[str], level: str) -> Iterator[Form]:
    normal = normal_form(value.strip().strip("<>"))
    if normal is None:
        if len(words) > 1:
            yield Form(value, "everywhere")
        return
    yield Form(normal, "everywhere", "email")
    yield Form(normal, "everywhere")
    local = normal.rpartition("@")[0].partition("+")[0]
    pieces = words_of(local)
    if level == "low" or not pieces or local in _MAILBOXES or sum(map(len, pieces)) < 3:
        return
    telling = sum(map(len, pieces)) >= 6 and (len(pieces) > 1 or any(char.isdigit() for char in local))
    yield Form(local, "everywhere" if telling and not ordinary(pieces) else "conversation", capitals=ordinary(pieces))


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
