"""Whether a rejected row concerns someone erased: it holds an id of the list, or a value of the person, however it is cut."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

ERASED_VALUES = "erased.parquet"  # of the stage `raw`: the values of erased people, as `values.parquet` has those of the others

_WORD = re.compile(r"\w+")
_CELL = re.compile(r"[^\s,;|\"'{}\[\]]+")
_Words = tuple[str, ...]


class Mentions:
    """Looks for erased people in the data of a row.

    listed: whether an id is on the list. values: Parquet file of the values of the people who are still in the source. Rows
    that cannot be parsed are looked through as text: better one row too many than one too few.
    """

    def __init__(self, listed: Callable[[str], bool], values: Path) -> None:
        self._listed = listed
        self._by_word: dict[str, set[_Words]] = {}
        self._odd: set[str] = set()  # without a single letter or digit
        for value in pq.read_table(values, columns=["value"]).column(0).to_pylist():
            words = _words(value)
            if words:
                self._by_word.setdefault(words[0], set()).add(words)
            elif value.strip():
                self._odd.add(value)

    def stand_in(self, data: Any) -> bool:
        """Whether the data of a row (cells by column, or raw text) concern someone erased."""
        text = data if isinstance(data, str) else orjson.dumps(data).decode()
        cells = [str(cell) for cell in data.values()] if isinstance(data, dict) else []
        if any(map(self._listed, {*cells, *_CELL.findall(text)})) or any(value in text for value in self._odd):
            return True
        words = _words(" ".join(cells) or text)
        return any(
            words[place : place + len(value)] == value
            for place, word in enumerate(words)
            for value in self._by_word.get(word, ())
        )


def _words(text: str) -> _Words:
    return tuple(_WORD.findall(text.casefold()))
