"""Canaries in the main job: what they warn of, what they stop, and that neither tree nor records hold one."""

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from llm_assets.privacy.audit.marks import Marks
from llm_assets.privacy.canaries import measure
from llm_assets.privacy.evidence import read_evidence
from tests.defs.conftest import Run
from tests.defs.test_records import _stored

_FEW = {"privacy": {"canaries": 24}}


def _check(result: dg.ExecuteInProcessResult, name: str) -> Any:
    found = [event.event_specific_data for event in result.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
    return next(check for check in found if check.check_name == name)


def _safe(project: Path) -> Path:
    return project / ".llm_assets" / "marked" / "safe"


def _data(tree: Path) -> dict[str, bytes]:
    folders = ("data", "profiles")
    return {
        str(p.relative_to(tree)): p.read_bytes()
        for folder in folders
        for p in sorted((tree / folder).rglob("*"))
        if p.is_file()
    }


def test_a_run_tells_recall_by_kind_as_figures_that_plot(run: Run) -> None:
    result = run(_FEW)
    assert result.success
    check = _check(result, "canary_recall")
    assert check.passed
    assert check.metadata["recall_EMAIL_known"].value == 1.0
    assert check.metadata["recall_IBAN_form"].value == 1.0
    removed = _check(result, "canaries_removed")
    assert removed.passed
    assert removed.metadata["in_tree"].value == removed.metadata["survived_promised"].value == 0


def test_no_canary_is_in_tree_records_or_output(
    run: Run, project: Path, instance: dg.DagsterInstance, capfd: pytest.CaptureFixture[str]
) -> None:
    result = run({"llm_output": {"format": ["markdown", "jsonl"]}, **_FEW})
    printed = capfd.readouterr()
    tree = project / "output"
    held = "\n".join(path.read_text(encoding="utf-8") + path.name for path in tree.rglob("*") if path.is_file())
    everything = "\n".join((_stored(instance, result.run_id), printed.out, printed.err, held)).casefold()
    marks = Marks.load(_safe(project))
    assert len(marks.texts) > 200
    assert len(marks.tags) > 50
    assert [mark for mark in (*marks.texts, *marks.tags) if mark.casefold() in everything] == []


@pytest.mark.slow
def test_data_files_are_the_same_without_canaries(run: Run, project: Path) -> None:
    trees = []
    for count in (0, 24):
        assert run({"llm_output": {"format": ["markdown", "jsonl"]}, "privacy": {"canaries": count}}).success
        manifest = json.loads((project / "output" / "manifest.json").read_text())
        card = (project / "output" / "README.md").read_text()
        assert ("the canaries that measure it were switched off" in card) is (count == 0)
        trees.append((_data(project / "output"), manifest["counts"], manifest["users"], manifest["interactions"]))
    assert trees[0] == trees[1]
    assert len(trees[0][0]) > 30


@pytest.mark.slow
def test_a_recogniser_that_finds_nothing_is_warned_of(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, "mac")
    result = run(_FEW)
    assert result.success  # what has no checksum is not guaranteed
    check = _check(result, "canary_recall")
    assert not check.passed
    assert "MAC_form" in check.description
    assert check.metadata["recall_MAC_form"].value < 0.3
    assert read_evidence(_safe(project))["canaries"]["survived_promised"] == 0


@pytest.mark.slow
def test_a_lower_floor_warns_of_less(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, "mac")
    assert _check(run({"privacy": {"canaries": 24, "canary_recall": 0}}), "canary_recall").passed


def _break(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Lets a recogniser find nothing, as a mistake in its pattern would."""
    tables = measure.safe_tables

    def broken(*given: Any, **named: Any) -> Any:
        made = tables(*given, **named)
        redactor = made._redactor
        find = redactor.findings
        redactor.findings = lambda batch: [[f for f in found if not f.rule.startswith(name)] for found in find(batch)]
        return made

    monkeypatch.setattr(measure, "safe_tables", broken)


@pytest.mark.slow
def test_known_values_that_are_not_hunted_block_the_publication(
    run: Run, project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts of the users hold nothing that would show it: only the canaries do."""
    monkeypatch.setattr(measure, "joined_index", lambda known, *_: known)
    result = run(_FEW)
    assert not result.success
    assert not (project / "output").exists()
    check = _check(result, "canaries_removed")
    assert not check.passed
    assert check.metadata["survived_promised"].value > 20
    assert "PERSON" in check.description
    assert _check(result, "no_known_identifiers").passed
    marks = Marks.load(_safe(project))
    stored = _stored(instance, result.run_id)
    assert [mark for mark in marks.texts if mark.casefold() in stored] == []
    # Selecting the last asset alone does not walk past it.
    assert not run(_FEW, selection=["output_tree"]).success
    assert not (project / "output").exists()


@pytest.mark.parametrize(
    ("texts", "tags", "passes"),
    [
        pytest.param(("Hedwig Ambros",), (), True, marks=pytest.mark.slow),  # stands nowhere
        (("profile",), (), False),
        # The card explains tags with this one: one by itself may be chance.
        pytest.param((), ("[EMAIL:abcdefgh]",), True, marks=pytest.mark.slow),
    ],
)
def test_a_canary_in_the_tree_blocks(
    run: Run, project: Path, texts: tuple[str, ...], tags: tuple[str, ...], passes: bool
) -> None:
    assert run(_FEW, selection=["raw_dataset", "anonymized_users", "formatted_documents"]).success
    Marks(texts, tags).save(_safe(project))
    result = run(_FEW, selection=["output_tree"])
    assert result.success is passes
    assert (project / "output").exists() is passes
    assert _check(result, "canaries_removed").passed is passes


@pytest.mark.slow
def test_a_stage_without_evidence_is_not_published(run: Run, project: Path) -> None:
    assert run(_FEW, selection=["raw_dataset", "anonymized_users", "formatted_documents"]).success
    (_safe(project) / "evidence.json").unlink()
    result = run(_FEW, selection=["output_tree"])
    assert not result.success
    assert "not measured" in _check(result, "canaries_removed").description
