"""Policies: the rules of a law as defaults of settings, each a readable file of `policies/`; and whether a setting is tighter.

What does not belong here: what the settings do. `TIGHTER` is the one place that says which of two values is tighter.
"""

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

from llm_assets.settings.model import Dataset, Settings
from llm_assets.settings.privacy_model import PolicyName
from llm_assets.settings.problems import Problem, dotted, value_at
from llm_assets.settings.schema import Location
from llm_assets.settings.weakening import Weakening

POLICIES: tuple[str, ...] = get_args(PolicyName)
Values = Mapping[str, Any]
Tight = Callable[[Any, Any], bool]


def _in_order(*values: Any) -> Tight:
    """The loosest first."""
    return lambda value, floor: values.index(value) >= values.index(floor)


def _at_least(value: float | None, floor: float) -> bool:
    return value is not None and value >= floor


def _with_all_of(value: Collection[Any], floor: Collection[Any]) -> bool:
    return set(value) >= set(floor)


# Setting -> whether a value is as tight as another, and the same in words, for docs and messages.
TIGHTER: dict[Location, tuple[Tight, str]] = {
    ("llm_output", "privacy_level"): (_in_order("low", "medium", "high"), "low < medium < high"),
    ("privacy", "min_group_size"): (_at_least, "the larger number is tighter"),
    ("privacy", "suppress"): (_in_order("values", "user"), "values < user"),
    ("privacy", "pseudonyms"): (_in_order("keyed", "random"), "keyed < random"),
    ("privacy", "key_lifetime"): (_in_order("kept", "run"), "kept < run"),
    ("privacy", "tag_codes"): (_in_order("keyed", "none"), "keyed < none"),
    ("privacy", "tag_scope"): (_in_order("dataset", "owner"), "dataset < owner"),
    ("privacy", "dates"): (_in_order("level", "year"), "level < year"),
    ("privacy", "ages"): (_in_order("keep", "90+"), "keep < 90+"),
    ("privacy", "reference_year"): (_at_least, "not set < a year; the later year is tighter"),
    ("privacy", "urls"): (_in_order("level", "none"), "level < none"),
    ("privacy", "intruder", "block"): (_with_all_of, "the list that holds all of the other, and more, is tighter"),
    ("compute", "keep_work"): (_in_order("resume", "none"), "resume < none"),
}
_ACTIONS = ("keep", "mask", "surrogate", "pseudonym", "tag")
_STEPS = {"month", "day"}


@dataclass(frozen=True)
class PolicyRule:
    """What is done for one paragraph of the law. needs: settings that it rests on, as dotted names."""

    rule: str
    article: str
    how: str
    needs: tuple[str, ...] = ()
    texts: str = ""
    yours: bool = False


@dataclass(frozen=True)
class PolicyFile:
    """A policy as its file has it. settings, least: by section; limits: see the files."""

    name: str
    title: str
    law: str
    settings: Values
    rules: tuple[PolicyRule, ...]
    least: Values = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)

    def floor(self, place: Location) -> Any:
        """The loosest value of a setting that the policy allows; None when it says nothing."""
        least = value_at(self.least, place)
        return value_at(self.settings, place) if least is None else least


@cache
def policy_file(name: str) -> PolicyFile:
    """A policy that ships with the package."""
    path = Path(__file__).parent / "policies" / f"{name}.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(PolicyRule(**{**rule, "needs": tuple(rule.get("needs", ()))}) for rule in values.pop("rules"))
    return PolicyFile(name=name, rules=rules, **values)


def with_policy(values: Values) -> dict[str, Any]:
    """Settings as they were written, with the defaults of the policy that they name; as they are when they name none."""
    name = value_at(values, ("privacy", "policy"))
    if not isinstance(name, str) or name not in POLICIES:
        return dict(values)
    merged = dict(values)
    for section, defaults in policy_file(name).settings.items():
        given = values.get(section, {})
        merged[section] = _merged(defaults, given)
    return merged


def given(name: str | None) -> Values:
    """The defaults that a policy gives, by section; none without a policy."""
    return policy_file(name).settings if name else {}


def _merged(defaults: Any, given: Any) -> Any:
    """Tables of settings, in one; what is no table is told by the model."""
    if not (isinstance(defaults, Mapping) and isinstance(given, Mapping)):
        return given
    return {**defaults, **{name: _merged(defaults[name], each) if name in defaults else each for name, each in given.items()}}


def weakenings(settings: Settings) -> Iterator[Weakening]:
    """Every setting that is looser than the policy that the settings name."""
    if settings.privacy.policy is None:
        return
    policy = policy_file(settings.privacy.policy)
    values = {part: getattr(settings, part).model_dump() for part in ("privacy", "llm_output", "compute")}
    for place, (tight, words) in TIGHTER.items():
        floor, value = policy.floor(place), value_at(values, place)
        if floor is not None and not tight(value, floor):
            allowed = f"{_shown(floor)}, or tighter ({words})"
            yield _weak(policy, place, _shown(value), allowed, f"{dotted(place)} is looser than the policy wants it.")
    if settings.privacy.link_datasets is not None:
        place = ("privacy", "link_datasets")
        yield _weak(policy, place, "a text", "not set", "Pseudonyms are equal across datasets.")
    yield from _limited(policy, settings)


