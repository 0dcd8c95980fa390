"""The form of an identity number: how it is written, what validates it, and when that is enough.

A *shape* shows a number as it stands in a text: 9 for a digit, A for a letter, * for either, and the characters between its
groups as they are. python-stdnum validates most forms (a module's name in `check`, loaded when the first number of its shape
comes); `checks` holds what it lacks.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module

from llm_assets.privacy.recognisers.recogniser import Rule, any_word

Check = str | Callable[[str], bool]


@dataclass(frozen=True)
class Form:
    """One kind of number of one country.

    sure: shapes that need nothing but their validator, for few other numbers pass it; weak: shapes that count where words say
    so (`words`, or any that announce an identity), or where they are a whole message, if the validator is strict: it passes
    one number in ten or less. Each is a list joined by "|"; words are as the byte view shows them in lower case. check: the
    validator. source: who gives the numbers.
    """

    name: str
    region: str
    finds: str
    check: Check
    sure: str
    weak: str
    words: str
    source: str
    entity: str = "NATIONAL_ID"
    strict: bool = True

    @cached_property
    def announced(self) -> Callable[[str], bool]:
        return any_word(self.words.split("|")) if self.words else _never

    def valid(self, number: str) -> bool:
        """Whether the number (capitals and digits only) passes the validator."""
        check = _stdnum(self.check) if isinstance(self.check, str) else self.check
        return len(set(number)) > 1 and check(number)

    def rule(self) -> Rule:
        if isinstance(self.check, str):
            validator = f"python-stdnum: {self.check.replace('in_', 'in').replace('is_.', 'is.')}"
        else:
            validator = (self.check.__doc__ or "").strip().split("\n")[0].rstrip(".")
        if self.weak:
            validator += "; " + ("where ungrouped, " if self.sure else "") + "with words that announce it"
        return Rule(self.name, self.entity, self.finds, validator, self.region, "low", self.source)


def _never(_: str) -> bool:
    return False


@lru_cache
def _stdnum(module: str) -> Callable[[str], bool]:
    is_valid: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return is_valid


_DIGITS = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[A-Za-z]")


def skeleton(text: str) -> str:
    """The shape of a piece of text: 9 for each digit, A for each letter."""
    return _DIGITS.sub("9", _LETTERS.sub("A", text))


class Forms:
    """Many forms, found by shape."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.all: Sequence[Form] = tuple(forms)
        self._exact: dict[str, list[tuple[Form, bool]]] = {}
        self._mixed: dict[str, list[tuple[re.Pattern[str], Form, bool]]] = {}
        for form in self.all:
            shapes = [(shape, True) for shape in form.sure.split("|")] + [(shape, False) for shape in form.weak.split("|")]
            for shape, sure in shapes:
                if not shape:
                    continue
                if "*" in shape:
                    pattern = re.compile("".join("[9A]" if c == "*" else re.escape(c) for c in shape))
                    self._mixed.setdefault(_outline(shape), []).append((pattern, form, sure))
                else:
                    self._exact.setdefault(shape, []).append((form, sure))
        self.of = lru_cache(maxsize=1 << 12)(self._of)
        self._words = lru_cache(maxsize=1 << 10)(self._words_of)

    def _of(self, shape: str) -> tuple[tuple[Form, bool], ...]:
        """The forms that are written so, and whether the shape is a sure one: these come first."""
        mixed = [(form, sure) for pattern, form, sure in self._mixed.get(_outline(shape), ()) if pattern.fullmatch(shape)]
        return tuple(sorted(self._exact.get(shape, []) + mixed, key=lambda found: not found[1]))

    def said(self, shape: str, around: str) -> list[Form]:
        """The forms of a shape that the words around a number announce."""
        forms = self.of(shape)
        # One question for all of them first: a shape may have twenty forms, and few words stand beside it.
        if not self._words(tuple(form.words for form, _ in forms if form.words))(around):
            return []
        return [form for form, _ in forms if form.announced(around)]

    @staticmethod
    def _words_of(words: tuple[str, ...]) -> Callable[[str], bool]:
        return any_word({word for each in words for word in each.split("|")}) if words else _never


def _outline(shape: str) -> str:
    return shape.replace("9", "*").replace("A", "*")
