"""Known values: in which forms a direct identifier is hunted, and in whose texts (the scope that was promised).

Everywhere: full names, e-mails, phones, handles, distinctive ids, identifying URLs. In the texts of the owner and of the other
participants of a conversation: single given and family names, and what is too short to be anybody's alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from llm_assets.privacy.recognisers.email import normal_form
from llm_assets.privacy.recognisers.numbers import phone_key
from llm_assets.privacy.recognisers.url import parts

Scope = Literal["everywhere", "conversation"]

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_WORD = re.compile(r"[^\W_]+")
# Parts of a name that name nobody: particles, titles, generation marks.
NAME_PARTICLES = frozenset(
    "a al af an and av bin bint da dal das de del della den der di dos du e el ibn la las le les los na of san st ten "
    "ter van ver vom von y zu zum zur und the mr mrs ms miss mx dr prof sir jr sr ii iii iv phd md frau herr monsieur "
    "madame mme senor senora don dona sig signor signora dhr mevr".split()
)
_MAILBOXES = frozenset(
    "admin billing contact customer enquiries feedback hello help helpdesk info infos jobs kontakt mail marketing me "
    "news newsletter noreply office orders postmaster sales service shop support team test user webmaster".split()
)
_PUBLIC_HOSTS = frozenset(
    "about.me amazon.com apple.com bandcamp.com behance.net bitbucket.org blogger.com blogspot.com deviantart.com "
    "discord.gg dribbble.com etsy.com example.com example.net example.org facebook.com flickr.com github.com "
    "github.io gitlab.com gmail.com goodreads.com google.com hotmail.com icloud.com imgur.com instagram.com "
    "keybase.io last.fm line.me linkedin.com linktr.ee live.com livejournal.com mastodon.social medium.com meetup.com "
    "microsoft.com myspace.com outlook.com paypal.me pinterest.com quora.com reddit.com researchgate.net snapchat.com "
    "soundcloud.com spotify.com stackexchange.com stackoverflow.com steamcommunity.com t.me telegram.me tiktok.com "
    "tumblr.com twitch.tv twitter.com vimeo.com vk.com wa.me weebly.com whatsapp.com wikipedia.org wix.com "
    "wordpress.com x.com xing.com yahoo.com yelp.com youtu.be youtube.com".split()
)


SHORTEST = 2  # letters and digits; below, and for rows of single letters, a value would be found in every other text


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


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Ordinary words of several languages, in lower case, that also occur as names."""
    text = files("llm_assets.privacy").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def distinctive(value: str) -> bool:
    """Whether an id is so unlike ordinary text that it can be hunted: six or more characters with a letter and a digit, a UUID,
    or nine or more digits."""
    plain = "".join(_WORD.findall(value))
    digits = sum(char.isdigit() for char in plain)
    if _UUID.fullmatch(value.strip()):
        return True
    return (len(plain) >= 6 and 0 < digits < len(plain)) or digits >= 9


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
        digits = "".join(words)
        if digits.isdigit() and len(digits) >= 7:
            yield Form(digits, "everywhere" if wide else "conversation", "digits")


def _ordinary(words: list[str]) -> bool:
    return all(word.casefold() in common_words() for word in words)


def _alone(word: str) -> bool:
    return len(word) > 1 and ord(word[0]) >= 0x2E80 and not word[0].isascii()


def _person(words: list[str], level: str) -> Iterator[Form]:
    capitals = _ordinary(words)
    names = [word for word in words if word.casefold() not in NAME_PARTICLES and len(word) > 1]
    full = len(words) > 1 or _alone(words[0])
    yield Form(" ".join(words), "everywhere" if full else "conversation", capitals=capitals or (len(words[0]) < 3 and not full))
    if level == "low" or not full:
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


def is_public(host: str) -> bool:
    """Whether a host is one where many people have pages, so that it identifies nobody by itself."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in _PUBLIC_HOSTS for start in range(len(labels))) and (
        host in _PUBLIC_HOSTS or labels[0] in ("www", "m", "en", "de", "fr", "es", "mobile", "plus", "profile", "profiles")
    )
