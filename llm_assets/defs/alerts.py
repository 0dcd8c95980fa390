"""Sensors that tell of failed runs and failed checks, on the ways that `[alerts]` names. Dagster's daemon runs them.

In a project with other assets they tell of runs that this dataset is part of, and of nobody else's checks.
"""

from collections.abc import Iterator

import dagster as dg
from dagster import DagsterEventType, DagsterInstance

from llm_assets.defs.names import Names
from llm_assets.defs.ours import has_part_in, made
from llm_assets.errors import FileGenerationError
from llm_assets.monitoring.alerts import Alert, send
from llm_assets.settings import Settings
from llm_assets.settings.monitoring import Alerts

_ASSET_JOB = "__ASSET_JOB"  # Dagster's own, when assets are materialized without a job


def alert_sensors(settings: Settings, names: Names) -> list[dg.SensorDefinition]:
    """Both sensors, switched on; none where nobody is to be told."""
    alerts = settings.alerts
    if alerts.webhook_env is None and alerts.email is None:
        return []
    dataset = settings.dataset.name if settings.dataset else "sample"
    sensors: list[dg.SensorDefinition] = [_of_failures(alerts, dataset, names)]
    return sensors if alerts.checks == "none" else [*sensors, _of_checks(alerts, dataset, names)]


def _of_failures(alerts: Alerts, dataset: str, names: Names) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name=names.named("tell_of_failures"),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells of every run that fails, by webhook and e-mail as [alerts] says.",
    )
    def tell_of_failures(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
        run = context.dagster_run
        if not has_part_in(names, run, context.instance):
            return dg.SkipReason("a run of other assets")
        steps = [
            f"{event.step_key}: {_why(event, told=made(names, run, event.step_key))}"
            for event in context.get_step_failure_events()
        ] or ["no step failed: look at the run's log"]
        _send(Alert(f"llm-assets: {_job(run)} of {dataset} failed", (f"run {run.run_id}", *steps)), alerts)
        return None

    return tell_of_failures


def _of_checks(alerts: Alerts, dataset: str, names: Names) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name=names.named("tell_of_checks"),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells of checks that failed in a run that succeeded, by webhook and e-mail as [alerts] says.",
    )
    def tell_of_checks(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
        run = context.dagster_run
        found = list(_failed_checks(context.instance, run.run_id, names, warnings=alerts.checks == "warn"))
        if not found:
            return dg.SkipReason("no check failed")
        title = f"llm-assets: {len(found)} check{'s' * (len(found) > 1)} of {dataset} failed"
        _send(Alert(title, (f"run {run.run_id} of {_job(run)}", *found)), alerts)
        return None

    return tell_of_checks


def _failed_checks(instance: DagsterInstance, run_id: str, names: Names, *, warnings: bool) -> Iterator[str]:
    """One line for each failed check of the dataset in a run: where, how bad, and what it says."""
    for record in instance.get_records_for_run(run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION).records:
        event = record.event_log_entry.dagster_event
        if event is None:
            continue
        found = event.asset_check_evaluation_data
        if found.asset_key not in names.keys:
            continue
        if not found.passed and (warnings or found.severity is dg.AssetCheckSeverity.ERROR):
            asset = found.asset_key.to_user_string()
            yield f"{asset}.{found.check_name} ({found.severity.value.lower()}): {found.description or 'failed'}"


def _why(event: dg.DagsterEvent, *, told: bool) -> str:
    """What a step says of its failure. What was not told on purpose, and by this package, may hold anything: its type alone."""
    data = event.step_failure_data
    if told and data.user_failure_data is not None and data.user_failure_data.description:
        return str(data.user_failure_data.description)
    return str(data.error.cls_name) if data.error is not None else "failed"


def _job(run: dg.DagsterRun) -> str:
    return "a materialization" if run.job_name == _ASSET_JOB else run.job_name


def _send(alert: Alert, alerts: Alerts) -> None:
    """Fails the tick with one line, and nothing of the exception behind it, which may name the webhook."""
    try:
        send(alert, alerts)
    except FileGenerationError as error:
        failure = dg.Failure(f"{type(error).__name__}: {error}")
    else:
        return
    raise failure from None
