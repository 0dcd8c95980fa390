"""Canaries of whole runs: what they show, what they stop, and that they leave no trace."""

import re
from pathlib import Path
from typing import Any

import pytest

from llm_assets.privacy import redactor, safe
from llm_assets.privacy.audit.marks import Marks
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.policy.policy import Policy
from llm_assets.settings import parse_settings
from tests.privacy.test_build import Stage

_COUNT = 24


def _section(stage: Stage, level: str = "high", **privacy: Any) -> dict[str, Any]:
    stage.anonymize(level, **{"canaries": _COUNT, **privacy})
    return read_evidence(stage.work.stage("safe"))["canaries"]


def _recall(section: dict[str, Any], entity: str, way: str) -> float:
    rows = [row for row in section["by_entity"] if (row["entity"], row["way"]) == (entity, way)]
    return sum(row["removed"] for row in rows) / sum(row["planted"] for row in rows)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_nothing_that_is_guaranteed_is_left(stage: Stage, level: str) -> None:
    section = _section(stage, level)
    assert section["users"] == _COUNT
    assert section["survived_promised"] == section["failed"] == 0
    promised = [row for row in section["by_entity"] if row["promised"]]
    assert {"PERSON", "EMAIL", "CREDIT_CARD", "IBAN", "SECRET", "ID_OTHER"} <= {row["entity"] for row in promised}
    assert all(row["removed"] == row["planted"] and row["meant"] for row in promised)
    meant = [row for row in section["by_entity"] if row["meant"]]
    assert sum(row["removed"] for row in meant) / sum(row["planted"] for row in meant) > 0.97


def test_the_figures_agree_with_each_other(stage: Stage) -> None:
    section = _section(stage)
    for table in ("by_entity", "by_spelling"):
        assert sum(row["planted"] for row in section[table]) == section["planted"]
        assert sum(row["removed"] for row in section[table]) == section["removed"]
        assert all(row["low"] <= row["recall"] <= row["high"] for row in section[table])
    assert section["texts"] < section["planted"]  # ids and speakers are planted in no text
    assert {row["way"] for row in section["by_entity"]} == {"known", "form"}


def test_levels_mean_more_and_more(stage: Stage) -> None:
    meant = {
        level: sum(row["planted"] for row in _section(stage, level)["by_entity"] if row["meant"])
        for level in ("low", "medium", "high")
    }
    assert meant["low"] < meant["medium"] < meant["high"]


def test_examples_hold_no_value_and_nothing_by_which_a_canary_is_known(stage: Stage) -> None:
    section = _section(stage)
    marks = Marks.load(stage.work.stage("safe"))
    shown = "\n".join(section["examples"]).casefold()
    assert 8 <= len(section["examples"]) <= 12
    assert not [mark for mark in (*marks.texts, *marks.tags) if mark.casefold() in shown]
    assert len(re.findall(r"\[[a-z_]+(?::[a-z]{8})?\]", shown)) >= 8


def test_a_recogniser_that_is_broken_shows(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _recall(_section(stage), "PASSPORT", "form") > 0.8
    find = redactor.Redactor.findings

    def broken(self: Any, batch: Any) -> Any:
        return [[f for f in found if f.entity != "PASSPORT" and not f.rule.startswith("short")] for found in find(self, batch)]

    monkeypatch.setattr(redactor.Redactor, "findings", broken)
    assert _recall(_section(stage), "PASSPORT", "form") < 0.2


def test_a_kind_that_is_off_in_a_column_shows_and_promises_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    columns = {**stage.dataset.interactions.columns}
    columns["text"] = columns["text"].model_copy(update={"entities_off": ["IP", "IBAN"]})
    interactions = stage.dataset.interactions.model_copy(update={"columns": columns})
    stage.dataset = stage.dataset.model_copy(update={"interactions": interactions})
    section = _with_policy(stage, {})
    rows = [row for row in section["by_entity"] if row["entity"] in ("IP", "IBAN") and not row["meant"]]
    assert {row["entity"] for row in rows} == {"IP", "IBAN"}
    assert all(not row["promised"] and row["recall"] < 0.5 for row in rows)
    assert section["survived_promised"] == 0


def _with_policy(stage: Stage, values: dict[str, Any]) -> dict[str, Any]:
    """The section of a run with other rules than those of the level."""
    settings = parse_settings({"privacy": {"allow_weaker": True, **values}}, root=stage.folder, origin="test")
    policy = Policy.of(settings, stage.dataset)
    stage.anonymize(canaries=_COUNT, policy=policy)
    return read_evidence(stage.work.stage("safe"))["canaries"]


@pytest.mark.parametrize("action", ["pseudonym", "mask", "surrogate", "keep"])
def test_actions_leave_nothing_that_is_guaranteed(stage: Stage, action: str) -> None:
    kinds = ("EMAIL", "PHONE", "CREDIT_CARD", "IBAN", "IP", "PERSON")
    section = _with_policy(stage, {"actions": dict.fromkeys(kinds, action)})
    assert section["survived_promised"] == 0
    rows = [row for row in section["by_entity"] if row["entity"] in kinds and row["way"] == "form"]
    assert all(not row["promised"] and not row["meant"] and row["recall"] < 0.2 for row in rows) is (action == "keep")
    known = [
        row
        for row in section["by_entity"]
        if row["entity"] in ("EMAIL", "PERSON") and row["way"] == "known" and row["promised"]
    ]
    assert all(row["recall"] >= 0.9 for row in known)  # a known value is never kept; a surrogate may share a name by chance


def test_known_values_that_are_not_looked_for_survive_and_are_counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KnownValues, "find", lambda *_: iter(()))
    section = _section(stage)
    assert section["survived_promised"] > 20
    assert _recall(section, "PERSON", "known") < 0.9


