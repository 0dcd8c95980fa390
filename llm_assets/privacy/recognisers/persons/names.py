"""Reads a name where one was announced: given names, particles, initials, double names, generation marks.

Validator: capitals (or, where the announcement is strong enough, small letters), the words that are no names (`words`), and
what stands right after. The view folds accents away; a letter that has no ASCII form is \xe0 and may be a capital or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llm_assets.privacy.recognisers.persons.words import PARTICLES, SUFFIXES, is_doubtful, is_institution, is_ordinary
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit

MOST_WORDS = 5
_REACH = 112  # a name of five words, with some room
_LONGEST = 40  # of a double name; one word is shorter: a pseudonym has 24 letters, and is no name
_LONGEST_PART = 20
_WORD = re.compile(r"(?:[A-Z]\.){1,4}(?:-?[A-Z]\.)?|[A-Za-z\xe0]+(?:['`\x80-][A-Za-z\xe0]+)*['`]?")
_SMALL = re.compile(rb"[a-z]{2,20}(?![A-Za-z\xe0'`\x80.-])")
_GAP = re.compile(r"[ \t]{0,2}")
_SUFFIX = re.compile(r",? (?:(?:Jr|Sr|JR|SR|jr|sr|Esq)\b\.?|(?:III|II|IV|PhD|Ph\.D\.|MD|M\.D\.|DDS|DVM|phd|md|dds)\b)")
_POSSESSIVE = re.compile(r"['`\x80][sS]$")
_GLUED = frozenset("0123456789@_/\\=<#$%&+")
_TIED = re.compile(r"(?:[dlo]|dell|dall)['`\x80][A-Z]|(?:al|el|ad|ash|as|ben)-[A-Z]")
_OPENING = re.compile(r"[\"'(\[\x80]{0,2}")


@dataclass(slots=True)
class Manner:
    """How a name may be written after an announcement.

    small: in small letters too; sure: even words that are names and ordinary words alike ("my name is mark"). trusting:
    whatever
    words with capitals (a form says that it is a name). most: how many words.
    """

    small: bool = False
    sure: bool = False
    trusting: bool = False
    most: int = MOST_WORDS


@dataclass(frozen=True, slots=True)
class Name:
    """[start, end) in the buffer; words: how many, without particles; capital: whether it begins with one."""

    start: int
    end: int
    words: int
    capital: bool
    text: str

    @property
    def acronym(self) -> bool:
        """Whether it is one word of few capitals, as IBM and FAQ are."""
        return self.words == 1 and self.text.isupper() and len(self.text) <= 5

    def hit(self, rule: str) -> Hit:
        return Hit(self.start, self.end, "PERSON", rule, normal_form(self.text))

    def passed(self, candidate: Candidate) -> Hit:
        """The announcement itself, where it stands after the name: no value, but the scan goes on behind it."""
        return Hit(candidate.start, candidate.end, "PERSON", "person", "", sure=False)


def normal_form(text: str) -> str:
    """The words of a name in lower case."""
    return " ".join(re.findall(r"[a-z\xe0]+", text.lower()))


def read(candidate: Candidate, position: int, manner: Manner) -> Name | None:
    """The name that begins at a position of the buffer, after a quotation mark or bracket perhaps."""
    if is_plain_word(candidate, position, manner):
        return None
    piece = candidate.buffer[position : min(position + _REACH, candidate.ceiling)].decode("latin-1")
    opening = _OPENING.match(piece)
    first = opening.end() if opening else 0
    end, words, capital = first, 0, False
    for start, stop, kind in _tokens(piece, first, manner):
        if start == first and kind == "particle" and not manner.small and not piece[start].isupper():
            # "de la Torre" begins small, "von nun an" too: a capital must follow, which the next round sees.
            capital = True
        if kind == "particle":
            continue
        if words == manner.most:
            break
        words += 1
        end = stop
        if words == 1:
            capital = capital or _capital(piece[first : first + 6])
        if kind == "last":
            break
    if not words:
        return None
    suffix = _SUFFIX.match(piece, end)
    end = suffix.end() if suffix else end
    text = piece[first:end]
    if len(re.sub(r"[^A-Za-z\xe0]", "", text)) < 2:
        return None
    return Name(position + first, position + end, words, capital, text)


def is_plain_word(candidate: Candidate, position: int, manner: Manner) -> bool:
    """Whether an ordinary word in small letters stands there: what most announcements are followed by ("thanks for")."""
    match = _SMALL.match(candidate.buffer, position, candidate.ceiling)
    if match is None:
        return False
    word = match[0].decode("ascii")
    return word not in PARTICLES and (not manner.small or _doubted(word, manner))


def _tokens(piece: str, first: int, manner: Manner) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the words that can belong to a name; kind: name, particle, or last."""
    at, particle = first, False
    while True:
        match = _WORD.match(piece, at)
        if match is None or match.end() - at > _LONGEST or (match.end() - at > _LONGEST_PART and match[0].isalpha()):
            return
        start, end = match.span()
        word = match[0]
        if word[-1] in "'`":
            end, word = end - 1, word[:-1]
        if len(word) == 1 and piece[end : end + 2] == ". ":
            end, word = end + 1, word + "."  # an initial that is written small
        last = False
        if _POSSESSIVE.search(word):
            end, word, last = end - 2, word[:-2], True
        after = piece[end : end + 2]
        if not word or after[:1] in _GLUED or after == ":/" or _is_host(piece, end):
            return
        if _is_label(piece, end) and (manner.trusting or at > first):
            return
        kind = "name" if particle and _capital(word) and len(word) > 1 else _kind(word, manner, piece, end)
        if not kind:
            return
        particle = kind == "particle"
        yield start, end, "last" if last else kind
        gap = _GAP.match(piece, end)
        at = gap.end() if gap else end
        if at == end and not (word.endswith(".") and kind == "name"):
            return


