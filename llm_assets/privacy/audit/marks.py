"""What would show that a canary got into the tree: its values, its pseudonyms, the codes of its tags. `safe/canaries.json`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from llm_assets.linear import compiled, escaped
from llm_assets.work import secure_open

MARKS = "canaries.json"
_SHORTEST = 8  # letters and digits of a value that is looked for
_NUMBER = 12  # of one that is a number
_MEMORY = 256 << 20  # bytes that the automaton of all values may take
_WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@dataclass(frozen=True, slots=True)
class Marks:
    """texts: values and pseudonyms, one of which is enough; tags: whole ones."""

    texts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def save(self, safe: Path) -> None:
        """Writes them into the folder of the safe stage."""
        with secure_open(safe / MARKS) as file:
            file.write(orjson.dumps({"texts": self.texts, "tags": self.tags}))

    @classmethod
    def load(cls, safe: Path) -> "Marks":
        """Those of a finished safe stage; none where canaries were off."""
        try:
            found = orjson.loads((safe / MARKS).read_bytes())
        except FileNotFoundError:
            return cls()
        return cls(tuple(found["texts"]), tuple(found["tags"]))


def searchable(values: Iterable[tuple[str, str]]) -> list[str]:
    """Of (entity, value) those that a tree holds only if they were put there: not days, postal codes and short numbers."""
    return sorted({value for entity, value in values if entity not in ("DATE", "ZIP") and _is_long(value)})


def _is_long(value: str) -> bool:
    plain = "".join(filter(str.isalnum, value))
    if plain and ord(plain[0]) >= 0x2E80:
        return False  # two characters are part of many a word
    return len(plain) >= (_NUMBER if plain.isdigit() else _SHORTEST)


def pattern(texts: Iterable[str]) -> Any:
    """One linear-time pattern for all texts, in any case, where none is a piece of a longer word or number."""
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    return compiled("|".join(map(_bordered, longest_first)), any_case=True, memory=_MEMORY)


def _bordered(text: str) -> str:
    before, after = ("\\b" if char in _WORDS else "" for char in (text[0], text[-1]))
    return f"{before}{escaped(text)}{after}"
