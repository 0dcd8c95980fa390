"""The job and its schedule."""

import dagster as dg

from llm_assets.settings import Schedule

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    description="The main job: from the sources to the published tree, with all checks.",
)


def daily(schedule: Schedule) -> dg.ScheduleDefinition:
    """Runs `build` when the settings say; off until it is switched on."""
    return dg.ScheduleDefinition(
        name="daily_build",
        job=build,
        cron_schedule=schedule.cron,
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Runs the main job by the clock. Off until you switch it on; time and zone are in [schedule].",
    )
