"""What stands in each split: figures for the manifest and the card, and the paths that a loader finds it by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llm_assets.tree.plan import PARTS, FormatPlan, TreePlan, file_part
from llm_assets.tree.portions import Written

Figures = dict[str, dict[str, Any]]
_LINES = ".jsonl"
Files = tuple[tuple[str, tuple[str, ...]], ...]  # (split, globs)


@dataclass(frozen=True, slots=True)
class Config:
    """One configuration of the card's header, as `datasets.load_dataset(tree, name)` reads it: a part of a format."""

    name: str
    files: Files
    made: FormatPlan
    part: str


def group_of(made: FormatPlan, part: str, split: str) -> str:
    """The name of a sequence of files that are sorted by path: all documents of a format, or its records of one part."""
    return made.name if made.layout == "document" else "-".join(filter(None, (made.name, part, split)))


def split_figures(plan: TreePlan, done: Sequence[Written]) -> Figures:
    """split -> share, users, interactions, and by format `records` (documents) and `tokens`; empty where there are none."""
    records, tokens = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each in done:
        for split, (pieces, size) in each.splits.items():
            records[each.group, split] += pieces
            tokens[each.group, split] += size

    def sums(found: Counter[tuple[str, str]], split: str) -> dict[str, int]:
        groups = {made.name: {group_of(made, part, split) for part in made.parts} for made in plan.formats}
        return {name: sum(found[group, split] for group in each) for name, each in groups.items()}

    return {
        split: {
            "share": plan.splits["shares"][split],
            "users": plan.splits["users"][split],
            "interactions": plan.splits["interactions"][split],
            "records": sums(records, split),
            "tokens": sums(tokens, split),
        }
        for split in (plan.split_names if plan.splits else ())
    }


def configs(plan: TreePlan, done: Sequence[Written]) -> list[Config]:
    """The configurations of a tree, the default one first.

    A split of which nothing was written is left out, for a loader fails on a path that matches no file; so are Parquet
    files beside lines of JSON: `datasets` reads all files that a card names as those of its first configuration.
    """
    written = {each.group for each in done if each.files}
    found = []
    for made in [made for made in plan.formats if made.layout == "records"]:
        found += [Config(plan.table_name(made, part), _files(plan, made, (part,), written), made, part) for part in PARTS]
    lines = [made for made in plan.formats if made.layout == "lines" and any(made.pieces.values())]
    if plan.splits:
        found += [Config(made.name, _files(plan, made, made.parts, written), made, made.name) for made in lines]
    else:
        found += [Config(made.name, (("train", (f"{made.folder}/*{made.extension}",)),), made, made.name) for made in lines]
    if plan.index is not None:
        each = ((split, (f"{plan.index.folder}/{split}-*{plan.index.extension}",)) for split in plan.index.pieces)
        found.append(Config(plan.index.name, tuple(each), plan.index, plan.index.name))
    found = [config for config in found if config.files]
    kinds = [config.made.extension for config in found]
    return [config for config in found if config.made.extension == (_LINES if _LINES in kinds else kinds[0])]


def _files(plan: TreePlan, made: FormatPlan, parts: Sequence[str], written: set[str]) -> Files:
    found = []
    for split in plan.split_names:
        present = [part for part in parts if group_of(made, part, split) in written]
        globs = tuple(f"{made.folder}/{file_part(part, split)}-*{made.extension}" for part in present)
        found += [(split or "train", globs)] if globs else []
    return tuple(found)
