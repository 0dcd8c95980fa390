"""One way in which a known value may stand in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from llm_assets.privacy.scope import is_common

Scope = Literal["everywhere", "conversation"]

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a value may stand in a text.

    text: its words are looked for, in this order; or, when `exact` is set, the normal form that a recogniser gives.
    capitals: it counts only where every word begins with a capital.
    """

    text: str
    scope: Scope
    exact: Literal["", "email", "digits", "url", "host", "date"] = ""
    capitals: bool = False


def words_of(text: str) -> list[str]:
    """The words of a value."""
    return _WORD.findall(text)


def ordinary(words: Sequence[str]) -> bool:
    """Whether all words of a value are ordinary ones, so that only capitals make a name of them."""
    return all(map(is_common, words))
