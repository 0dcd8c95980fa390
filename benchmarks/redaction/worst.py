"""Looks for the text that costs the redactor the most time per KB, and tells whether the time is linear in the length.

    python -m benchmarks.redaction.worst [--seconds 120] [--size 4000] [--seed 1] [--adversarial ../shared/data/adversarial]

A text is a unit of pieces (`benchmarks.redaction.pieces`), written again and again. Units are drawn at random and grown from
the worst ones: a piece is put in, taken out, changed, doubled, or two units are joined. The worst ones are then written at
2 KB to 1 MB: their cost per KB says whether the time is linear. Time is of this process; the mean is that of ordinary messages
(`benchmarks.texts`).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.redaction.pieces import PIECES, written
from benchmarks.texts import messages
from llm_assets.privacy import Redactor

Unit = tuple[str, ...]
_KEPT = 24
_SIZES = (2_000, 8_000, 32_000, 128_000, 512_000, 1_000_000)
_LONGEST = 14  # pieces of a unit


class Search:
    """The worst units so far. known: whether the redactor knows values too, which every word is looked up among."""

    def __init__(self, seed: int, size: int, *, known: bool) -> None:
        self._source, self._size = random.Random(seed), size
        values = {"PERSON": ["Anna Smith", "Li Wei", "Анна Жук"], "PHONE": ["+49 30 1234567"], "USERNAME": ["anna_s"]}
        self._redactor = Redactor(key="benchmark " * 4, known_values=values if known else None)
        self.worst: list[tuple[float, Unit]] = []
        self.tried = 0

    def mean(self) -> float:
        """Microseconds per KB of ordinary messages."""
        ordinary = messages(600)
        self._redactor.redact(ordinary[:100])
        begin = time.process_time()
        self._redactor.redact(ordinary)
        return (time.process_time() - begin) * 1e6 / (sum(map(len, ordinary)) / 1024)

    def cost(self, text: str, times: int = 2) -> float:
        """Microseconds per KB (UTF-8) that a text takes; the best of some times, for the machine has other work too."""
        taken = []
        for _ in range(times):
            begin = time.process_time()
            self._redactor.redact([text])
            taken.append(time.process_time() - begin)
        return min(taken) * 1e6 / (len(text.encode("utf-8", "surrogatepass")) / 1024)

    def step(self, given: Unit | None = None) -> None:
        """Tries one unit, and keeps it when it is among the worst of its kind."""
        unit = given or self._unit()
        if not "".join(unit):
            return
        cost = self.cost(self.text(unit, self._size), times=1)
        self.tried += 1
        if len(self.worst) == _KEPT and cost < self.worst[-1][0]:
            return
        cost = min(cost, self.cost(self.text(unit, self._size)))
        # One of a family is enough: else all the worst are the same text.
        family = frozenset(unit)
        alike = [row for row in self.worst if len(family & frozenset(row[1])) * 2 >= len(family | frozenset(row[1]))]
        if all(cost > other for other, _ in alike):
            self.worst = sorted([row for row in self.worst if row not in alike] + [(cost, unit)], reverse=True)[:_KEPT]

    def text(self, unit: Unit, size: int) -> str:
        """The unit, written up to a size."""
        return written(random.Random(7), unit, size)

    def growth(self, unit: Unit) -> list[float]:
        """Microseconds per KB at growing sizes; stops where a text would take too long."""
        found: list[float] = []
        for size in _SIZES:
            found.append(self.cost(self.text(unit, size), times=1 if size > 100_000 else 2))
            if found[-1] * size / 1024 > 2e6:
                break
        return found

    def _unit(self) -> Unit:
        dice = self._source
        if not self.worst or dice.random() < 0.35:
            return tuple(dice.choices(PIECES, k=dice.randint(1, 6)))
        unit = list(dice.choice(self.worst)[1])
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(unit) + 1)
            move = dice.randrange(5)
            if move == 0:
                unit[place:place] = dice.choices(PIECES, k=dice.randint(1, 3))
            elif move == 1 and len(unit) > 1:
                del unit[min(place, len(unit) - 1)]
            elif move == 2:
                unit[min(place, len(unit) - 1)] = dice.choice(PIECES)
            elif move == 3:
                unit = [*unit, *dice.choice(self.worst)[1]]
            else:
                unit[place:place] = unit[max(place - 2, 0) : place]
        return tuple(unit[:_LONGEST])


def adversarial(folder: Path) -> Iterator[Unit]:
    """The strings of a folder."""
    for path in sorted(folder.glob("*.json")):
        for text in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(text, str) and text:
                yield (text.replace("§", "$"),)


def main() -> None:
    """Searches for a while, and prints the worst texts' beginnings with their cost at growing sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--size", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--known", action="store_true", help="with known values")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--adversarial", type=Path)
    wanted = parser.parse_args()
    search = Search(wanted.seed, wanted.size, known=wanted.known)
    mean = search.mean()
    for unit in adversarial(wanted.adversarial) if wanted.adversarial else ():
        search.step(unit)
    end = time.monotonic() + wanted.seconds
    while time.monotonic() < end:
        search.step()
    print(f"{search.tried} texts of {wanted.size} characters; ordinary messages take {mean:.0f} µs per KB")
    for cost, unit in search.worst[: wanted.show]:
        grown = search.growth(unit)
        print(f"{cost:8.0f} µs per KB {cost / mean:6.1f} ×  {linear(grown)}  {''.join(unit)[:90]!r}", flush=True)


def linear(costs: Sequence[float]) -> str:
    """How the cost per KB grows with the size: 1.0 is linear."""
    shown = " ".join(f"{cost:.0f}" for cost in costs)
    return f"[{shown}] grows {max(costs[2:] or costs) / min(costs[1:] or costs):4.1f}"


if __name__ == "__main__":
    main()
