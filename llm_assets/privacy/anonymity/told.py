"""The section `anonymity` in sentences and in figures that plot: what the checks of `anonymized_users` say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SETTINGS = {"distinct_l": "min_distinct_l", "entropy_l": "min_entropy_l"}


@dataclass(frozen=True)
class Told:
    """passed; summary: one sentence or two; figures: numbers and names of columns, for plots."""

    passed: bool
    summary: str
    figures: Mapping[str, Any]


def group_sizes_told(section: Mapping[str, Any], level: str, suppress: str) -> Told:
    """Whether groups are as large, and as diverse, as the settings ask for."""
    k, after, suppressed, missed = section["k"], section["after"], section["suppressed"], section["missed"]
    figures = {
        "min_group_size": k,
        "k": after["smallest"],
        "groups": after["groups"],
        "users_below_k": after["below_k"],
        "loss": section["loss"]["value"],
        "suppressed_users": suppressed["users"],
        "suppressed_values": sum(suppressed["cells"].values()),
        "fully_suppressed_users": suppressed["fully"],
        **{f"suppressed_{column}": count for column, count in suppressed["cells"].items()},
        **{f"level_{each['column']}": each["chosen"] for each in section["levels"]},
        **{f"{name}_{each['column']}": value for each in section["sensitive"] for name, value in each["after"].items()},
    }
    if not section["quasi"]:
        return Told(True, "no column is declared as quasi-identifier, so nobody is counted in groups", figures)
    if not after["groups"]:
        return Told(
            not section["users"] or suppress == "user",
            "there is no user left to count; lower [privacy] min_group_size",
            figures,
        )
    summary = f"every user shares all quasi-identifiers with {after['smallest'] - 1:,} others or more"
    summary += f" ({after['groups']:,} groups, k = {k} asked for)"
    if after["smallest"] < k:
        summary = f"{after['below_k']:,} of {section['users']:,} users are in groups of fewer than {k}: "
        if level == "high":
            summary += "there are too few users for groups of that size; lower [privacy] min_group_size or drop columns"
        else:
            summary += f"level {level} only counts them; generalise more, or use level high"
        return Told(False, summary, figures)
    if missed:
        names = " and ".join(f"[privacy] {_SETTINGS[name]} = {section['thresholds'][name]:g}" for name in missed)
        summary += f"; but {names} cannot be had: all users together have too few different values in a sensitive column"
        return Told(False, f"{summary}. Lower it, or drop the column", figures)
    return Told(True, summary + _cost(section, suppressed) + _sensitive(section), figures)


def _cost(section: Mapping[str, Any], suppressed: Mapping[str, Any]) -> str:
    coarser = [f"{each['column']} {each['chosen']}" for each in section["levels"] if each["loss"] > 0]
    text = (
        f"; {section['loss']['value']:.0%} of the information of the declared values is lost"
        if section["loss"]["value"]
        else ""
    )
    if coarser:
        text += f" (levels: {', '.join(coarser)})"
    if suppressed["left_out"]:
        text += f"; {suppressed['left_out']:,} users were left out"
    elif suppressed["users"]:
        text += f"; {suppressed['users']:,} users lost {sum(suppressed['cells'].values()):,} values"
    if section["kept_levels"]:
        text += "; levels as in the last release"
    elif section["new_search"]:
        text += "; the levels of the last release no longer do, so that they were chosen anew"
    return text


def _sensitive(section: Mapping[str, Any]) -> str:
    parts = [
        f"{each['column']} has {each['after']['distinct_l']} different values or more in each group, t {each['after']['t']:.2f}"
        for each in section["sensitive"]
    ]
    return "".join(f"; {part}" for part in parts)


def released_groups_told(section: Mapping[str, Any]) -> Told:
    """Whether the difference to the last published release has groups under k."""
    found, k = section.get("difference"), section["k"]
    if found is None:
        return Told(True, "there is no earlier release with the same key and level to compare with", {"small_groups": 0})
    kinds = ("joined", "left", "changed")
    figures = {
        "small_groups": found["small_groups"],
        "users_in_small_groups": found["users_in_small_groups"],
        **{f"{name}_{figure}": value for name in (*kinds, "stayed") for figure, value in found[name].items()},
    }
    moved = ", ".join(f"{found[name]['users']:,} {name}" for name in kinds)
    if not found["small_groups"]:
        return Told(True, f"{moved} since the last release, none of them in a group of fewer than {k}", figures)
    summary = (
        f"{found['users_in_small_groups']:,} users are in groups of fewer than {k} in the difference to the last release "
        f"({moved}): who has both trees can tell them apart. Publish less often, or withdraw the old tree"
    )
    return Told(False, summary, figures)
