"""Groups of users who share all quasi-identifiers: the levels that are published, and the values that are blanked.

k-anonymity: P. Samarati and L. Sweeney, Protecting Privacy when Disclosing Information (1998). At level high it is enforced, by
the levels of the last release while they still do, else by a search. At the other levels groups are only counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.coding import Coded, read_coded
from llm_assets.privacy.anonymity.criteria import Criteria
from llm_assets.privacy.anonymity.diversity import Sensitive, sensitive_column
from llm_assets.privacy.anonymity.evidence import empty_section, section
from llm_assets.privacy.anonymity.hierarchy import Hierarchy, build_hierarchy, first_step, held_hierarchy
from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.anonymity.lattice import Lattice, build_lattice
from llm_assets.privacy.anonymity.published import group_numbers, published
from llm_assets.privacy.anonymity.released import Step, keyed
from llm_assets.privacy.anonymity.search import Found, Search, Searched
from llm_assets.privacy.generalize import generalized
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Column, Privacy


@dataclass(frozen=True)
class Groups:
    """What becomes of quasi-identifiers.

    ladders: how far each quasi-identifying or sensitive column is coarsened. quasi: names of the columns of `blanks`.
    blanks: (users, columns), which values are blanked; left_out: by ordinal, users that are not published at all.
    numbers: by ordinal, the keyed number of the user's published values. evidence: the section, plain and JSON-able.
    """

    ladders: Mapping[str, Ladder]
    quasi: tuple[str, ...]
    blanks: npt.NDArray[np.bool_]
    left_out: npt.NDArray[np.bool_]
    numbers: npt.NDArray[np.uint64]
    evidence: Mapping[str, Any]


def form_groups(
    users: Sequence[Path],
    columns: Mapping[str, Column],
    level: str,
    privacy: Privacy,
    key: Key,
    kept: Mapping[str, Step] | None = None,
) -> Groups:
    """users: the Parquet files of all shards, in order. columns: those of the table of users.

    kept: the levels of the last release, where they were chosen under the same conditions.
    """
    declared = {name: column.generalize if level != "low" else ["keep"] for name, column in columns.items()}
    quasi = [name for name, column in columns.items() if column.role == "quasi"]
    ladders, sensitive = _sensitive(users, columns, declared)
    raw = np.zeros(sum(pq.read_metadata(path).num_rows for path in users), dtype=np.uint64)
    coded = {name: _coded(users, name, declared[name], raw) for name in quasi}
    if not quasi or not len(raw):
        ladders |= {name: Ladder((declared[name][0],), (frozenset(),)) for name in quasi}
        nothing = np.zeros((len(raw), len(quasi)), dtype=bool)
        nobody, numbers = np.zeros(len(raw), dtype=bool), np.zeros(len(raw), dtype=np.uint64)
        return Groups(ladders, tuple(quasi), nothing, nobody, numbers, empty_section(len(raw), quasi, privacy))
    chosen = _chosen(coded, declared, sensitive, level, privacy, kept, key)
    lattice, found = chosen.lattice, chosen.found
    made = published(lattice, found, whole=privacy.suppress == "user")
    ladders |= {each.column: each.rungs[step].ladder for each, step in zip(lattice.hierarchies, found.node, strict=True)}
    evidence = section(
        lattice, found, made, raw, privacy, sensitive, searched=chosen.searched, kept=chosen.kept, missed=chosen.missed
    )
    numbers = group_numbers(made, lattice.hierarchies, found, key)
    return Groups(ladders, tuple(quasi), made.blanks.T, made.left_out, numbers, evidence)


def _coded(users: Sequence[Path], name: str, declared: Sequence[str], raw: npt.NDArray[np.uint64] | None = None) -> Coded:
    step = first_step(declared)
    return read_coded(users, name, lambda value: generalized(value, step), raw)


def _sensitive(
    users: Sequence[Path], columns: Mapping[str, Column], declared: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Ladder], list[Sensitive]]:
    """The sensitive columns as they are published, by their declared step alone."""
    ladders, found = {}, []
    for name in (name for name, column in columns.items() if column.role == "sensitive"):
        coded = _coded(users, name, declared[name])
        rung = build_hierarchy(name, declared[name], coded, search=False).rungs[0]
        ladders[name] = rung.ladder
        found.append(sensitive_column(name, declared[name][0], Coded(rung.labels, rung.of[coded.codes])))
    return ladders, found


@dataclass(frozen=True)
class _Chosen:
    """kept: the levels are those of the last release. missed: thresholds that no levels can meet."""

    lattice: Lattice
    found: Found
    searched: Searched | None
    missed: tuple[str, ...]
    kept: bool = False


def _chosen(
    coded: Mapping[str, Coded],
    declared: Mapping[str, Sequence[str]],
    sensitive: Sequence[Sensitive],
    level: str,
    privacy: Privacy,
    kept: Mapping[str, Step] | None,
    key: Key,
) -> _Chosen:
    codes = [each.codes for each in coded.values()]
    high, whole = level == "high", privacy.suppress == "user"
    limit = privacy.max_suppressed * len(codes[0])
    wanted = Criteria(privacy.min_group_size, privacy.min_distinct_l, privacy.min_entropy_l, privacy.max_t)
    if not (high and wanted.of_values):
        sensitive = ()  # counting them at every node costs more than all else
    lattice = build_lattice(
        [build_hierarchy(name, declared[name], each, search=high) for name, each in coded.items()], codes, sensitive
    )
    if not high:
        nothing = Search(lattice, Criteria(k=1), limit, whole=False)
        return _Chosen(lattice, nothing.look((0,) * len(codes)), None, ())
    top = lattice.at(tuple(levels - 1 for levels in lattice.shape))
    criteria, missed = wanted.reachable(top.sizes, top.pairs)
    if kept is not None and set(kept) == set(coded):
        held = build_lattice(_held(coded, declared, kept, key), codes, sensitive)
        found = Search(held, criteria, limit, whole=whole).look((1,) * len(codes))
        if found.within and found.plan.met:
            return _Chosen(held, found, None, missed, kept=True)
    searched = Search(lattice, criteria, limit, whole=whole).run()
    return _Chosen(lattice, searched.found, searched, missed)


def _held(
    coded: Mapping[str, Coded], declared: Mapping[str, Sequence[str]], kept: Mapping[str, Step], key: Key
) -> list[Hierarchy]:
    hierarchies = []
    for name, each in coded.items():
        step = kept[name]
        tops = step.tops

        def holds(index: int, value: str, tops: Sequence[frozenset[str]] = tops) -> bool:
            return f"{keyed(key, 'top', value):016x}" in tops[index]

        hierarchies.append(held_hierarchy(name, declared[name], each, step.steps, holds, hidden=step.hidden))
    return hierarchies
