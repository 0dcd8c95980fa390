"""Scores of `init` on the labelled columns: `python -m benchmarks.columns [--wrong]` prints a Markdown table.

Half of the tables (by a hash of their names) were looked at while the words and rules were made; the other half never.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.columns.values import KINDS, ROWS, Maker
from llm_assets.classify.sample import Sample
from llm_assets.classify.tables import Proposal, propose


@dataclass(frozen=True)
class Judged:
    """One column: what is right and what was told."""

    table: str
    header: str
    right: str
    told: str
    entity: str | None
    told_entity: str | None

    @property
    def unseen(self) -> bool:
        return hashlib.sha256(self.table.encode()).digest()[0] % 2 == 1


def judged() -> Iterator[Judged]:
    """All labelled columns, with what is told of them."""
    for text in Path(__file__).with_name("tables.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        head, line = text.strip().split("\n")
        name, table, locale = (part.strip() for part in head.split("|"))
        yield from _table(name, table, locale, [part.strip() for part in line.split(";")])


def _table(name: str, table: str, locale: str, columns: list[str]) -> Iterator[Judged]:
    maker, labels, cells = Maker(name, locale), {}, {}
    for column in columns:
        header, _, rest = column.partition(" = ")
        kind, _, role = (part.strip() for part in rest.partition(" > "))
        labels[header] = (role or KINDS[kind].role, KINDS[kind].entity)
        cells[header] = maker.cells(KINDS[kind], ROWS)
    sample = Sample(name, "users" if table == "users" else "interactions", cells)
    told = _told(sample, maker)
    for header, (role, entity) in labels.items():
        found, kind = told.get(header, ("none", None))
        yield Judged(name, header, role, found, entity if role == "direct" else None, kind)


def _told(sample: Sample, maker: Maker) -> dict[str, tuple[str, str | None]]:
    """Roles by header; the other table holds the ids alone."""
    if sample.table == "users":
        first, _ = propose(sample, None, Path())
        return _roles(first)
    owners = Sample("owners", "users", {"key": list(maker.owners)})
    _, second = propose(owners, sample, Path(), keys={"key": set(maker.owners)})
    return _roles(second)


def _roles(proposal: Proposal | None) -> dict[str, tuple[str, str | None]]:
    if proposal is None:
        return {}
    return {proposal.key: ("id", None)} | {name: (each.role, each.entity) for name, each in proposal.columns.items()}


def scores(columns: list[Judged]) -> dict[str, tuple[int, float, float, float]]:
    """Role -> number, precision, recall, F1."""
    right, told = Counter(each.right for each in columns), Counter(each.told for each in columns)
    both = Counter(each.right for each in columns if each.right == each.told)
    found = {}
    for role in sorted(right):
        precision, recall = both[role] / max(told[role], 1), both[role] / right[role]
        found[role] = (right[role], precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))
    return found


def macro_f1(columns: list[Judged]) -> float:
    """Mean F1 over the roles."""
    each = scores(columns)
    return sum(row[3] for row in each.values()) / len(each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what was told wrongly, of the half that may be looked at")
    arguments = parser.parse_args()
    columns = list(judged())
    print(f"{len(columns)} columns of {len({each.table for each in columns})} tables\n")
    print("| role | columns | precision | recall | F1 | F1, unseen half |\n|---|---|---|---|---|---|")
    unseen = [each for each in columns if each.unseen]
    other = scores(unseen)
    for role, (count, precision, recall, f1) in scores(columns).items():
        print(
            f"| {role} | {count} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {other[role][3] if role in other else 0:.3f} |"
        )
    print(f"| **macro** | {len(columns)} | | | **{macro_f1(columns):.3f}** | **{macro_f1(unseen):.3f}** ({len(unseen)}) |")
    direct = [each for each in columns if each.right == each.told == "direct"]
    print(f"\nkind of identifier right: {sum(each.entity == each.told_entity for each in direct)} of {len(direct)}")
    if arguments.wrong:
        for each in columns:
            if each.right != each.told and not each.unseen:
                print(f"{each.table}: {each.header} is {each.right}, told {each.told}")


if __name__ == "__main__":
    main()
