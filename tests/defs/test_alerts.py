"""The sensors on real runs: what people are told, and that it names nobody."""

from pathlib import Path

import dagster as dg
import pytest

from llm_assets.defs import build_defs
from llm_assets.settings import parse_settings
from tests.defs.conftest import MARK, Run, dataset
from tests.monitoring.servers import webhook


def _sensors(root: Path, **alerts: str) -> dict[str, dg.SensorDefinition]:
    values = {"dataset": dataset(), "alerts": {"webhook_env": "ZQ_HOOK", **alerts}}
    sensors = build_defs(parse_settings(values, root=root, origin="test")).sensors or []
    return {sensor.name: sensor for sensor in sensors if sensor.name != "changed_sources"}


def _tick(sensor: dg.SensorDefinition, result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance, kind: str) -> object:
    [event] = [each for each in result.all_events if each.event_type_value == kind]
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor.name, dagster_instance=instance, dagster_run=result.dagster_run, dagster_event=event
    )
    return sensor(context.for_run_failure() if kind == "PIPELINE_FAILURE" else context)


def test_nobody_is_told_unless_the_settings_say_so(project: Path) -> None:
    sensors = build_defs(parse_settings({}, root=project, origin="test")).sensors or []
    assert [sensor.name for sensor in sensors] == ["changed_sources"]
    assert set(_sensors(project, checks="none")) == {"tell_of_failures"}
    assert all(sensor.default_status is dg.DefaultSensorStatus.RUNNING for sensor in _sensors(project).values())


def test_a_run_that_fails_is_told_with_its_reason(
    run: Run, project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "leak.md.j2").write_text("# {{ user.user }}\nzqxvjanna.zqxvjsmith0@zqxvjmail.example\n")
    result = run({"llm_output": {"template": "leak.md.j2"}})
    assert not result.success
    with webhook() as hook:
        monkeypatch.setenv("ZQ_HOOK", hook.url)
        _tick(_sensors(project)["tell_of_failures"], result, instance, "PIPELINE_FAILURE")
    [told] = hook.got
    assert told["text"].startswith(f"llm-assets: build of marked failed\nrun {result.run_id}\noutput_tree: PrivacyViolation: ")
    assert MARK not in told["text"].casefold()


def test_a_check_that_failed_is_told_and_a_run_without_one_is_not(
    run: Run, project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = dataset()
    del values["users"]["columns"]["plan"]  # type: ignore[index]
    result = run({"dataset": values}, selection=["raw_dataset"])
    assert result.success
    with webhook() as hook:
        monkeypatch.setenv("ZQ_HOOK", hook.url)
        skipped = _tick(_sensors(project)["tell_of_checks"], result, instance, "PIPELINE_SUCCESS")
        assert isinstance(skipped, dg.SkipReason)
        _tick(_sensors(project, checks="warn")["tell_of_checks"], result, instance, "PIPELINE_SUCCESS")
    [told] = hook.got
    first, second, *checks = told["text"].splitlines()
    assert first == "llm-assets: 1 check of marked failed"
    assert result.run_id in second
    assert checks[0].startswith("raw_dataset.columns_classified (warn): 1 column has no role and was dropped: users.plan")
    assert MARK not in told["text"].casefold()


def test_a_webhook_that_is_gone_fails_the_tick_without_its_url(
    run: Run, project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "users.csv").unlink()
    result = run(selection=["raw_dataset"])
    monkeypatch.setenv("ZQ_HOOK", "ftp://zq-secret")
    with pytest.raises(dg.Failure) as caught:
        _tick(_sensors(project)["tell_of_failures"], result, instance, "PIPELINE_FAILURE")
    assert "no http or https URL" in str(caught.value.description)
    assert "zq-secret" not in str(caught.value.description)
    assert caught.value.__suppress_context__


@pytest.mark.slow
def test_a_run_that_takes_more_than_its_service_levels_is_published_with_a_warning(run: Run) -> None:
    levels = {"seconds": 0.001, "memory_bytes": 10**12, "error_rate": 0.0}
    result = run({"llm_output": {"service_levels": levels}})
    assert result.success
    (found,) = [each for each in result.get_asset_check_evaluations() if each.check_name == "service_levels"]
    assert not found.passed
    assert found.severity is dg.AssetCheckSeverity.WARN
    assert "seconds" in str(found.description)
    assert "memory_bytes" not in str(found.description)


@pytest.mark.slow
def test_the_metrics_file_tells_of_success_and_of_failure(run: Run, project: Path) -> None:
    metrics = {"metrics": {"file": "prom/llm_assets.prom"}}
    assert run(metrics).success
    text = (project / "prom" / "llm_assets.prom").read_text()
    assert 'llm_assets_users{dataset="marked",stage="output_tree"} 30\n' in text
    assert 'llm_assets_cpu_seconds{dataset="marked",stage="anonymized_users"}' in text
    (project / "users.csv").unlink()
    assert not run(metrics).success
    failed = (project / "prom" / "llm_assets.prom").read_text()
    assert 'llm_assets_success{dataset="marked",stage="raw_dataset"} 0\n' in failed
    assert 'llm_assets_users{dataset="marked",stage="raw_dataset"} 30\n' in failed
    assert MARK not in (text + failed).casefold()
