"""What the checks say: a sentence each, and a failing one says what to do. Its figures are numbers, and names of columns."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from llm_assets.classify.drift import Change
from llm_assets.defs import verdicts
from llm_assets.privacy.anonymity.told import Told, group_sizes_told, released_groups_told
from llm_assets.settings.monitoring import ServiceLevels
from llm_assets.tree import evidence
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS, CheckResult
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.remedies import REMEDIES, told
from llm_assets.tree.report.figures import sentence


def _table(**changed: Any) -> dict[str, Any]:
    return {"read": 10, "kept": 10, "erased": 0, "quarantined": 0, "implied": 0, "reasons": {}, "cut_reasons": {}, **changed}


def _rows(users: Mapping[str, Any], interactions: Mapping[str, Any]) -> Told:
    return verdicts.rows_accounted_for({"users": users, "interactions": interactions}, "/work/quarantine.jsonl")


def _dropped(*names: str) -> Told:
    return verdicts.columns_classified(
        {"dropped_columns": {"users": names, "interactions": ()}, "binary": {}, "attachments": {}}
    )


class _Doubt:
    table, column = "users", "label"

    def __str__(self) -> str:
        return "users.label looks like PERSON: 9 of 10 values"


def _anonymity(**changed: Any) -> dict[str, Any]:
    suppressed = {"users": 0, "left_out": 0, "cells": {"born": 0}, "fully": 0}
    after = {"groups": 4, "smallest": 5, "below_k": 0}
    loss, thresholds = {"value": 0.0}, {"distinct_l": 2, "entropy_l": 1.0}
    lists: dict[str, Any] = {"quasi": ["born"], "levels": [], "sensitive": [], "missed": []}
    made = {"k": 5, "users": 20, "after": after, "suppressed": suppressed, "loss": loss, "thresholds": thresholds, **lists}
    return {**made, "kept_levels": False, "new_search": False, "difference": None, **changed}


def _difference(small: int) -> Told:
    moved = {name: {"users": 3} for name in ("joined", "left", "changed", "stayed")}
    return released_groups_told(_anonymity(difference={"small_groups": small, "users_in_small_groups": small, **moved}))


def _attackers(linked: float) -> list[dict[str, Any]]:
    common = {"low": linked, "high": linked, "guess": 0.05, "people": 20, "gates": True}
    names = ("A", "B", "C")
    rows = [{"name": name, "linked": linked, "limit": 0.2, "passed": linked <= 0.2, **common} for name in names]
    return [*rows, {"name": "D", "linked": 1.0, "limit": None, "passed": True, **common}]


def _canaries(removed: int, *, failed: int = 0, off: bool = False) -> Told:
    row = {"entity": "EMAIL", "way": "known", "planted": 10, "removed": removed, "meant": True}
    section = {"planted": 10, "removed": removed, "failed": failed, "off": off, "by_entity": [] if off else [row]}
    return verdicts.canary_recall(section, 0.9)


def _levels(seconds: float, failed: int = 0) -> Told:
    stages = {
        "raw_dataset": {"seconds": 1.0, "users": 100, "peak_memory_bytes": 5},
        "anonymized_users": {"seconds": seconds, "errors": failed, "peak_memory_bytes": 7},
    }
    return verdicts.service_levels(ServiceLevels(seconds=10, error_rate=0.01), stages)


# (check, what happened, its verdict, what the text must say to do; empty: it passed).
_CASES: list[tuple[str, str, Callable[[], Told], str]] = [
    ("rows_accounted_for", "all well", lambda: _rows(_table(), _table()), ""),
    ("rows_accounted_for", "quarantine", lambda: _rows(_table(kept=9, quarantined=1, reasons={"no_id": 1}), _table()), ""),
    (
        "rows_accounted_for",
        "erased and cut",
        lambda: _rows(_table(kept=9, erased=1), _table(kept=8, cut_reasons={"last": 2})),
        "",
    ),
    ("rows_accounted_for", "a row is lost", lambda: _rows(_table(kept=9), _table()), "Materialize the asset again"),
    ("rows_accounted_for", "no reason", lambda: _rows(_table(kept=9, quarantined=1), _table()), "report it as a bug"),
    ("service_levels", "all well", lambda: _levels(9), ""),
    ("service_levels", "slow", lambda: _levels(9.5), "raise [llm_output.service_levels]"),
    ("service_levels", "failures", lambda: _levels(1, failed=2), "error_rate 0.02, may be 0.01"),
    ("columns_classified", "all well", lambda: _dropped(), ""),
    ("columns_classified", "one dropped", lambda: _dropped("fresh"), "Give each a role in the settings"),
    ("columns_classified", "many dropped", lambda: _dropped(*map(str, range(40))), "Give each a role in the settings"),
    ("kept_columns", "all well", lambda: verdicts.kept_columns([]), ""),
    ("kept_columns", "a copy of names", lambda: verdicts.kept_columns([_Doubt()]), "Give each the role that fits"),  # type: ignore[list-item]
    ("columns_unchanged", "all well", lambda: verdicts.columns_unchanged([]), ""),
    (
        "columns_unchanged",
        "new",
        lambda: verdicts.columns_unchanged([Change("users", "fresh", "new")]),
        "See whether the roles",
    ),
    ("pseudonyms_unique", "all well", lambda: verdicts.pseudonyms_unique(20, 0), ""),
    ("pseudonyms_unique", "twice", lambda: verdicts.pseudonyms_unique(20, 2), "Materialize raw_dataset and anonymized_users"),
    ("group_sizes", "all well", lambda: group_sizes_told(_anonymity(), "high", "values"), ""),
    ("group_sizes", "no quasi", lambda: group_sizes_told(_anonymity(quasi=[]), "high", "values"), ""),
    (
        "group_sizes",
        "too few users",
        lambda: group_sizes_told(_anonymity(after={"groups": 4, "smallest": 1, "below_k": 3}), "high", "values"),
        "lower [privacy] min_group_size or drop columns",
    ),
    (
        "group_sizes",
        "only counted",
        lambda: group_sizes_told(_anonymity(after={"groups": 4, "smallest": 1, "below_k": 3}), "medium", "values"),
        "use level high",
    ),
    (
        "group_sizes",
        "diversity",
        lambda: group_sizes_told(_anonymity(missed=["distinct_l"]), "high", "values"),
        "Lower it, or drop",
    ),
    (
        "group_sizes",
        "nobody left",
        lambda: group_sizes_told(_anonymity(after={"groups": 0, "smallest": 0, "below_k": 0}), "high", "values"),
        "lower [privacy] min_group_size",
    ),
    ("released_groups", "no release", lambda: released_groups_told(_anonymity()), ""),
    ("released_groups", "all well", lambda: _difference(0), ""),
    ("released_groups", "small groups", lambda: _difference(2), "Publish less often, or withdraw the old tree"),
    ("motivated_intruder", "all well", lambda: verdicts.motivated_intruder(_attackers(0.1)), ""),
    ("motivated_intruder", "nobody to link", lambda: verdicts.motivated_intruder([]), ""),
    ("motivated_intruder", "A", lambda: verdicts.motivated_intruder(_attackers(0.5)), "larger [privacy] min_group_size"),
    ("motivated_intruder", "B", lambda: verdicts.motivated_intruder(_attackers(0.5)), '[privacy] dates = "year"'),
    ("motivated_intruder", "C", lambda: verdicts.motivated_intruder(_attackers(0.5)), "[llm_output.content] last"),
    ("canary_recall", "all well", lambda: _canaries(10), ""),
    ("canary_recall", "off", lambda: _canaries(0, off=True), ""),
    ("canary_recall", "a kind stays", lambda: _canaries(3), "give their columns the role direct"),
    ("canary_recall", "not redacted", lambda: _canaries(10, failed=2), "report that as a bug"),
    ("documents_well_formed", "all well", lambda: verdicts.documents_well_formed(20, {}), ""),
    ("documents_well_formed", "faults", lambda: verdicts.documents_well_formed(20, {"heading": 2}), "Correct your template"),
    ("no_known_identifiers", "all well", lambda: verdicts.no_known_identifiers([{}]), ""),
    (
        "no_known_identifiers",
        "left",
        lambda: verdicts.no_known_identifiers([{"users.plan": 2}, {"users.plan": 1}]),
        "the role direct",
    ),
]


@pytest.mark.parametrize(("check", "what", "verdict", "remedy"), _CASES, ids=[f"{case[0]}: {case[1]}" for case in _CASES])
def test_a_verdict_is_told_in_sentences(check: str, what: str, verdict: Callable[[], Told], remedy: str) -> None:
    found = verdict()
    assert found.passed == (not remedy)
    text = sentence(found.summary)
    assert text[0].isupper() or text[0].isdigit() or text.startswith(("users.", "interactions.", "Users."))
    assert text.endswith(".")
    assert ".." not in text
    assert remedy in text
    assert not re.search(r"\b1 (rows|columns|values|users)\b", text)
    assert len(text) < 700
    numbers = {name: value for name, value in found.figures.items() if name != "columns"}
    assert numbers or what == "nobody to link"
    assert all(type(value) in (int, float) for value in numbers.values())


def test_a_check_has_the_same_figures_whatever_it_finds() -> None:
    """A figure that is there only when a check fails has a plot of one point."""
    assert set(_rows(_table(), _table()).figures) < set(
        _rows(_table(kept=9, quarantined=1, reasons={"no_id": 1}), _table()).figures
    )
    for well, ill in ((_canaries(10), _canaries(3)), (_difference(0), _difference(2))):
        assert set(well.figures) == set(ill.figures)
    assert set(verdicts.pseudonyms_unique(2, 0).figures) == set(verdicts.pseudonyms_unique(2, 1).figures)


@pytest.mark.parametrize("name", [*LEAK_CHECKS, *TREE_CHECKS])
def test_a_check_of_the_tree_that_fails_says_what_to_do(name: str) -> None:
    assert told(CheckResult(name, True, "all is well")) == "All is well."
    assert told(CheckResult(name, False, "3 are wrong")) == f"3 are wrong. {REMEDIES[name]}"
    assert REMEDIES[name].endswith(".")


@pytest.mark.parametrize("name", EVIDENCE_CHECKS)
def test_a_check_of_the_evidence_says_itself_what_to_do(name: str) -> None:
    missing = EVIDENCE_CHECKS[name]({})
    assert not missing.passed
    assert told(missing).endswith("Materialize anonymized_users again.")
    failed = evidence.motivated_intruder({"intruder": {"attackers": _attackers(0.5)}})
    assert "Against A: declare fewer quasi columns" in told(failed)
    assert "Attacker D" not in told(failed)
