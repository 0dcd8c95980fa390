"""Patterns as a program of an automaton (Thompson 1968): steps that take a byte, fork, ask for the border of a word, or match.

The syntax is RE2's over bytes, as Python's own parser reads it; what cannot be matched in linear time has no step here.
"""

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]  # so named since Python 3.11; what it gives is older
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

TAKE, FORK, BORDER, MATCH = range(4)
MOST = 64  # patterns of a program: one bit of a mask each
_LIMIT = 1 << 20  # steps
_ALL = frozenset(range(256))
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_CLASSES = {
    sre.CATEGORY_DIGIT: frozenset(b"0123456789"),
    sre.CATEGORY_WORD: _WORD,
    sre.CATEGORY_SPACE: frozenset(b"\t\n\f\r "),  # RE2 leaves the vertical tab out
}
_CLASSES |= {
    sre.CATEGORY_NOT_DIGIT: _ALL - _CLASSES[sre.CATEGORY_DIGIT],
    sre.CATEGORY_NOT_WORD: _ALL - _WORD,
    sre.CATEGORY_NOT_SPACE: _ALL - _CLASSES[sre.CATEGORY_SPACE],
}
Bytes = frozenset[int]


@dataclass(frozen=True)
class Program:
    """kind: of each step; argument: the set of bytes that it takes, or the pattern that it matches; out, other: the steps
    behind it, of a fork the first is tried first; owner: the pattern that a step belongs to. entries: the first step of each
    pattern. taken: by set, the classes of bytes in it; class_of: the class of each byte; wordy, plain: whether a class is of
    words (as RE2 has them), of letters and digits. apart: the patterns that begin nowhere in the midst of letters and digits.
    """

    kind: npt.NDArray[np.uint8]
    argument: npt.NDArray[np.int32]
    out: npt.NDArray[np.int32]
    other: npt.NDArray[np.int32]
    owner: npt.NDArray[np.uint8]
    entries: npt.NDArray[np.int32]
    taken: npt.NDArray[np.bool_]
    class_of: npt.NDArray[np.uint8]
    wordy: npt.NDArray[np.bool_]
    plain: npt.NDArray[np.bool_]
    apart: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, patterns: Sequence[bytes], apart: Sequence[bool] = ()) -> "Program":
        """Of up to 64 patterns. apart: which of them begin nowhere behind a letter or a digit with another one.

        Raises ValueError for what is no pattern, or needs more than linear time.
        """
        if len(patterns) > MOST:
            raise ValueError(f"a program holds {MOST} patterns")
        writer = _Writer()
        entries = [writer.pattern(number, pattern) for number, pattern in enumerate(patterns)]
        sets = np.zeros((len(writer.sets) + 2, 256), dtype=np.bool_)
        for taken, row in writer.sets.items():
            sets[row, list(taken)] = True
        sets[-1, list(_WORD)] = sets[-2, list(_WORD - {ord("_")})] = True
        # Bytes that no set tells apart are one class: the tables of the automaton are a third of the size.
        classes, class_of = np.unique(sets, axis=1, return_inverse=True)
        steps = np.array(writer.steps, dtype=np.int32).reshape(-1, 5)
        return cls(
            steps[:, 0].astype(np.uint8),
            np.ascontiguousarray(steps[:, 1]),
            np.ascontiguousarray(steps[:, 2]),
            np.ascontiguousarray(steps[:, 3]),
            steps[:, 4].astype(np.uint8),
            np.array(entries, dtype=np.int32),
            np.ascontiguousarray(classes[:-2]),
            class_of.reshape(-1).astype(np.uint8),
            np.ascontiguousarray(classes[-1]),
            np.ascontiguousarray(classes[-2]),
            np.array(apart or [False] * len(patterns), dtype=np.bool_),
        )


class _Writer:
    """Writes the steps of patterns from their ends to their beginnings."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, int, int, int]] = []
        self.sets: dict[Bytes, int] = {}
        self._owner = 0

    def pattern(self, number: int, pattern: bytes) -> int:
        """The first step of a pattern."""
        self._owner = number
        try:
            tree = parser.parse(pattern)
        except re.error:
            raise ValueError("no pattern") from None
        return self._row(tree, self._step(MATCH, number), tree.state.flags)

    def _step(self, kind: int, argument: int, out: int = -1, other: int = -1) -> int:
        if len(self.steps) == _LIMIT:
            raise ValueError("too long a pattern")
        self.steps.append((kind, argument, out, other, self._owner))
        return len(self.steps) - 1

    def _take(self, taken: Bytes, out: int) -> int:
        return self._step(TAKE, self.sets.setdefault(taken, len(self.sets)), out)

    def _row(self, nodes: Iterable[Any], out: int, flags: int) -> int:
        for operator, value in reversed(list(nodes)):
            out = self._one(operator, value, out, flags)
        return out

    def _one(self, operator: Any, value: Any, out: int, flags: int) -> int:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = value
            return self._repeat(least, most, inner, out, flags, greedy=operator is sre.MAX_REPEAT)
        if operator is sre.SUBPATTERN:
            _, added, removed, inner = value
            return self._row(inner, out, (flags | added) & ~removed)
        if operator is sre.BRANCH:
            *ways, entry = [self._row(way, out, flags) for way in value[1]]
            for way in reversed(ways):
                entry = self._step(FORK, 0, way, entry)
            return entry
        if operator is sre.AT and value is sre.AT_BOUNDARY:
            return self._step(BORDER, 0, out)
        return self._take(_taken(operator, value, flags), out)

    def _repeat(self, least: int, most: Any, inner: Any, out: int, flags: int, *, greedy: bool) -> int:
        def fork(body: int, on: int) -> int:
            return self._step(FORK, 0, body, on) if greedy else self._step(FORK, 0, on, body)

        entry = out
        if most is sre.MAXREPEAT:
            loop = fork(-1, -1)
            body = self._row(inner, loop, flags)
            kind, argument, _, _, owner = self.steps[loop]
            self.steps[loop] = (kind, argument, *((body, out) if greedy else (out, body)), owner)
            entry, least = (body, least - 1) if least else (loop, 0)
        else:
            for _ in range(most - least):
                entry = fork(self._row(inner, entry, flags), out)
        for _ in range(least):
            entry = self._row(inner, entry, flags)
        return entry


def _taken(operator: Any, value: Any, flags: int) -> Bytes:
    """The bytes that a node takes."""
    if operator is sre.IN:
        negated = bool(value) and value[0][0] is sre.NEGATE
        taken = _folded(frozenset(chain.from_iterable(_members(*each) for each in value[negated:])), flags)
        return _ALL - taken if negated else taken
    if operator is sre.LITERAL:
        return _folded(frozenset((value,)), flags)
    if operator is sre.NOT_LITERAL:
        return _ALL - _folded(frozenset((value,)), flags)
    if operator is sre.ANY:
        return _ALL if flags & re.DOTALL else _ALL - {ord("\n")}
    raise ValueError(f"{str(operator).lower()} is not matched in linear time")


def _members(operator: Any, value: Any) -> Iterator[int]:
    if operator is sre.RANGE:
        yield from range(value[0], value[1] + 1)
    elif operator is sre.CATEGORY:
        yield from _CLASSES[value]
    else:
        yield value


def _folded(taken: Bytes, flags: int) -> Bytes:
    """With the other case of each letter of ISO 8859-1, where case does not matter."""
    if not flags & re.IGNORECASE:
        return taken
    cases = (case for byte in taken for case in (chr(byte).lower(), chr(byte).upper()))
    return taken | {ord(case) for case in cases if len(case) == 1 and ord(case) < len(_ALL)}
