"""What the values of a column are like: shares of its distinct values that have a form, and how often values recur."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from llm_assets.dataset.timestamps import seconds_of
from llm_assets.linear import compiled
from llm_assets.privacy.names.lists import COMMON, FIRST, LAST, looked_up, table
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.words import word_hash

LOOKED_AT = 400  # distinct values whose form is judged
_LETTERS = 2_000  # of a value
_FOUND_IN = 80  # distinct values that the redactor is asked about
# Times before 1990 and after 2100 are hardly times of events: a count or a code reads as an epoch number as well.
_EPOCH = 631_152_000, 4_102_444_800

_FORMS = MappingProxyType(
    {
        "integer": r"[+-]?\d{1,3}(?:[,. ]\d{3})+|[+-]?\d{1,18}",
        "number": r"(?:\p{Sc} ?|[A-Z]{3} )?[+-]?\d[\d,. ]{0,20}(?:[eE][+-]?\d{1,2})? ?(?:%|\p{Sc}|[A-Z]{3})?",
        "boolean": r"(?i)true|false|yes|no|y|n|t|f|0|1|ja|nein|oui|non|si|sí|não|on|off",
        "email": r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}|[^<>]{0,60}<[^\s@]{1,64}@[^\s@]{1,190}>",
        "url": r"(?i)(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|de|fr|es|it|nl|uk|eu|co|dev|info|me)(?:/\S*)?",
        "uuid": r"(?i)\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?",
        "ip": r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}",
        "date": "|".join(
            (
                r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d.{0,24})?",
                r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}(?:[T ,]+\d.{0,24})?",
                r"(?:[A-Z][a-z]{2,8},? )?(?:[A-Z][a-z]{2,8} \d{1,2}|\d{1,2}\.? \p{L}{3,9}),? \d{4}.{0,20}",
                r"(?:19|20)\d{6}",
            )
        ),
        "year": r"(?:18|19|20)\d\d",
        "phone": r"(?:\+|00)?[\d(][\d ()./-]{5,20}\d(?: ?(?:x|ext\.?|#) ?\d{1,6})?",
        "zip": "|".join(
            (
                r"\d{4,6}(?:-\d{3,4})?",
                r"[A-Za-z]{1,2}\d[A-Za-z0-9]? ?\d[A-Za-z]{2}",
                r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d",
                r"\d{4} ?[A-Z]{2}",
                r"[A-Z]{1,2}-\d{4,5}",
                r"\d{3} \d{2}|\d{2}-\d{3}|\d{3}-\d{4}",
            )
        ),
        "html": r"(?is).*<(?:p|br|div|a|span|ul|ol|li|b|i|em|strong|img|table|h[1-6]|html|body|pre|code)\b[^<>]*/?>.*",
        "key": r"[\w.:/+=#-]{1,128}",
        "handle": r"@?[\w.\-]{2,40}(?:#\d{4})?",
        "digits": r"[^\d]{0,4}\d[\d .\-/]*[\dA-Za-z]?",
        "base64": r"[A-Za-z0-9+/\s]{200,}={0,2}|data:[a-z]+/[^;]{1,60};base64,.*",
        "letters": r"[\p{L}\p{M}'’.\- ,]+\d{0,3}",
        "prose": r"(?s)\s*\S+(?:\s+\S+){3,}\s*",
    }
)


@dataclass(frozen=True)
class Measured:
    """A column in figures. rows: read; filled: with a value; distinct: different values; values: up to 400 of these."""

    rows: int
    filled: int
    distinct: int
    values: Sequence[str]

    @classmethod
    def of(cls, cells: Sequence[str | None]) -> "Measured":
        """The figures of the cells of a column."""
        filled = [cell for cell in cells if cell is not None and cell.strip()]
        different = list(dict.fromkeys(filled))
        # Evenly over the column: the first rows of a table are often those of its makers.
        step = max(len(different) // LOOKED_AT, 1)
        return cls(len(cells), len(filled), len(different), [value[:_LETTERS] for value in different[::step][:LOOKED_AT]])

    @property
    def share_distinct(self) -> float:
        """Different values per value: 1 where none recurs."""
        return self.distinct / self.filled if self.filled else 0.0

    @cached_property
    def length(self) -> float:
        """Mean number of characters."""
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def words(self) -> float:
        """Mean number of words."""
        return sum(len(value.split()) for value in self.values) / len(self.values) if self.values else 0.0

    def share(self, form: str) -> float:
        """The share of the values that have a form of `_FORMS`, whole."""
        return self._shared(lambda value: _form(form).fullmatch(value.strip()) is not None, form)

    def times(self) -> float:
        """The share that names a point in time, as a text or an epoch number."""
        return self._shared(_is_time, "times")

    def within(self, low: float, high: float) -> float:
        """The share that is a number between two."""
        return self._shared(lambda value: _between(value, low, high), f"within {low} {high}")

    def one_of(self, words: frozenset[str]) -> float:
        """The share whose lower-case text is one of some words."""
        return self._shared(lambda value: value.strip().casefold() in words, f"one of {hash(words)}")

    @cached_property
    def named(self) -> float:
        """The share made of listed first and last names."""
        return self._shared(_is_named, "named")

    @cached_property
    def entities(self) -> dict[str, float]:
        """Kind -> share of the values that the redactor covers whole, or nearly."""
        chosen = [value[:200] for value in self.values[:_FOUND_IN]]
        found: dict[str, int] = {}
        for value, spans in zip(chosen, _redactor().find(chosen), strict=True) if chosen else ():
            kinds = {span.entity for span in spans if span.end - span.start >= 0.8 * len(value.strip())}
            for kind in kinds:
                found[kind] = found.get(kind, 0) + 1
        return {kind: count / len(chosen) for kind, count in found.items()}

    @cached_property
    def _shares(self) -> dict[str, float]:
        return {}

    def _shared(self, test: Any, name: str) -> float:
        if name not in self._shares:
            self._shares[name] = sum(map(bool, map(test, self.values))) / len(self.values) if self.values else 0.0
        return self._shares[name]


@cache
def _form(name: str) -> Any:
    return compiled(_FORMS[name])


@cache
def _redactor() -> Redactor:
    return Redactor(level="high")


def _is_time(value: str) -> bool:
    text = value.strip()
    if _form("date").fullmatch(text):
        return True
    seconds = seconds_of(text) if _form("number").fullmatch(text) else None
    return seconds is not None and len(text.lstrip("+-")) >= 9 and _EPOCH[0] <= seconds <= _EPOCH[1]


def _between(value: str, low: float, high: float) -> bool:
    try:
        return low <= float(value.strip().replace(",", ".")) <= high
    except ValueError:
        return False


def _is_named(value: str) -> bool:
    """Half of the words, and at least one that is nothing else, are listed names."""
    words = [part.strip(".,'’()").rstrip("0123456789") for part in value.replace("-", " ").split()]
    words = [word.casefold() for word in words if len(word) > 1]
    if not words or len(words) > 6:
        return False
    hashes = np.array([word_hash(word) for word in words], dtype=np.uint64)
    flags = np.zeros(len(words), dtype=np.uint8)
    looked_up(hashes, table().keys, table().flags, flags)
    listed = (flags & (FIRST | LAST)) != 0
    return bool(listed.mean() >= 0.5 and (listed & ((flags & COMMON) == 0)).any())
