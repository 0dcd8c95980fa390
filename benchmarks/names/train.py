"""Makes the name tagger: word lists, weights of both stages, thresholds.

    python -m benchmarks.names.train --data ../shared/data/names_train --out llm_assets/privacy/names [--sentences 60000]

The same data and seed give the same files, to the byte. Method: logistic regression by AdaGrad (Duchi et al. 2011) on each
stage; stage 2 learns from scores that stage 1 gives to texts that it has not seen (five folds).
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from benchmarks.names import lists
from benchmarks.names.data import Marked, dressed, read
from benchmarks.names.templates import _PLACE, sentence, templates
from llm_assets.privacy.names import scores
from llm_assets.privacy.names.features import BITS, COUNT, extracted
from llm_assets.privacy.names.lists import COMMON, FIRST, LAST, Table
from llm_assets.privacy.names.tagger import Seen
from llm_assets.privacy.view import View

_FOLDS = 5
_LIMITS = (1.2, 0.5, 1.2)


def seen_texts(texts: Sequence[Marked], table: Table) -> tuple[Seen, np.ndarray, np.ndarray]:
    """(words as the model sees them, bytes of the view, whether each word is of a name)."""
    view = View([marked.text for marked in texts])
    seen = Seen.of(view, table)
    inside = np.zeros(len(view.joined) + 1, dtype=np.bool_)
    for begin, marked in zip(view.begin.tolist(), texts, strict=True):
        for start, end in marked.names:
            inside[begin + start : begin + end] = True
    return seen, view.pattern, inside[view.start[seen.first]]


@njit(cache=True)
def _hidden(flags: Any, labels: Any, listed: int, chance: Any, share: float) -> None:
    """Takes listed words off their lists now and then, so that the model learns to do without."""
    for index in range(len(flags)):
        if chance[index] < share and labels[index]:
            flags[index] &= ~listed


@njit(cache=True)
def _learn(
    order: Any, taken: Any, hashes: Any, shape: Any, flags: Any, left: Any, line: Any, size: Any, pattern: Any,
    first: Any, end: Any, labels: Any, weights: Any, squares: Any, rate: float, drop: Any,
) -> None:  # fmt: skip
    places = np.empty(COUNT, dtype=np.int64)
    for step in range(len(order)):
        index = order[step]
        if not taken[index]:
            continue
        extracted(index, hashes, shape, flags, left, line, size, pattern, first, end, places)
        total = 0.0
        # One word in eight is learnt without itself: by its neighbours, shape and ending.
        bare = drop[step] < 0.12
        for feature in range(COUNT):
            if not (bare and (feature == 1 or feature == 6 or feature == 7)):
                total += weights[places[feature]]
        error = 1.0 / (1.0 + np.exp(-total)) - labels[index]
        for feature in range(COUNT):
            if not (bare and (feature == 1 or feature == 6 or feature == 7)):
                place = places[feature]
                squares[place] += error * error
                weights[place] -= rate * error / np.sqrt(squares[place]) + 2e-7 * weights[place]


@njit(cache=True)
def _learn_second(
    order: Any,
    one: Any,
    best: Any,
    shape: Any,
    flags: Any,
    left: Any,
    line: Any,
    size: Any,
    labels: Any,
    weights: Any,
    squares: Any,
    rate: float,
) -> None:
    places = np.empty(scores.SECOND, dtype=np.int64)
    for step in range(len(order)):
        index = order[step]
        if one[index] <= scores.ABSENT:
            continue
        scores.second_places(index, one, best, shape, flags, left, line, size, places)
        total = 0.0
        for place in places:
            total += weights[place]
        error = 1.0 / (1.0 + np.exp(-total)) - labels[index]
        for place in places:
            squares[place] += error * error
            weights[place] -= rate * error / np.sqrt(squares[place])


def stage_one(texts: Sequence[Marked], table: Table, seed: int, passes: int = 4) -> np.ndarray:
    """Weights of stage 1, as floats."""
    seen, pattern, labels = seen_texts(texts, table)
    source = np.random.default_rng(seed)
    weights, squares = np.zeros(1 << BITS, dtype=np.float32), np.full(1 << BITS, 1e-3, dtype=np.float32)
    for _ in range(passes):
        flags = seen.flags.copy()
        _hidden(flags, labels, FIRST | LAST, source.random(len(labels)), 0.2)
        order = source.permutation(len(labels))
        _learn(
            order, seen.taken, seen.hashes, seen.shape, flags, seen.left, seen.line, seen.size, pattern, seen.first, seen.end,
            labels, weights, squares, 0.08, source.random(len(labels)),
        )  # fmt: skip
    return weights


def first_scores(seen: Seen, pattern: np.ndarray, weights: np.ndarray, scale: float) -> np.ndarray:
    """Scores of stage 1."""
    out = np.empty(len(seen.hashes), dtype=np.float32)
    scores.first_scores(
        seen.taken, seen.hashes, seen.shape, seen.flags, seen.left, seen.line, seen.size, pattern, seen.first, seen.end,
        weights, scale, out,
    )  # fmt: skip
    return out


def stage_two(texts: Sequence[Marked], table: Table, seed: int) -> np.ndarray:
    """Weights of stage 2, from scores of models that have not seen the text."""
    weights, squares = (
        np.zeros(1 << scores.SECOND_BITS, dtype=np.float32),
        np.full(1 << scores.SECOND_BITS, 1e-2, dtype=np.float32),
    )
    source = np.random.default_rng(seed)
    parts = []
    for fold in range(_FOLDS):
        others = [marked for index, marked in enumerate(texts) if index % _FOLDS != fold]
        own = [marked for index, marked in enumerate(texts) if index % _FOLDS == fold]
        small, scale = quantised(stage_one(others, table, seed + fold, passes=3))
        seen, pattern, labels = seen_texts(own, table)
        one = first_scores(seen, pattern, small, scale)
        best = np.empty(len(one), dtype=np.float32)
        scores.best_in_text(seen.hashes, seen.text, one, best)
        parts.append((seen, one, best, labels))
    for _ in range(4):
        for seen, one, best, labels in parts:
            order = source.permutation(len(labels))
            _learn_second(
                order, one, best, seen.shape, seen.flags, seen.left, seen.line, seen.size, labels, weights, squares, 0.05
            )
    return weights


def quantised(weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights as integers of eight bits, and what one of them is worth."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.999) / 127) if weights.any() else 1.0
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), scale


def lists_of(texts: Sequence[Marked]) -> tuple[np.ndarray, np.ndarray]:
    """The word lists, with what is ordinary in the texts: words that stand in small letters outside names."""
    hashes, flags = lists.build()
    known = dict(zip(hashes.tolist(), flags.tolist(), strict=True))
    for given, least in ((texts, 2), ([Marked(_PLACE.sub(" ", template), ()) for template in templates()], 1)):
        seen, _, labels = seen_texts(given, Table.of(hashes, flags))
        ordinary, counts = np.unique(seen.hashes[(seen.shape == 1) & ~labels], return_counts=True)
        for word, count in zip(ordinary.tolist(), counts.tolist(), strict=True):
            # Once is enough for a word that would pass for a name.
            if count >= least or word in known:
                known[word] = known.get(word, 0) | COMMON
    sorted_words = sorted(known)
    return np.array(sorted_words, dtype=np.uint64), np.array([known[word] for word in sorted_words], dtype=np.uint8)


def main() -> None:
    """Reads the data, learns, and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=11)
    wanted = parser.parse_args()
    source = random.Random(wanted.seed)
    real = [marked for name, texts in sorted(read(wanted.data).items()) for marked in texts]
    hashes, flags = lists_of(real)
    table = Table.of(hashes, flags)
    texts = [*dressed(source, real), *(sentence(source) for _ in range(wanted.sentences))]
    source.shuffle(texts)
    small, scale = quantised(stage_one(texts, table, wanted.seed))
    second = stage_two(texts, table, wanted.seed)
    wanted.out.mkdir(parents=True, exist_ok=True)
    steps = np.diff(hashes, prepend=np.uint64(0))
    np.savez_compressed(wanted.out / "lists.npz", steps=steps, flags=flags)
    np.savez_compressed(
        wanted.out / "weights.npz", weights=small, scale=np.float32(scale), second=second.astype(np.float16).astype(np.float32),
        limits=np.array(_LIMITS, dtype=np.float32),
    )  # fmt: skip
    sizes = {name: (wanted.out / name).stat().st_size for name in ("lists.npz", "weights.npz")}
    print(json.dumps({"texts": len(texts), "listed": len(hashes), "bytes": sizes}))


if __name__ == "__main__":
    main()
