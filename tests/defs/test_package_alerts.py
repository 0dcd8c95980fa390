"""Whom the alerts of a dataset tell of what, in a project with assets of others."""

from pathlib import Path

import dagster as dg
import pytest

from llm_assets import build_defs
from llm_assets.settings import parse_settings
from tests.monitoring.servers import webhook

from .conftest import MARK, dataset


@dg.asset
def revenue() -> None:
    raise dg.Failure(f"{MARK} paid nothing")


@dg.asset_check(asset=revenue)
def paid() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, description=f"{MARK} paid nothing")


@pytest.fixture
def defs(project: Path) -> dg.Definitions:
    """Two datasets that tell one webhook, and a project that fails by itself. No source is there, so that no run takes long."""
    (project / "users.csv").unlink()
    values = {"dataset": dataset(), "alerts": {"webhook_env": "ZQ_HOOK"}}
    told = [
        build_defs(
            parse_settings(values | {"dataset": {**dataset(), "name": name}}, root=project, origin="test"), key_prefix=name
        )
        for name in ("support", "shop")
    ]
    executor = dg.in_process_executor
    raw = dg.AssetKey(["support", "raw_dataset"])
    jobs = [
        dg.define_asset_job("sales", dg.AssetSelection.assets(revenue), executor_def=executor),
        dg.define_asset_job("nightly", dg.AssetSelection.assets(revenue, raw), executor_def=executor),
    ]
    return dg.Definitions.merge(*told, dg.Definitions([revenue], asset_checks=[paid], jobs=jobs))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("job", "told"),
    [
        ("support_build", {"support"}),  # its own job
        ("sales", set()),  # nothing of either
        ("nightly", {"support"}),  # a job of the project that makes an asset of one
    ],
)
def test_a_dataset_tells_of_runs_that_it_is_part_of_and_names_nobody(
    defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, job: str, told: set[str]
) -> None:
    ran = defs.resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False)
    assert not ran.success
    [event] = [each for each in ran.all_events if each.event_type_value == "PIPELINE_FAILURE"]
    with webhook() as hook:
        monkeypatch.setenv("ZQ_HOOK", hook.url)
        for name in ("support", "shop"):
            sensor = defs.resolve_sensor_def(f"{name}_tell_of_failures")
            context = dg.build_run_status_sensor_context(f"{name}_tell_of_failures", event, instance, ran.dagster_run)
            sensor(context.for_run_failure())
    assert {text.split(" of ")[1].split()[0] for text in (each["text"] for each in hook.got)} == told
    for each in hook.got:
        assert "support__raw_dataset: DatasetError: no such file" in each["text"]
        assert MARK not in each["text"].casefold()
        assert ("revenue: Failure" in each["text"]) == (job == "nightly")
