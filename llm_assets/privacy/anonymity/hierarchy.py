"""The levels of one quasi-identifier: the classes that each step puts its values into, and what information is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.anonymity.coding import Coded, Codes
from llm_assets.privacy.anonymity.ladder import Ladder, following
from llm_assets.privacy.generalize import OTHER, coarsened
from llm_assets.settings.steps import parsed

Bits = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rung:
    """One level. of: code of the column's finest labels -> class, of which 0 is the blank one. labels: of class 1 and on.

    bits: information of a value of each class (minus the logarithm to base 2 of its share of users); entropy: its mean.
    """

    ladder: Ladder
    of: Codes
    labels: Sequence[str]
    bits: Bits
    entropy: float

    @property
    def classes(self) -> int:
        """Number of classes, with the blank one, be it empty or not."""
        return len(self.labels) + 1


@dataclass(frozen=True)
class Hierarchy:
    """The levels of one column, from its declared step to `*`. Levels that change nothing for the data at hand are left out."""

    column: str
    declared: tuple[str, ...]
    rungs: tuple[Rung, ...]

    def loss(self, level: int) -> float:
        """Share of the information of the declared values that a level loses: 0 at the first, 1 at `*`.

        Non-uniform entropy: A. Gionis and T. Tassa, k-Anonymization with Minimal Loss of Information, IEEE TKDE 21 (2009),
        after de Waal and Willenborg (1999).
        """
        whole = self.rungs[0].entropy
        return 1 - self.rungs[level].entropy / whole if whole else 0.0

    def up(self, low: int, high: int) -> Codes:
        """The class at the level `high` of each class at `low`."""
        above = np.zeros(self.rungs[low].classes, dtype=np.int32)
        above[self.rungs[low].of] = self.rungs[high].of
        return above


def first_step(declared: Sequence[str]) -> str:
    """The step at which a column is read. `top:N` needs to know how often each value is there: it is read as it is."""
    return "keep" if parsed(declared[0])[0] == "top" else declared[0]


def build_hierarchy(column: str, declared: Sequence[str], coded: Coded, *, search: bool = True) -> Hierarchy:
    """coded: read with `first_step`. search: whether there are levels above the declared one."""
    counts = np.bincount(coded.codes, minlength=len(coded.labels) + 1)
    own: Codes = np.arange(len(coded.labels) + 1, dtype=np.int32)
    rung = _rung(Ladder((first_step(declared),), (frozenset(),)), own, list(coded.labels), counts)
    if first_step(declared) != declared[0]:
        rung = _above(rung, declared[0], counts, replace=True)
    rungs, last = [rung], rung
    for step in following(declared) if search else ():
        last = _above(last, step, counts)
        if np.count_nonzero(_sizes(last.of, counts, last.classes)) < np.count_nonzero(
            _sizes(rungs[-1].of, counts, rungs[-1].classes)
        ):
            rungs.append(last)
        if last.classes <= 2:
            break
    if search:
        hidden = Ladder(last.ladder.steps, last.ladder.tops, hidden=True)
        rungs.append(_rung(hidden, np.zeros_like(own), [], counts))
    return Hierarchy(column, tuple(declared), tuple(rungs))


def held_hierarchy(
    column: str, declared: Sequence[str], coded: Coded, steps: Sequence[str], holds: Callable[[int, str], bool], *, hidden: bool
) -> Hierarchy:
    """Two levels: the declared one, and one that was chosen before, reached by `steps`.

    holds: whether the step of an index, where it is `top:N`, kept a value then; so it does now, however frequent it is.
    """
    counts = np.bincount(coded.codes, minlength=len(coded.labels) + 1)
    own: Codes = np.arange(len(coded.labels) + 1, dtype=np.int32)
    rung = _rung(Ladder((first_step(declared),), (frozenset(),)), own, list(coded.labels), counts)
    if first_step(declared) != declared[0]:
        rung = _above(rung, declared[0], counts, replace=True, holds=holds)
    last = rung
    for step in steps[1:]:
        last = _above(last, step, counts, holds=holds)
    if hidden:
        gone = Ladder(last.ladder.steps, last.ladder.tops, hidden=True)
        last = _rung(gone, np.zeros_like(own), [], counts)
    return Hierarchy(column, tuple(declared), (rung, last))


def _above(
    rung: Rung,
    step: str,
    counts: npt.NDArray[np.int64],
    *,
    replace: bool = False,
    holds: Callable[[int, str], bool] | None = None,
) -> Rung:
    """The level that a step makes of another. replace: it takes the place of its steps as well."""
    before = Ladder((), ()) if replace else rung.ladder
    sizes = _sizes(rung.of, counts, rung.classes)
    top: frozenset[str] = frozenset()
    name, limit = parsed(step)
    if name == "top" and holds is not None:
        top = frozenset(label for label in rung.labels if holds(len(before.steps), label))
    elif name == "top":
        ranked = sorted((-int(size), label) for size, label in zip(sizes[1:], rung.labels, strict=True) if label != OTHER)
        top = frozenset(label for _, label in ranked[:limit])
    made = [coarsened(label, step, top) for label in rung.labels]
    labels = sorted({label for label in made if label is not None})
    ids = {label: place for place, label in enumerate(labels, 1)}
    up = np.array([0, *(0 if label is None else ids[label] for label in made)], dtype=np.int32)
    return _rung(Ladder((*before.steps, step), (*before.tops, top)), up[rung.of], labels, counts)


def _rung(ladder: Ladder, of: Codes, labels: Sequence[str], counts: npt.NDArray[np.int64]) -> Rung:
    sizes = _sizes(of, counts, len(labels) + 1)
    shares = sizes / max(int(sizes.sum()), 1)
    bits = -np.log2(shares, where=shares > 0, out=np.zeros_like(shares))
    return Rung(ladder, of, labels, bits, float(shares @ bits))


def _sizes(of: Codes, counts: npt.NDArray[np.int64], classes: int) -> npt.NDArray[np.float64]:
    return np.bincount(of, weights=counts, minlength=classes).astype(np.float64)
