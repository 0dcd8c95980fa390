"""In which forms the name of a person is hunted.

Everywhere: the full name in any order, without its middle names, with a nickname or middle initials, joined. In the person's
own conversations: each part, the initials with a family name, what a login makes of a name (asmith).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from llm_assets.privacy.form import Form, ordinary, words_of
from llm_assets.privacy.nicknames import nicknames
from llm_assets.privacy.romanise import respelled
from llm_assets.privacy.scope import NAME_PARTICLES, is_common, is_name_too

_JOINED = 8  # letters of two names written as one word, from which on nothing else is likely to be written so
_LOGIN = 5
_SIBILANTS = ("s", "x", "z", "ß")


def name_forms(value: str, level: str) -> Iterator[Form]:
    """The forms of a person's name at a level, each once."""
    yield from dict.fromkeys(_every(value, level))


def _every(value: str, level: str) -> Iterator[Form]:
    words = words_of(value)
    yield from _as_written(words)
    if len(words) > 1 and all(map(is_name_too, words)):
        yield Form(" ".join(words), "conversation")  # "it's mark may", says Mark May
    if level == "low":
        return
    before, comma, after = value.partition(",")
    if comma and words_of(before) and words_of(after) and "," not in after:
        words = words_of(f"{after} {before}")  # Smith, Anna
    yield from _variants(words)
    for other in respelled(" ".join(words)):
        yield from _as_written(words_of(other))
        yield from _variants(words_of(other))


def _as_written(words: Sequence[str]) -> Iterator[Form]:
    full = len(words) > 1 or _alone(words[0])
    capitals = ordinary(words) or (len(words[0]) < 3 and not full)
    yield Form(" ".join(words), "everywhere" if full else "conversation", capitals=capitals)


def _variants(words: Sequence[str]) -> Iterator[Form]:
    if len(words) == 1:
        yield from _one_word(words[0])
        return
    names = [word for word in words if word.casefold() not in NAME_PARTICLES and len(word) > 1]
    for name in names:
        yield from _part(name)
    if len(names) < 2:
        return
    first, last = names[0], names[-1]
    place = len(words) - 1 - list(reversed(words)).index(last)
    begin = place
    while begin > 1 and words[begin - 1].casefold() in NAME_PARTICLES:
        begin -= 1
    family, given = list(words[begin : place + 1]), list(words[:begin])
    if len(family) > 1:
        yield Form(" ".join(family), "conversation")
    for one in dict.fromkeys((last, " ".join(family))):
        yield from _ordered(first, one)
    yield from _rotated(words, given, family)
    yield from _initials(given, first, family)
    yield from _as_one_word(words, first, last, "".join(family))
    yield from _middle(words, names)
    for nick in nicknames(first):
        yield Form(nick, "conversation", capitals=_capitals(nick))
        yield Form(f"{nick} {last}", "everywhere", capitals=len(nick) < 3 or ordinary([nick, last]))


def _one_word(word: str) -> Iterator[Form]:
    if not _alone(word):
        yield from _part(word)
        yield from (Form(nick, "conversation", capitals=_capitals(nick)) for nick in nicknames(word))
        return
    # 洋 by itself, where no other character touches it
    yield Form(word[-1], "conversation", capitals=True)
    if len(word) > 2:
        # 田中葵, 김정순: nothing says where the family name ends, but either part has two characters in nearly all names.
        yield Form(word[:2], "conversation")
        yield Form(word[-2:], "conversation")


def _part(name: str) -> Iterator[Form]:
    """A given or family name by itself, and with the s of a genitive (Annas Buch)."""
    yield Form(name, "conversation", capitals=_capitals(name))
    if len(name) > 2 and name[-1].lower() not in _SIBILANTS and not is_common(f"{name}s"):
        yield Form(f"{name}s", "conversation", capitals=len(name) < 4 or is_common(name))


def _capitals(name: str) -> bool:
    return len(name) < 3 or is_common(name)


def _ordered(first: str, last: str) -> Iterator[Form]:
    capitals = len(first) < 3 or ordinary([first, *words_of(last)])
    yield Form(f"{first} {last}", "everywhere", capitals=capitals)
    yield Form(f"{last} {first}", "everywhere", capitals=capitals)
    if last[-1].lower() not in _SIBILANTS:
        yield Form(f"{first} {last}s", "everywhere", capitals=capitals)


def _rotated(words: Sequence[str], given: Sequence[str], family: Sequence[str]) -> Iterator[Form]:
    capitals = ordinary(words)
    for order in ((*words[1:], words[0]), (words[-1], *words[:-1]), (*family, *given)):
        yield Form(" ".join(order), "everywhere", capitals=capitals)


def _initials(given: Sequence[str], first: str, family: Sequence[str]) -> Iterator[Form]:
    last = " ".join(family)
    letters = [word[0] for word in given if word.casefold() not in NAME_PARTICLES or len(word) == 1]
    capitals = len(family) == 1  # particles have none
    for row in dict.fromkeys((letters[0], " ".join(letters), "".join(letters))):
        yield Form(f"{row} {last}", "conversation", capitals=capitals)
        yield Form(f"{last} {row}", "conversation", capitals=capitals)
    for end in dict.fromkeys((family[-1][0], family[0][0])):
        for row in dict.fromkeys((first, " ".join(given), letters[0], " ".join(letters))):
            yield Form(f"{row} {end}", "conversation", capitals=end.isupper() or not end.isalpha())
    if len(letters) > 1:
        capitals = ordinary([first, last])
        yield Form(f"{first} {' '.join(letters[1:])} {last}", "everywhere", capitals=capitals)
        yield Form(f"{last} {first} {' '.join(letters[1:])}", "everywhere", capitals=capitals)
        yield Form(f"{' '.join(given[:-1])} {letters[-1]} {last}", "everywhere", capitals=capitals)


def _as_one_word(words: Sequence[str], first: str, last: str, family: str) -> Iterator[Form]:
    for joined in dict.fromkeys((first + last, last + first, first + family, "".join(words))):
        if len(joined) >= _JOINED and not is_common(joined):
            yield Form(joined, "everywhere")
    for login in (first[0] + last, last + first[0], first + last[0]):
        if len(login) >= _LOGIN and not is_common(login):
            yield Form(login, "conversation")
    for one, two in pairwise(words[:-1]):
        yield Form(one + two, "conversation")  # AnneMarie


def _middle(words: Sequence[str], names: Sequence[str]) -> Iterator[Form]:
    """Names of three parts and more: two that stand together, and the first with one that is not the last (María García)."""
    if len(words) < 3:
        return
    for one, two in pairwise(words):
        if len(one) + len(two) >= 6:
            yield Form(f"{one} {two}", "conversation", capitals=True)
    for other in names[1:-1]:
        wide = len(names) > 3 and other is not names[1]
        yield Form(f"{names[0]} {other}", "everywhere" if wide else "conversation", capitals=ordinary([names[0], other]))


def _alone(word: str) -> bool:
    return len(word) > 1 and ord(word[0]) >= 0x2E80
