"""What differs between two trees: from their manifests, their profiles and the facts of their reports."""

from collections.abc import Iterator, Mapping
from typing import Any

from llm_assets.errors import OutputError
from llm_assets.stores.trees import Folder
from llm_assets.tree.diff import people
from llm_assets.tree.diff.streams import Pair, side_by_side
from llm_assets.tree.manifest import MANIFEST, read_entries
from llm_assets.tree.report.facts import Facts
from llm_assets.tree.report.page import REPORT
from llm_assets.tree.report.reading import read_facts, read_manifest_head
from llm_assets.tree.report.summary import REPLACED, Figures, all_figures

Difference = dict[str, Any]

_NAMED = ("dataset", "level", "key_id", "formats", "version", "settings_fingerprint", "token_counter")


def compare(first: Folder, second: Folder) -> Difference:
    """What differs between two published trees, JSON-able.

    same: whether they hold the same bytes, made with the same key and settings. head, counts, settings, figures: name -> [in
    the first, in the second] of what differs (None: not there). users, files: `came`, `went`, `changed`, `same`; users are
    None when they cannot be compared, and `why` says so.
    Raises OutputError when one is no tree of ours or is damaged.
    """
    heads = read_manifest_head(first), read_manifest_head(second)
    facts = _facts(first), _facts(second)
    why = _incomparable(heads, facts)
    common = [kind for kind in people.kinds(first) if kind in people.kinds(second)]
    if not why and not common:
        why = "the trees have no format in common that users can be read from"
    try:
        users = None if why else side_by_side(people.users(first, common[0]), people.users(second, common[0])).counts()
        files = side_by_side(_files(first), _files(second)).counts()
    except ValueError:
        raise OutputError(
            "the list of files in a manifest is damaged", where=f"{first}, {second}", remedy="Publish the tree again."
        ) from None
    one, other = facts
    return {
        "same": heads[0] == heads[1],
        "trees": [str(first), str(second)],
        "head": _changed({name: heads[0].get(name) for name in _NAMED}, {name: heads[1].get(name) for name in _NAMED}),
        "policy": [(each.get("policy") or {}).get("policy") for each in facts],
        "published": {table: [head.get(table) for head in heads] for table in ("users", "interactions")},
        "users": users,
        "why": why,
        "files": files,
        "counts": _changed(_flat(heads[0].get("counts", {})), _flat(heads[1].get("counts", {}))),
        "figures": _changed(*_figures(one, other)),
        "weaker": _changed(dict.fromkeys(one.get("weaker", ()), True), dict.fromkeys(other.get("weaker", ()), True)),
        "settings": _changed(_flat(one.get("settings", {})), _flat(other.get("settings", {}))),
        "reports": [bool(each) for each in facts],
    }


def _facts(tree: Folder) -> Facts:
    """The facts of a tree; none when it was made before there were reports."""
    return read_facts(tree) if (tree / REPORT).exists() else {}


def _figures(one: Facts, other: Facts) -> tuple[Figures, Figures]:
    """The figures of both; a kind that one of them never replaced was replaced no time there."""
    figures = all_figures(one), all_figures(other)
    kinds = sorted(name for name in {*figures[0], *figures[1]} if name.startswith(REPLACED))
    replaced = [dict.fromkeys(kinds, 0) if facts else {} for facts in (one, other)]
    return {**replaced[0], **figures[0]}, {**replaced[1], **figures[1]}


def _incomparable(heads: tuple[Facts, Facts], facts: tuple[Facts, Facts]) -> str:
    """Why the pseudonyms of two trees have nothing in common; empty when they have."""
    one, other = heads
    if one["key_id"] != other["key_id"]:
        return "the trees were made with different keys, so that the same person has another pseudonym in each"
    if one["level"] != other["level"]:
        return "the trees are of different levels, so that the same person has another pseudonym in each"
    linked = [each.get("settings", {}).get("privacy", {}).get("link_datasets") for each in facts]
    if one["dataset"] != other["dataset"] and not all(linked):
        return "the trees are of different datasets, so that the same person has another pseudonym in each"
    return ""


def _files(tree: Folder) -> Iterator[Pair]:
    return ((entry.path, entry.sha256) for entry in read_entries(tree / MANIFEST))


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested mappings as one, its names joined by dots."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{before}{name}."))
        else:
            flat[f"{before}{name}"] = value
    return flat


def _changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, list[Any]]:
    names = dict.fromkeys((*one, *other))
    return {name: [one.get(name), other.get(name)] for name in names if one.get(name) != other.get(name)}