def _shown(value: Any) -> str:
    """A setting of this table, in words: these hold nothing of the data."""
    return ", ".join(value) or "an empty list" if isinstance(value, list) else "nothing" if value is None else str(value)


def _limited(policy: PolicyFile, settings: Settings) -> Iterator[Weakening]:
    limit = policy.limits.get("actions")
    for entity, action in settings.privacy.actions.items() if limit else ():
        if _ACTIONS.index(action) < _ACTIONS.index(limit):
            effect = f"{entity} found by form is written as: {action}."
            yield _weak(policy, ("privacy", "actions", entity), action, f"{limit}, or tighter", effect)
    for place, option, name in _columns(settings.dataset):
        if policy.limits.get("columns") and option in ("entities_off", "entities_only"):
            effect = f"Not all kinds are looked for in the column {name}."
            yield _weak(policy, place, "kinds that are not looked for", "no such list", effect)
        elif policy.limits.get("generalize") and option == "generalize":
            yield _weak(policy, place, "a finer step than year", "year", f"Dates of the column {name} are finer than a year.")


def _columns(dataset: Dataset | None) -> Iterator[tuple[Location, str, str]]:
    """(place, option, name) of what columns leave out, or generalise less than to the year."""
    for table in ("users", "interactions") if dataset else ():
        for name, column in getattr(dataset, table).columns.items():
            place: Location = ("dataset", table, "columns", name)
            said = "".join(char if char.isalnum() or char in "-. " else "_" for char in name)
            for option in ("entities_off", "entities_only"):
                if getattr(column, option):
                    yield (*place, option), option, f"{said} of {table}"
            if column.generalize[0] in _STEPS:
                yield (*place, "generalize"), "generalize", f"{said} of {table}"


def _weak(policy: PolicyFile, place: Location, found: str, allowed: str, effect: str) -> Weakening:
    return Weakening(place, found, allowed, f"Policy {policy.name}: {effect}", f"policy {policy.name}")


def check(settings: Settings, today: int | None = None) -> list[Problem]:
    """What settings of keys, codes and years must agree on. today: the current year."""
    privacy, problems = settings.privacy, []
    if privacy.pseudonyms == "random":
        if privacy.key_lifetime == "run":
            allowed = "keyed pseudonyms, for a vault would keep what the key of a run lets go"
            problems.append(Problem(("privacy", "pseudonyms"), "found random, with a key for one run", allowed))
        for entity, action in privacy.actions.items():
            if action == "surrogate":
                allowed = "tag, pseudonym, mask or keep: surrogates are drawn from the value"
                problems.append(
                    Problem(("privacy", "actions", entity), "found surrogate, while pseudonyms are random", allowed)
                )
    if privacy.key_lifetime == "run" and settings.compute.keep_work != "none":
        found = "found resume, with a key for one run"
        problems.append(Problem(("compute", "keep_work"), found, "none: the raw tables link persons and pseudonyms"))
    year = today if today is not None else datetime.now(UTC).year
    if privacy.reference_year is not None and privacy.reference_year < year:
        found = "found a year that is past (or that of the policy is)"
        problems.append(
            Problem(("privacy", "reference_year"), found, f"{year} or later: whoever is over 89 now must not be told")
        )
    return problems


def evidence(settings: Settings, dataset: Dataset, key_id: str) -> dict[str, Any]:
    """The section `policy` of the evidence: each rule with its article, what is done for it, and whether that is met."""
    name, privacy = settings.privacy.policy, settings.privacy
    weak = {dotted(one.location) for one in weakenings(settings)}
    columns = [*dataset.users.columns.values(), *dataset.interactions.columns.values()]
    texts = any(column.role in ("text", "html", "speaker") for column in columns)
    rules = [
        {"rule": each.rule, "article": each.article, "how": each.how, "met": _met(each, weak, texts)}
        for each in (policy_file(name).rules if name else ())
    ]
    return {
        "policy": name,
        "rules": rules,
        "weaker": [one.effect for one in weakenings(settings)],
        "pseudonyms": privacy.pseudonyms,
        "key_id": key_id,
        "vault": privacy.pseudonyms == "random",
        "key_destroyed": privacy.key_lifetime == "run",
    }


def _met(rule: PolicyRule, weak: set[str], texts: bool) -> bool:
    broken = any(place == need or place.startswith(f"{need}.") for need in rule.needs for place in weak)
    looser_column = bool(rule.needs) and any(place.startswith("dataset.") for place in weak)
    return not (rule.yours or broken or looser_column or (texts and rule.texts == "partly"))
