"""The job `erase` in Dagster: the receipt is its metadata, and nothing personal is in its storage."""

import dagster as dg
import pytest

from llm_assets.defs import build_defs
from tests.erase.conftest import GONE, KEY, Project, pseudonym, secrets, write
from tests.erase.search import search


@pytest.fixture
def project(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("LLM_ASSETS_KEY", KEY)
    write(tmp_path)
    made = Project(tmp_path)
    made.ask()
    return made


@pytest.mark.slow
def test_the_job_erases_and_dagster_keeps_nothing_personal(project: Project, instance: dg.DagsterInstance) -> None:
    settings = project.settings()
    defs = build_defs(settings)
    assert defs.resolve_job_def("build").execute_in_process(instance=instance, raise_on_error=False).success
    assert (project.root / "output" / "profiles" / pseudonym(GONE[0])[:2] / f"{pseudonym(GONE[0])}.md").exists()
    project.ask(GONE[0])
    done = build_defs(settings).resolve_job_def("erase").execute_in_process(instance=instance, raise_on_error=False)
    assert done.success
    (output,) = [event for event in done.all_events if event.event_type == dg.DagsterEventType.STEP_OUTPUT]
    told = output.step_output_data.metadata
    assert told["users_removed"].value == 2
    assert told["old_trees_deleted"].value == 1
    (made,) = done.get_asset_materialization_events()
    assert made.asset_key == dg.AssetKey("output_tree")
    assert search([*project.folders()], secrets(GONE)) == set()
    assert (project.root / "dagster").exists()


def test_a_job_that_fails_says_what_is_left(project: Project, instance: dg.DagsterInstance) -> None:
    settings = project.settings()
    project.ask(GONE[0])
    (project.root / "events.jsonl").unlink()
    done = build_defs(settings).resolve_job_def("erase").execute_in_process(instance=instance, raise_on_error=False)
    assert not done.success
    (failure,) = done.filter_events(lambda event: event.is_step_failure)
    assert "run erase again" in str(failure.step_failure_data.user_failure_data.description)
    assert search([project.root / "dagster"], secrets(GONE)) == set()


def test_nobody_to_erase_is_no_failure(project: Project, instance: dg.DagsterInstance) -> None:
    done = build_defs(project.settings()).resolve_job_def("erase").execute_in_process(instance=instance, raise_on_error=False)
    assert done.success
    assert not (project.root / "output").exists()


@pytest.mark.slow
def test_the_main_job_makes_all_its_checks_without_the_people(project: Project, instance: dg.DagsterInstance) -> None:
    """What holds their values is removed at the end; no check may come after that and miss it."""
    project.ask(GONE[0])
    done = build_defs(project.settings()).resolve_job_def("build").execute_in_process(instance=instance, raise_on_error=False)
    assert done.success
    checks = {check.check_name: check for check in done.get_asset_check_evaluations()}
    assert all(check.passed for check in checks.values() if check.severity == dg.AssetCheckSeverity.ERROR)
    assert checks["rows_accounted_for"].metadata["erased"].value == 5
    assert search([project.root / "output", project.root / ".llm_assets", project.root / "dagster"], secrets(GONE)) == set()
