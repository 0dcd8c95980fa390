"""What a run replaced, for a person to look over: counts by rule, the most frequent shapes, and values that look public.

The file holds raw values (that is what makes it useful) and so lies in the work folder, with the raw shards; nothing else does.
Memory is bounded: of shapes and values the frequent ones are kept, after Misra and Gries (1982).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_KEPT = 4_000  # shapes, and values, that are counted at a time
_SHOWN = 40
_LONGEST = 60  # characters of a value or a shape that are shown
_PUBLIC = 5  # a value that so many users have is likely no one's
_RUN = re.compile(r"[A-Z]+|[a-z]+|[^\W\d_]+")


def shape(text: str) -> str:
    """How a value looks, without what it says: `Aa Aa`, `a.a@a.a`, `+99 999 9999`."""
    return re.sub(r"\d", "9", _RUN.sub(lambda run: "A" if run[0][0].isupper() else "a", text))[:_LONGEST]


@dataclass
class Review:
    """What was replaced. rules: (entity, rule) -> times; shapes: (entity, shape) -> times; values: (entity, rule, value) ->
    how many users' documents hold it."""

    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    shapes: Counter[tuple[str, str]] = field(default_factory=Counter)
    values: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _latest: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def add(self, entity: str, rule: str, value: str, owner: str) -> None:
        """Counts one replacement. owner: whose document it stands in; those of one owner come one after the other."""
        self.rules[entity, rule] += 1
        self.shapes[entity, shape(value)] += 1
        if not rule.startswith("known-value"):
            key = (entity, rule, value[:_LONGEST])
            if self._latest.get(key) != owner:
                self._latest[key] = owner
                self.values[key] += 1
        if len(self.shapes) > 2 * _KEPT:
            _thin(self.shapes)
        if len(self.values) > 2 * _KEPT:
            _thin(self.values)
            self._latest = {key: owner for key, owner in self._latest.items() if key in self.values}

    def merge(self, others: Iterable["Review"]) -> None:
        """Takes in the reviews of other shards."""
        for other in others:
            self.rules.update(other.rules)
            self.shapes.update(other.shapes)
            self.values.update(other.values)
        _thin(self.shapes)
        _thin(self.values)

    def suggestions(self) -> list[tuple[str, str, str, int]]:
        """(entity, rule, value, users) of what many users have in common, most first: it may belong on the allow list."""
        common = [(*key, users) for key, users in self.values.items() if users >= _PUBLIC]
        return sorted(common, key=lambda row: (-row[3], row[:3]))[:_SHOWN]

    def text(self) -> str:
        """The review as Markdown."""
        parts = [
            "# What this run replaced",
            "",
            "This file holds raw values: it must not leave the work folder.",
            "",
            "## By rule",
            "",
        ]
        parts += _table(("entity", "rule", "times"), [(*key, n) for key, n in _most(self.rules, len(self.rules))])
        parts += ["", "## Most frequent shapes", "", "`A` capitals, `a` small letters, `9` a digit.", ""]
        parts += _table(("entity", "shape", "times"), [(*key, n) for key, n in _most(self.shapes, _SHOWN)])
        parts += ["", "## For the allow list?", ""]
        found = self.suggestions()
        if not found:
            return "\n".join([*parts, f"No value that a rule found stands in the documents of {_PUBLIC} users or more.", ""])
        parts += [
            f"These stand in the documents of {_PUBLIC} users or more; what is public among them can go on the allow list.",
            "",
        ]
        return "\n".join([*parts, *_table(("entity", "rule", "value", "users"), found), ""])

    def write(self, path: Path) -> None:
        """Writes the review, readable by its owner alone."""
        path.touch(mode=0o600)
        path.write_text(self.text(), encoding="utf-8", errors="replace")


def _thin(counter: Counter[tuple[str, str]] | Counter[tuple[str, str, str]]) -> None:
    """Leaves the `_KEPT` most frequent entries, and fewer where several are as frequent as the first that goes."""
    if len(counter) <= _KEPT:
        return
    ranked = counter.most_common()
    floor = ranked[_KEPT][1]
    for key, count in ranked:
        if count <= floor:
            del counter[key]


def _most(counter: Counter[tuple[str, str]], count: int) -> list[tuple[tuple[str, str], int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:count]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(_cell(str(cell)) for cell in row) + " |" for row in rows]


def _cell(text: str) -> str:
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "\\|") + "`"
