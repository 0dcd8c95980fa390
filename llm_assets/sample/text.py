"""A text made of pieces, each of which knows what it is: so the true spans are known and never searched for.

What does not belong here: where the values come from (`slots`), what is said (`phrases_*`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_SLOT = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text.

    entity: what kind of personal data it is (entity names of the privacy settings), or None.
    value_of: id of the user in whose row the value stands (perhaps written otherwise), or None when it is in no row.
    looks_like: for near-misses, the entity that it might be mistaken for.
    """

    text: str
    entity: str | None = None
    value_of: str | None = None
    looks_like: str | None = None


class Text:
    """An immutable sequence of pieces. Offsets are code points of `str(text)`."""

    def __init__(self, *pieces: Piece) -> None:
        self.pieces = tuple(piece for piece in pieces if piece.text)

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __add__(self, other: "Text | str") -> "Text":
        return Text(*self.pieces, *(other.pieces if isinstance(other, Text) else (Piece(other),)))

    def map(self, change: Callable[[Piece], Iterable[Piece]]) -> "Text":
        """Replaces every piece by the pieces that `change` makes of it."""
        return Text(*(new for piece in self.pieces for new in change(piece)))

    def marks(self) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        """The spans (`start`, `end`, `entity`, `value_of`) and the decoys (`start`, `end`, `looks_like`), each in order."""
        spans: list[dict[str, object]] = []
        decoys: list[dict[str, object]] = []
        start = 0
        for piece in self.pieces:
            end = start + len(piece.text)
            if piece.entity:
                spans.append({"start": start, "end": end, "entity": piece.entity, "value_of": piece.value_of})
            elif piece.looks_like:
                decoys.append({"start": start, "end": end, "looks_like": piece.looks_like})
            start = end
        return spans, decoys


def fill(template: str, slot: Callable[[str], Piece]) -> Text:
    """Makes a text of a template: `{name}` is a slot, all else (also `{{ name }}` and `{"a": 1}`) is literal."""
    parts = _SLOT.split(template)
    return Text(*(slot(part) if place % 2 else Piece(part) for place, part in enumerate(parts)))
