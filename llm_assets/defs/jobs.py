"""The jobs and the schedule."""

import dagster as dg

from llm_assets.defs.failures import told_safely
from llm_assets.defs.resources import PipelineResource
from llm_assets.erase import erase as erase_people
from llm_assets.settings import Schedule

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    description="The main job: from the sources to the published tree, with all checks.",
)


@dg.op(
    name="erase_people",
    description="Puts the ids of [privacy] erase on the lasting list, makes the tree again without them, deletes all old trees "
    "and clears the work folder. Its output metadata is the receipt.",
    out=dg.Out(dg.Nothing),
)
def _erase(context: dg.OpExecutionContext, pipeline: PipelineResource) -> None:
    with told_safely(pipeline.open(context.log.info), "erase"):
        done = erase_people(pipeline.settings(), say=context.log.info)
        if done.receipt is None or done.tree is None:
            context.log.info("nobody is to be erased: no id is requested, and every erasure has its receipt")
            return
        told = {name: value for name, value in done.receipt.items() if value is not None}
        context.log_event(
            dg.AssetMaterialization(
                "output_tree",
                description="Made again without the people who were erased.",
                metadata={"version": done.tree.version, "users": done.tree.users, "interactions": done.tree.interactions},
            )
        )
        context.add_output_metadata(told)


@dg.job(
    name="erase",
    description="Erases the people of [privacy] erase (GDPR, Article 17): from the tree, its old versions and the work folder, "
    "for good. Safe to run again.",
)
def erase() -> None:
    _erase()


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
