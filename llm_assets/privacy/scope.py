"""The promise that redaction and audit share: which values are hunted where, and which words and hosts identify nobody.

Nothing here finds anything: what looks for values is written twice, once for each.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_WORD = re.compile(r"[^\W_]+")
# Parts of a name that name nobody: particles, titles, generation marks.
NAME_PARTICLES = frozenset(
    "a al af an and av bin bint da dal das de del della den der di dos du e el ibn la las le les los na of san st ten "
    "ter van ver vom von y zu zum zur und the mr mrs ms miss mx dr prof sir jr sr ii iii iv phd md frau herr monsieur "
    "madame mme senor senora don dona sig signor signora dhr mevr".split()
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
_ENDINGS = ("s", "es", "ies", "ed", "ied", "ing", "ly")
SHORTEST = 2  # letters and digits; below, and for rows of single letters, a value would be found in every other text


def plain(text: str) -> str:
    """The letters and digits of a text, in lower case, without accents."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum())


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    lines = files("llm_assets.privacy").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(plain(word) for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return _listed("common_words.txt") | _listed("ordinary_words.txt")


def is_name_too(word: str) -> bool:
    """Whether an ordinary word is one that also occurs as a name (Will, May)."""
    return plain(word) in _listed("common_words.txt")


@lru_cache(maxsize=1 << 16)
def is_common(word: str) -> bool:
    """Whether a word is an ordinary one (of several languages), so that in small letters it names nobody."""
    return plain(word) in _common_words()


def is_word(word: str) -> bool:
    """Whether a word is an ordinary one or an English inflection of one."""
    bare = plain(word)
    stems = [bare]
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending) + 2:
            stem = bare.removesuffix(ending)
            stems += [stem, f"{stem}e", f"{stem}y", stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    return any(stem in _common_words() for stem in stems)


def distinctive(value: str) -> bool:
    """Whether an id is so unlike ordinary text that it can be hunted: six or more characters with a letter and a digit, a UUID,
    or nine or more digits."""
    plain = "".join(_WORD.findall(value))
    digits = sum(char.isdigit() for char in plain)
    if _UUID.fullmatch(value.strip()):
        return True
    return (len(plain) >= 6 and 0 < digits < len(plain)) or digits >= 9


def is_public(host: str) -> bool:
    """Whether a host is one where many people have pages, so that it identifies nobody by itself."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in _PUBLIC_HOSTS for start in range(len(labels))) and (
        host in _PUBLIC_HOSTS or labels[0] in ("www", "m", "en", "de", "fr", "es", "mobile", "plus", "profile", "profiles")
    )
