"""The jobs and the schedule of one dataset.

They run in process, whatever the executor of the project: a process per step costs 6 s each, and shards run in processes of
their own anyway.
"""

from typing import TYPE_CHECKING, Any

import dagster as dg

from llm_assets.defs.failures import told_safely
from llm_assets.defs.names import ASSETS, Names
from llm_assets.defs.upstream import Upstream
from llm_assets.erase import erase as erase_people
from llm_assets.settings import Schedule

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition


def build(names: Names) -> "UnresolvedAssetJobDefinition":
    """The main job: the four assets, with all their checks."""
    return dg.define_asset_job(
        names.named("build"),
        selection=dg.AssetSelection.assets(*map(names.key, ASSETS)),
        description="The main job: from the sources to the published tree, with all checks.",
        executor_def=dg.in_process_executor,
    )


def erase(names: Names, upstream: Upstream, retries: dg.RetryPolicy | None) -> dg.JobDefinition:
    """The erasure of people. upstream: of the sources, which are read again. retries: of what may pass by itself."""

    @dg.op(
        name=names.named("erase_people"),
        description="Puts the ids of [privacy] erase on the lasting list, makes the tree again without them, deletes all old "
        "trees and clears the work folder. Its output metadata is the receipt.",
        ins=upstream.op_ins,
        out=dg.Out(dg.Nothing),
        required_resource_keys=names.needs,
        retry_policy=retries,
    )
    def erasing(context: dg.OpExecutionContext, **frames: Any) -> None:
        door = names.pipeline(context)
        with told_safely(door.open(context.log.info), "erase"):
            done = erase_people(door.settings(), say=context.log.info, frames=frames or None)
            if done.receipt is None or done.tree is None:
                context.log.info("nobody is to be erased: no id is requested, and every erasure has its receipt")
                return
            told = {name: value for name, value in done.receipt.items() if value is not None}
            context.log_event(
                dg.AssetMaterialization(
                    names.key("output_tree"),
                    description="Made again without the people who were erased.",
                    metadata={"version": done.tree.version, "users": done.tree.users, "interactions": done.tree.interactions},
                )
            )
            context.add_output_metadata(told)

    @dg.job(
        name=names.named("erase"),
        description="Erases the people of [privacy] erase (GDPR, Article 17): from the tree, its old versions and the work "
        "folder, for good. Safe to run again.",
        executor_def=dg.in_process_executor,
    )
    def erased() -> None:
        erasing(**upstream.frames)

    return erased


def daily(names: Names, job: "UnresolvedAssetJobDefinition", schedule: Schedule) -> dg.ScheduleDefinition:
    """Runs the main job when the settings say; off until it is switched on."""
    return dg.ScheduleDefinition(
        name=names.named("daily_build"),
        job=job,
        cron_schedule=schedule.cron,
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Runs the main job by the clock. Off until you switch it on; time and zone are in [schedule].",
    )
