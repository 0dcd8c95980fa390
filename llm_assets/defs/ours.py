"""Which runs of a Dagster instance are a dataset's own: for sensors, in a project with other assets and other datasets."""

from collections.abc import Iterator

import dagster as dg
from dagster import DagsterEventType, DagsterInstance

from llm_assets.defs.names import Names

_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def has_part_in(names: Names, run: dg.DagsterRun, instance: DagsterInstance) -> bool:
    """Whether a run is one of the dataset's jobs, or makes one of its assets in a job of the project."""
    if run.job_name in names.jobs:
        return True
    planned = instance.get_records_for_run(run.run_id, of_type=DagsterEventType.ASSET_MATERIALIZATION_PLANNED).records
    return any(record.asset_key in names.keys for record in planned)


def made(names: Names, run: dg.DagsterRun, step: str | None) -> bool:
    """Whether a step of a run is the dataset's."""
    steps = tuple(key.to_python_identifier() for key in names.keys)
    return run.job_name in names.jobs or (step or "").startswith(steps)


def under_way(names: Names, instance: DagsterInstance, location: str | None) -> Iterator[str]:
    """Ids of the dataset's runs that have not ended. location: the code location, whose runs alone are looked at; None: all."""
    for run in instance.get_runs(dg.RunsFilter(statuses=_UNDER_WAY)):
        origin = run.remote_job_origin
        elsewhere = location and origin and origin.repository_origin.code_location_origin.location_name != location
        if not elsewhere and has_part_in(names, run, instance):
            yield run.run_id
