"""Policies: their files, and that settings of one's own only tighten them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.errors import ConfigError
from llm_assets.settings import Settings, parse_settings
from llm_assets.settings.policies import POLICIES, TIGHTER, evidence, policy_file, weakenings, with_policy
from llm_assets.settings.problems import dotted, value_at
from llm_assets.settings.schema import Location
from llm_assets.settings.weaker import sentences

DATASET = {
    "name": "d",
    "users": {"source": "u.csv", "id": "id", "columns": {"born": {"role": "quasi", "generalize": "year"}}},
    "interactions": {"source": "e.csv", "user": "user", "columns": {"body": "text"}},
}
VALUES: dict[Location, st.SearchStrategy[Any]] = {
    ("llm_output", "privacy_level"): st.sampled_from(["low", "medium", "high"]),
    ("privacy", "min_group_size"): st.integers(1, 12),
    ("privacy", "suppress"): st.sampled_from(["values", "user"]),
    ("privacy", "pseudonyms"): st.sampled_from(["keyed", "random"]),
    ("privacy", "key_lifetime"): st.sampled_from(["kept", "run"]),
    ("privacy", "tag_codes"): st.sampled_from(["keyed", "none"]),
    ("privacy", "tag_scope"): st.sampled_from(["owner", "dataset"]),
    ("privacy", "dates"): st.sampled_from(["level", "year"]),
    ("privacy", "ages"): st.sampled_from(["keep", "90+"]),
    ("privacy", "reference_year"): st.integers(2026, 2040),
    ("privacy", "urls"): st.sampled_from(["level", "none"]),
    ("privacy", "intruder", "block"): st.lists(st.sampled_from("ABC"), unique=True).map(sorted),
    ("compute", "keep_work"): st.sampled_from(["resume", "none"]),
}
# Written apart from the package: how tight a value is, as a number or a set.
RANK: dict[Any, int] = {
    "low": 0, "medium": 1, "high": 2, "values": 0, "user": 1, "keyed": 0, "random": 1, "kept": 0, "run": 1,
    "dataset": 0, "owner": 1, "level": 0, "year": 1, "keep": 0, "90+": 1, "resume": 0, "none": 1,
}  # fmt: skip


def _tight(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value if isinstance(value, int) else RANK[value]


def _parse(values: dict[str, Any]) -> Settings:
    return parse_settings({"dataset": DATASET, **values}, root=Path("/nowhere"), origin="here")


def _nested(chosen: dict[Location, Any], policy: str, **privacy: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"privacy": {"policy": policy, **privacy}}
    for place, value in chosen.items():
        inner = values
        for part in place[:-1]:
            inner = inner.setdefault(str(part), {})
        inner[str(place[-1])] = value
    return values


CHOSEN = st.fixed_dictionaries({}, optional=VALUES)


def test_the_table_of_what_is_tighter_is_the_one_that_is_tried() -> None:
    assert set(TIGHTER) == set(VALUES)


@given(CHOSEN, st.sampled_from(POLICIES))
def test_settings_only_tighten(chosen: dict[Location, Any], policy: str) -> None:
    file = policy_file(policy)
    floors = {place: file.floor(place) for place in VALUES}
    looser = {
        dotted(place)
        for place, value in chosen.items()
        if floors[place] is not None and not _tight(value) >= _tight(floors[place])
    }
    try:
        settings = _parse(_nested(chosen, policy))
    except ConfigError as error:
        told = {line.strip().partition(":")[0] for line in str(error).splitlines()[1:]}
        # Other rules (a vault with a key for one run, an attacker A that is left out) may refuse as well.
        assert looser <= told
        return
    assert not looser
    values = settings.model_dump()
    for place, floor in floors.items():
        assert floor is None or _tight(value_at(values, place)) >= _tight(floor)
    assert list(weakenings(settings)) == []


@given(CHOSEN, st.sampled_from(POLICIES))
def test_what_is_looser_and_allowed_is_named_one_by_one(chosen: dict[Location, Any], policy: str) -> None:
    file = policy_file(policy)
    try:
        settings = _parse(_nested(chosen, policy, allow_weaker=True))
    except ConfigError:
        return
    values = settings.model_dump()
    looser = {p for p in VALUES if file.floor(p) is not None and not _tight(value_at(values, p)) >= _tight(file.floor(p))}
    assert {one.location for one in weakenings(settings)} == looser
    assert all(any(dotted(place) in sentence for sentence in sentences(settings)) for place in looser)
    assert settings.dataset is not None
    told = evidence(settings, settings.dataset, "0123456789ab")
    assert len(told["weaker"]) == len(looser)
    needs = {name for rule in file.rules for name in rule.needs}
    for rule, row in zip(file.rules, told["rules"], strict=True):
        if any(dotted(place) in rule.needs for place in looser):
            assert row["met"] is False
    assert needs <= {dotted(place) for place in VALUES} | {"privacy.actions", "privacy.link_datasets"}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_alone_is_taken_as_it_stands(policy: str) -> None:
    settings = _parse({"privacy": {"policy": policy}})
    file, values = policy_file(policy), settings.model_dump()
    for section, defaults in file.settings.items():
        for name, value in defaults.items():
            assert value_at(values, (section, name)) == value or isinstance(value, dict)
    assert all(rule.how.endswith(".") and rule.article for rule in file.rules)


def test_no_policy_changes_nothing() -> None:
    assert with_policy({"privacy": {"min_group_size": 7}}) == {"privacy": {"min_group_size": 7}}


@pytest.mark.parametrize(
    ("privacy", "columns", "where"),
    [
        ({"actions": {"PHONE": "keep"}}, {}, "privacy.actions.PHONE"),
        ({"actions": {"PHONE": "surrogate"}}, {}, "privacy.actions.PHONE"),
        ({"link_datasets": "all"}, {}, "privacy.link_datasets"),
        ({}, {"born": {"role": "quasi", "generalize": "month"}}, "dataset.users.columns.born.generalize"),
        ({}, {"note": {"role": "text", "entities_off": ["PHONE"]}}, "dataset.users.columns.note.entities_off"),
    ],
)
def test_what_safe_harbor_allows_nowhere(privacy: dict[str, Any], columns: dict[str, Any], where: str) -> None:
    dataset = {**DATASET, "users": {**DATASET["users"], "columns": columns}}  # type: ignore[dict-item]
    with pytest.raises(ConfigError) as caught:
        _parse({"dataset": dataset, "privacy": {"policy": "hipaa-safe-harbor", **privacy}})
    assert where in str(caught.value)
