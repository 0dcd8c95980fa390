"""Custom patterns at work: one RE2 search over the view of a batch, and a decision for each match.

Apart from the recognisers' search, so that neither hides anything from the other. The search goes on behind each match, taken
or not, as every search does that people know; so it stays linear however long the matches are.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from llm_assets.privacy.policy.validators import validator
from llm_assets.privacy.recognisers.recogniser import LEVELS, Rule
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.view import View
from llm_assets.settings.patterns import base, compiled, translate
from llm_assets.settings.privacy_model import Pattern

_BEFORE, _AFTER, _MESSAGE = 48, 32, 200  # characters in which a word of context counts


@dataclass(frozen=True, slots=True)
class _Custom:
    """A pattern, ready. match: over bytes, from a place on; told: over text, whether it is really meant."""

    name: str
    entity: str
    match: Callable[[bytes, int], Any]
    told: Callable[[str], bool] | None
    near: Callable[[str], bool] | None
    valid: Callable[[str], bool] | None


class CustomPatterns:
    """The custom patterns of one level."""

    def __init__(self, patterns: Sequence[Pattern], level: str) -> None:
        active = [each for each in patterns if LEVELS.index(level) >= LEVELS.index(each.level)]
        self._each = [_ready(each) for each in active]
        union = "|".join(f"(?:{translate(each.pattern).view})" for each in active)
        self._search = compiled(union).search if active else None
        self.rules = tuple(_rule(each) for each in active)

    def find(self, view: View, before: Sequence[str]) -> Iterator[tuple[int, Finding]]:
        """(text, finding) for every match that is taken. before: the message before each text."""
        if self._search is None:
            return
        buffer, position = view.buffer, 0
        while (found := self._search(buffer, position)) is not None:
            start, position = found.span()
            best: tuple[int, _Custom] | None = None
            for each in self._each:
                match = each.match(buffer, start)
                if (
                    match is not None
                    and (best is None or match.end() > best[0])
                    and _taken(each, view, start, match.end(), before)
                ):
                    best = match.end(), each
            if best is not None:
                end, each = best
                position = max(position, end)
                text, first, stop = view.locate(start, end)
                yield text, Finding(first, stop, each.entity, each.name, _normal(view.texts[text][first:stop]))


def custom_patterns(patterns: Sequence[Pattern], level: str) -> CustomPatterns:
    """The patterns, compiled once a process."""
    return _compiled(tuple(each.model_dump_json() for each in patterns), level)


@lru_cache(maxsize=16)
def _compiled(patterns: tuple[str, ...], level: str) -> CustomPatterns:
    return CustomPatterns([Pattern.model_validate_json(each) for each in patterns], level)


def _ready(pattern: Pattern) -> _Custom:
    meaning = translate(pattern.pattern)
    told = compiled(meaning.exact, text=True).fullmatch if meaning.exact else None
    return _Custom(
        pattern.name,
        pattern.entity,
        compiled(meaning.view).match,
        (lambda text: told(text.encode()) is not None) if told else None,
        _any_word(pattern.context) if pattern.context else None,
        validator(pattern.validator) if pattern.validator else None,
    )


def _rule(pattern: Pattern) -> Rule:
    return Rule(
        pattern.name,
        pattern.entity,
        "a pattern of the settings",
        pattern.validator or "",
        level=pattern.level,
        source="settings",
    )


def _taken(custom: _Custom, view: View, start: int, end: int, before: Sequence[str]) -> bool:
    if custom.told and not custom.told(_read(view, start, end)):
        return False
    if custom.valid and not custom.valid(_read(view, start, end)):
        return False
    if custom.near is None:
        return True
    text = int(view.text_of[start])
    floor, ceiling = view.borders(text)
    message = before[text][-_MESSAGE:] if start - floor < _BEFORE else ""
    around = _read(view, max(floor, start - _BEFORE), start), _read(view, end, min(ceiling, end + _AFTER))
    return custom.near(_folded("\n".join((message, *around))))


def _read(view: View, start: int, end: int) -> str:
    """What stands in the view, as characters: ASCII where there is such a form, else the letter without its marks."""
    pairs = zip(view.buffer[start:end], view.codes[start:end].tolist(), strict=True)
    return "".join(chr(byte) if byte < 0x80 else base(chr(code)) for byte, code in pairs)


def _folded(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(char) != "Mn")


def _any_word(words: Sequence[str]) -> Callable[[str], bool]:
    """A test for whether one of the words stands in a folded text; in scripts without spaces it need not stand apart."""
    sides = []
    for word in map(_folded, words):
        left, right = (r"(?<!\w)" if word[0] < "\u2e80" else ""), (r"(?!\w)" if word[-1] < "\u2e80" else "")
        sides.append(left + re.escape(word) + right)
    pattern = re.compile("|".join(sides))
    return lambda text: pattern.search(text) is not None


def _normal(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
