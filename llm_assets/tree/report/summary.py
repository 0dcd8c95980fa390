"""The facts as figures by name: what plots from run to run in Dagster's UI, and what is compared between two trees."""

from collections.abc import Iterator, Mapping
from typing import Any

from llm_assets.tree.report.facts import Facts

Figures = dict[str, int | float]
REPLACED = "replaced "  # before the kind, in the name of a figure


def risk_figures(facts: Facts) -> Figures:
    """Figures of the risk that is left, by name; those that the run did not measure are absent. Shares are of one."""
    return dict(_numbers(_risks(facts)))


def all_figures(facts: Facts) -> Figures:
    """The figures of the risk, and how often each kind was replaced."""
    replaced = facts.get("replaced", {}).get("by_entity", {})
    return {**{f"{REPLACED}{entity}": times for entity, times in replaced.items()}, **risk_figures(facts)}


def _risks(facts: Facts) -> Iterator[tuple[str, Any]]:
    anonymity, behaviour = _section(facts, "anonymity"), _section(facts, "behaviour")
    after, suppressed = anonymity.get("after") or {}, anonymity.get("suppressed") or {}
    if anonymity.get("quasi"):
        yield "smallest_group", after.get("smallest")
        yield "groups", after.get("groups")
        yield "users_in_groups_under_k", after.get("below_k")
        yield "users_singled_out_before", (anonymity.get("before") or {}).get("singled_out")
        yield "users_singled_out", after.get("singled_out")
        yield "information_loss", (anonymity.get("loss") or {}).get("value")
        yield "users_with_suppressed_values", suppressed.get("users")
        yield "suppressed_values", sum((suppressed.get("cells") or {}).values())
    for row in anonymity.get("sensitive") or ():
        for name, value in (row.get("after") or row).items():
            yield f"{name}_{row['column']}", value
    for row in behaviour.get("unicity") or ():
        yield f"unicity_{row['points']}_before", row.get("before")
        yield f"unicity_{row['points']}", row.get("after")
    for row in _section(facts, "intruder").get("attackers") or ():
        yield f"attacker_{row['name']}", row.get("linked")
        yield f"attacker_{row['name']}_guess", row.get("guess")
    for question, figures in (_section(facts, "intruder").get("wp29") or {}).items():
        yield question, (figures or {}).get("risk")
    canaries = _section(facts, "canaries")
    yield "canary_recall", _part(canaries)
    if canaries.get("planted"):
        yield "canaries_left_though_promised", canaries.get("survived_promised")
        for entity in dict.fromkeys(row["entity"] for row in canaries.get("by_entity") or ()):
            rows = [row for row in canaries["by_entity"] if row["entity"] == entity]
            total = {key: sum(row.get(key, 0) for row in rows) for key in ("planted", "removed")}
            yield f"canary_recall_{entity}", _part(total)


def _part(row: Mapping[str, Any]) -> float | None:
    """The share of what was planted that was removed."""
    planted, removed = row.get("planted"), row.get("removed")
    return removed / planted if planted and removed is not None else None


def _section(facts: Facts, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = facts.get(name) or {}
    return found


def _numbers(pairs: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, int | float]]:
    for name, value in pairs:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield name, round(value, 4)