def test_a_canary_that_fails_is_counted_and_stops_no_run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    make = safe.SafeTables.interactions
    victims: set[str] = set()

    def fails(self: Any, rows: dict[str, list[Any]]) -> Any:
        if len(set(rows["pseudonym"])) > 10:
            victims.add(rows["pseudonym"][0])
        if victims & set(rows["pseudonym"]):
            raise ZeroDivisionError("some value")
        return make(self, rows)

    monkeypatch.setattr(safe.SafeTables, "interactions", fails)
    report = stage.anonymize(canaries=_COUNT)
    section = read_evidence(stage.work.stage("safe"))["canaries"]
    assert section["failed"] == 1
    assert report["users"]["failed"] == 0
    assert section["planted"] > 0


@pytest.mark.slow
def test_the_same_key_and_source_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for number, (shard_bytes, processes) in enumerate([(1_000_000, 1), (40, 1), (40, 2)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        stage = Stage(folder, shard_bytes=shard_bytes)
        stage.anonymize(processes=processes, canaries=_COUNT)
        found.append([(stage.work.stage("safe") / name).read_bytes() for name in ("evidence.json", "canaries.json")])
    assert found[0] == found[1] == found[2]


def test_another_key_makes_other_canaries(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    _section(stage)
    one = set(Marks.load(stage.work.stage("safe")).texts)
    monkeypatch.setattr("tests.privacy.test_build.KEY", Key(b"another key for tests that is long enough"))
    _section(stage)
    assert one.isdisjoint(Marks.load(stage.work.stage("safe")).texts)


def test_real_rows_counts_and_groups_know_nothing_of_canaries(tmp_path: Path) -> None:
    found = []
    for number, canaries in enumerate((0, _COUNT)):
        folder = tmp_path / str(number)
        folder.mkdir()
        stage = Stage(folder)
        report = stage.anonymize(canaries=canaries)
        safe_folder = stage.work.stage("safe")
        files = {path.name: path.read_bytes() for path in sorted(safe_folder.rglob("*")) if path.is_file()}
        for name in ("evidence.json", "canaries.json", "report.json"):
            files.pop(name)
        # `content` is a hash over the files of the evidence too.
        found.append((files, {key: value for key, value in report.items() if key not in ("seconds", "content")}))
    assert found[0] == found[1]


def test_no_canaries_are_said_to_be_off(stage: Stage) -> None:
    section = _section(stage, canaries=0)
    assert section["off"]
    assert section["users"] == section["planted"] == 0
    assert section["by_entity"] == section["examples"] == []
    assert Marks.load(stage.work.stage("safe")) == Marks()


def test_a_dataset_without_texts_still_tests_its_columns(tmp_path: Path) -> None:
    stage = Stage(tmp_path, {"bio": "drop"})
    columns = {name: column for name, column in stage.dataset.interactions.columns.items() if name != "text"}
    interactions = stage.dataset.interactions.model_copy(update={"columns": columns})
    stage.dataset = stage.dataset.model_copy(update={"interactions": interactions})
    section = _section(stage)
    assert section["texts"] == 0
    assert section["planted"] == section["removed"] > 0
