"""The name tagger: PERSON in free text, without a model to download. What it is made from and what it reaches: MODEL_CARD.md.

It looks at candidates only (`features.chosen`), in compiled loops, and never promises all names. The scores of a word depend
on its own text and on the message before, never on what else is in the batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.names import features, scores
from llm_assets.privacy.names.lists import Table, looked_up, stored, table
from llm_assets.privacy.recognisers.asked import asks_for
from llm_assets.privacy.view import View
from llm_assets.privacy.words import word_hash

_ASKED = 2.0  # log odds that a question for a name adds
_PARTICLES = (
    "de la las los del da do dos das di della van der den von zu zum bin ibn al el ben y e af av ter ten le du d l o mc st san"
).split()
_Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of a batch as the model sees them; arrays of one length. See `features.described`."""

    hashes: _Array
    first: _Array
    end: _Array
    text: _Array
    shape: _Array
    left: _Array
    line: _Array
    size: _Array
    flags: _Array
    taken: _Array

    @classmethod
    def of(cls, view: View, listed: Table) -> "Seen":
        words = view.words
        count = len(words.hash)
        flags, shape, left, line, size = (np.zeros(count, dtype=np.uint8) for _ in range(5))
        looked_up(words.hash, listed.keys, listed.flags, flags)
        features.described(view.pattern, words.first, words.end, words.text, shape, left, line, size)
        taken = np.zeros(count, dtype=np.bool_)
        features.chosen(shape, flags, left, line, size, words.first, words.end, taken)
        return cls(words.hash, words.first, words.end, words.text, shape, left, line, size, flags, taken)


@dataclass(frozen=True, slots=True)
class Model:
    """weights: of stage 1 (2^20, small integers), scale: of one of them; second: of stage 2; limits: see `scores.named`."""

    weights: _Array
    scale: float
    second: _Array
    limits: _Array

    def scored(self, seen: Seen, pattern: _Array) -> _Array:
        """Log odds of each word to be part of a name."""
        one, best, two = (np.empty(len(seen.hashes), dtype=np.float32) for _ in range(3))
        scores.first_scores(
            seen.taken, seen.hashes, seen.shape, seen.flags, seen.left, seen.line, seen.size, pattern, seen.first, seen.end,
            self.weights, self.scale, one,
        )  # fmt: skip
        scores.best_in_text(seen.hashes, seen.text, one, best)
        scores.second_scores(one, best, seen.shape, seen.flags, seen.left, seen.line, seen.size, self.second, two)
        return two


class NameTagger:
    """Finds names of people in the texts of a view."""

    def __init__(self, model: Model, listed: Table) -> None:
        self._model, self._table = model, listed
        words = np.array(sorted(word_hash(word) for word in set(_PARTICLES)), dtype=np.uint64)
        self._particles = Table.of(words, np.ones(len(words), dtype=np.uint8))

    def find(self, view: View, before: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(first, end, rule) of each name, in visible characters of the view. before: the message before each text."""
        seen = Seen.of(view, self._table)
        if not seen.taken.any():
            return
        values = self._model.scored(seen, view.pattern)
        particle = np.zeros(len(values), dtype=np.uint8)
        looked_up(seen.hashes, self._particles.keys, self._particles.flags, particle)
        bonus = np.zeros(len(before) + 1, dtype=np.float32)
        for index, message in enumerate(before) if any(before) else ():
            if message and "name" in asks_for(message):
                bonus[index] = _ASKED
        begins, stops = np.empty(len(values), dtype=np.int64), np.empty(len(values), dtype=np.int64)
        count = scores.named(
            values, seen.shape, seen.flags, seen.left, seen.line, particle, seen.text, bonus, self._model.limits,
            begins, stops,
        )  # fmt: skip
        for begin, stop in zip(seen.first[begins[:count]].tolist(), seen.end[stops[:count]].tolist(), strict=True):
            yield begin, stop, "name-tagger"


@lru_cache(maxsize=1)
def name_tagger() -> NameTagger:
    """The tagger that ships with the package, loaded once a process."""
    arrays = stored("weights.npz")
    return NameTagger(Model(arrays["weights"], float(arrays["scale"]), arrays["second"], arrays["limits"]), table())
