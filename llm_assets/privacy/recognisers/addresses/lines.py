"""One street line: where it ends, and how sure it is that it is one."""

import re
from dataclasses import dataclass

from llm_assets.privacy.recognisers.addresses.streets import (
    CAPITAL_COMPOUNDS,
    COMPOUNDS,
    PARTICLES,
    PREFIXES,
    STRONG,
    SUFFIXES,
    TITLES,
    WEAK_PREFIXES,
)
from llm_assets.privacy.recognisers.dates.months import NAMES

_TOKEN = re.compile(
    r"(?i:cl?/\.?)|[A-Za-z\xe0\x80](?:[A-Za-z\xe0\x80'/&-]|\.(?=[A-Za-z\xe0]))*\.?|[0-9]{1,4}(?:st|nd|rd|th|"
    r"[a-z])?(?![A-Za-z0-9])"
)
_HOUSE = re.compile(
    r"(?:,? {1,2}|,)(?:n[o.\x80]{0,2}\.? |nr\.? |num\.? |numero |# ?|no\. ?)?(?![0-9]{4,6} [A-Z\xe0])[0-9]{1,5}(?: "
    r"?[A-Za-z](?![A-Za-z0-9])| ?(?:bis|ter)\b)?(?:[/-][0-9]{1,4}[A-Za-z]?)?(?![0-9A-Za-z,]?[0-9])",
    re.I,
)
_DIRECTION = re.compile(r" (?:[NSEW]{1,2}|North|South|East|West|Northeast|Northwest|Southeast|Southwest)\b\.?", re.I)
_ORDINAL = re.compile("[0-9]+(?:st|nd|rd|th)$")
_COMPOUND = re.compile(r"(?i:[a-z\xe0].*(?:" + "|".join(sorted(COMPOUNDS, key=len, reverse=True)) + r")\.?$)")
_CAPITAL_COMPOUND = re.compile(r"[A-Z\xe0].*(?:" + "|".join(sorted(CAPITAL_COMPOUNDS, key=len, reverse=True)) + r")\.?$")
# What numbers count: no name of a street begins so.
COUNTED = frozenset(
    "hour hours hr hrs minute minutes min mins second seconds sec day days week weeks month months year years mile miles km "
    "kms m meter "
    "meters metre metres ft feet foot yards lane lanes way ways car cars star stars dollar dollars cent cents percent more "
    "other others "
    "different square cubic lb lbs kg g gb mb tb mph x times time people persons person men women guys kids bed bedroom "
    "bath story "
    "storey wheel speed player players point points inch inches am pm a.m p.m mm cm of million billion thousand hundred "
    "best top great "
    "things reasons tips steps monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun pieces "
    "pcs usd eur "
    "units bit bits core hz ghz mhz watt volt v w ml l oz degrees players box games wins losses goals runs".split()
)
_RESIDENTIAL = frozenset(
    "st dr drive drv court ct crt place pl way square sq close circle cir trail trl loop row mews gardens gdns grove walk "
    "rise quay plaza "
    "alley cres crest plz heights hts terr ter rue pde parade".split()
)
# In small letters the name after a type ends before these: "la calle que me dijo 5 veces".
_NO_NAMES = frozenset(
    "que me te se con por para en un una hay es son esta tiene cada entre hasta desde che per non un' sono dans pour avec "
    "est sont il elle "
    "para com em um uma tem sur is for has and are was to at in hos med som for til jest sie".split()
)
_MOST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A street line in a text: its end; certainty 3: a word that only streets have; 2: one that homes have; 1: some other
    word of streets; 0: a name that nothing confirms; house: it ends with a number; small: it is written in small letters."""

    end: int
    certainty: int
    house: bool
    small: bool


def street(text: str, position: int) -> Line | None:
    """The street line whose name begins at a position: `Oak Avenue`, `rue de la Paix`, `Calle Mayor 5`, `Pohlstrasse 9`."""
    first = _TOKEN.match(text, position)
    if first is None:
        return None
    small = first[0][0].islower()
    words: list[str] = []
    named, typed, certainty, last = 0, 0, -1, 0
    prefixed, low = False, ""
    place = position
    while len(words) < _MOST:
        token = _TOKEN.match(text, place)
        if token is None:
            break
        written, low = token[0], token[0].lower().rstrip(".")
        number = written[0].isdigit()
        if number and not _ORDINAL.match(low):
            if words:
                break
            return None
        capital = number or written[0].isupper() or written[0] in "\xe0\x80"
        if not words and (low in COUNTED or (low in NAMES and not _follows_strong(text, token.end()))):
            return None
        kind = _kind(low, named)
        if not words and low in PREFIXES and (not (named_small := _named_small(text, token.end())) or low not in WEAK_PREFIXES):
            prefixed, small = True, named_small
        elif _COMPOUND.match(written) and _HOUSE.match(text, token.end()):
            named, typed, certainty = named + 1, token.end(), 3
        elif kind and (capital or small or kind == 3):
            if low in TITLES and typed == 0 and re.match(r" [A-Z]", text[token.end() : token.end() + 2]) and not small:
                # "12 Main St Springfield" is decided by what comes after; "20 Mount St Helens" is none.
                typed, certainty = token.end(), 1
                break
            if kind >= certainty:
                typed, certainty = token.end(), kind
            if kind == 3 and not _follows_strong(text, token.end()):
                break
        elif typed and (small or len(words) > 6):
            break
        elif capital or ((small or prefixed) and low not in PARTICLES | _NO_NAMES and low not in COUNTED):
            named += 1
        elif low not in PARTICLES and not (low in SUFFIXES and named):
            break
        words.append(low)
        if capital or small or (prefixed and _HOUSE.match(text, token.end())):
            last = token.end()
        place = token.end()
        if place < len(text) and (text[place] == " " or low.endswith("/")):
            place += text[place] == " "
            if written.endswith(".") and len(low) > 4 and low not in SUFFIXES:
                break
        else:
            break
    if prefixed and named and last > first.end():
        end, certainty = last, max(certainty, 2)
    elif typed:
        end = typed
    elif named:
        end = last
    else:
        return None
    if not prefixed and certainty >= 0 and (direction := _DIRECTION.match(text, end)):
        end = direction.end()
    house = _HOUSE.match(text, end) if (prefixed or certainty != 3 or typed == last) else None
    certainty = max(certainty, 0)
    if house:
        if text[end] != "," or prefixed:
            end = house.end()
            if certainty == 0 and _CAPITAL_COMPOUND.match(words[-1].capitalize()) and len(words[-1]) > 6:
                certainty = 1
        else:
            house = None
    return Line(end, certainty, house is not None, small)


def _named_small(text: str, end: int) -> bool:
    """Whether the name after a type is written in small letters: calle mayor, not calle de Alcalá."""
    following = _TOKEN.match(text, end + (text[end : end + 1] == " "))
    return following is not None and following[0][0].islower() and following[0].rstrip(".") not in PARTICLES


def _kind(low: str, named: int) -> int:
    """How surely a word after a name makes a street of it."""
    if not named or low not in SUFFIXES:
        return 0
    return 3 if low in STRONG else 2 if low in _RESIDENTIAL else 1


def _follows_strong(text: str, end: int) -> bool:
    """Whether the next word is a street's as well: Park Avenue Road, June Street."""
    following = _TOKEN.match(text, end + 1) if text[end : end + 1] == " " else None
    return following is not None and following[0].lower().rstrip(".") in STRONG