def _kind(word: str, manner: Manner, piece: str, end: int) -> str:
    """What a word is in a name; nothing when it is none."""
    if word.endswith("."):
        return "name" if word[0].isupper() or (manner.small and _goes_on(piece, end, manner)) else ""
    small = not _capital(word)
    if word.lower() in PARTICLES and len(word) > 1 and _goes_on(piece, end, manner, particle=True):
        # "ten Pas", "de la Torre": what follows a particle is a name for its capital alone.
        return "particle" if small else "name"
    if len(word) == 1:
        # An initial without its dot; "I" and, written small, other words of one letter are none.
        return (
            "name"
            if word not in ("AIiayeo" if not manner.trusting else "i")
            and (not small or manner.small)
            and _goes_on(piece, end, manner)
            else ""
        )
    if small and not manner.small:
        return ""
    if small or (word.isupper() and manner.small):
        return "" if _doubted(word.lower(), manner) or word.lower() in SUFFIXES else "name"
    if word.lower() in SUFFIXES and not manner.trusting:
        return ""
    if manner.trusting:
        return "" if is_institution(word.lower()) else "name"
    return "" if is_ordinary(word.lower()) or is_institution(word.lower()) else "name"


def _goes_on(piece: str, end: int, manner: Manner, *, particle: bool = False) -> bool:
    """Whether another word of a name follows."""
    rest = _GAP.match(piece, end)
    match = _WORD.match(piece, rest.end()) if rest and rest.end() > end else None
    if match is None:
        return False
    word = match[0]
    if not _capital(word):
        following = word in PARTICLES and len(word) > 1
        return following or (manner.small and len(word) > 1 and not _doubted(word, manner))
    return manner.trusting or particle or (not is_ordinary(word.lower()) and not _is_label(piece, match.end()))


def _doubted(word: str, manner: Manner) -> bool:
    """Whether a word that is written small is rather no name."""
    return is_ordinary(word) if manner.sure else is_doubtful(word)


def _is_label(piece: str, end: int) -> bool:
    """Whether a colon makes a word the label of what comes next: "Anna Smith Tel: 5"."""
    return re.match(r"[ \t]?:(?! ?\))", piece[end : end + 4]) is not None


def _is_host(piece: str, end: int) -> bool:
    """Whether a dot and a small letter make it the name of a host or a file: anna.example, anna.smith@…"""
    return piece[end : end + 1] == "." and piece[end + 1 : end + 2].islower() and not piece[end + 1 : end + 2].isspace()


def _capital(word: str) -> bool:
    """Whether a word begins with a capital, perhaps after an article that is tied to it: d'Aubrac, el-Sayed."""
    return word[:1].isupper() or word[:1] == "\xe0" or _TIED.match(word) is not None


def before(candidate: Candidate, position: int, manner: Manner) -> Name | None:
    """The name that ends right before a position of the buffer, within one line."""
    floor = max(candidate.floor, position - _REACH)
    piece = candidate.buffer[floor:position].decode("latin-1")
    best: Name | None = None
    starts = [match.start() for match in re.finditer(r"(?<![A-Za-z\xe0'`.-])[A-Za-z\xe0]", piece)]
    for start in reversed(starts[-manner.most - 2 :]):
        name = read(candidate, floor + start, manner)
        if name is None or name.start != floor + start:
            if best is not None:
                break
            continue
        if name.end != floor + len(piece.rstrip(" ,:<>\"'()")):
            break
        best = name
    return best
