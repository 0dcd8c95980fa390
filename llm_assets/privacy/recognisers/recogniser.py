"""What a recogniser is: a pattern that proposes, and a function that decides."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LEVELS = ("low", "medium", "high")


@dataclass(slots=True)
class Candidate:
    """A match of a recogniser's pattern, in the byte view of a batch. Nobody changes one; frozen ones take four times as long
    to make, and most candidates are refused.

    buffer: the bytes of the whole batch; [start, end): the match; floor, ceiling: the borders of the text it lies in;
    before: the message that came before the text in its conversation, or nothing.
    """

    buffer: bytes
    start: int
    end: int
    floor: int
    ceiling: int
    before: str

    @property
    def text(self) -> str:
        return self.buffer[self.start : self.end].decode("latin-1")

    def context(self, width: int = 48) -> str:
        """Lower-case text that leads to the match: up to `width` characters of the same text, and the end of the message before
        when the match stands near the beginning."""
        lead = self.buffer[max(self.floor, self.start - width) : self.start].decode("latin-1").lower()
        near = self.start - self.floor < width
        return f"{self.before[-200:].lower()}\n{lead}" if near and self.before else lead

    def following(self, width: int = 32) -> str:
        """Lower-case text that comes after the match, of the same text."""
        return self.buffer[self.end : min(self.ceiling, self.end + width)].decode("latin-1").lower()

    def alone(self) -> bool:
        """Whether neither Latin letter nor digit touches the match."""
        return not (
            (self.start > self.floor and is_plain(self.buffer[self.start - 1]))
            or (self.end < self.ceiling and is_plain(self.buffer[self.end]))
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """What a recogniser accepts of a candidate: [start, end) in the byte view, its entity and rule, the value's normal form.

    keep: how many leading characters stay readable (the host of a URL). sure: otherwise it counts only as a known value.
    """

    start: int
    end: int
    entity: str
    rule: str
    key: str
    keep: int = 0
    sure: bool = True

    @property
    def cuts(self) -> bool:
        """Whether it is surely replaced, at least in part."""
        return self.sure and self.keep < self.end - self.start


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a recogniser finds something, as people read about it.

    name: what `Hit.rule` says, or how it begins; finds: the forms that are recognised; validator: what makes it sure (checksum,
    a library, a word before it); regions: where it is used ("" for everywhere); source: who documents the form.
    """

    name: str
    entity: str
    finds: str
    validator: str
    regions: str = ""
    level: str = "low"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Recogniser:
    """name: of the family; level: the lowest privacy level at which it works; pattern: RE2 syntax over the byte view
    (ISO 8859-1), with no capturing group; accept: gives what is really found in a candidate; looked_up: it runs below its level
    too, for its finds may be known values; looks_up_all: so may what it refuses; asked: kinds of questions (see `asked`): when
    the message before asks for one of them, accept is also called with the whole text as candidate; rules: what it finds, and
    why, for people; longest: bytes of a text beyond which it accepts nothing, 0 for any; apart: it takes nothing that begins
    with a letter or a digit behind another one, so that it is not asked in the midst of words."""

    name: str
    pattern: str
    accept: Callable[[Candidate], Iterable[Hit]]
    level: str = "low"
    looked_up: bool = False
    looks_up_all: bool = False
    asked: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    longest: int = 0
    apart: bool = False

    def active(self, level: str) -> bool:
        return LEVELS.index(level) >= LEVELS.index(self.level)


_PLAIN = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def is_plain(byte: int) -> bool:
    """Whether a byte of the view is a Latin letter or a digit. Letters of scripts without spaces do not count: they stand right
    before and after what they announce."""
    return byte in _PLAIN


def any_word(words: Iterable[str]) -> Callable[[str], bool]:
    """A test for whether one of the words (or phrases) stands in a lower-case text as a word of its own."""
    pattern = re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?![a-z])")
    return lambda text: pattern.search(text) is not None
