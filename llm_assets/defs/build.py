"""Puts the definitions together."""

import dagster as dg

from llm_assets.defs.alerts import alert_sensors
from llm_assets.defs.assets import anonymized_users, formatted_documents, output_tree, raw_dataset
from llm_assets.defs.checks import CHECKS
from llm_assets.defs.jobs import build, daily, erase
from llm_assets.defs.resources import build_resources
from llm_assets.settings import Settings


def build_defs(settings: Settings) -> dg.Definitions:
    """All definitions for the settings of one dataset.

    The in-process executor is on purpose: a process per step costs 6 s each, and shards run in processes of their own anyway.
    """
    return dg.Definitions(
        assets=[raw_dataset, anonymized_users, formatted_documents, output_tree],
        asset_checks=CHECKS,
        jobs=[build, erase],
        schedules=[daily(settings.schedule)],
        sensors=alert_sensors(settings),
        resources=build_resources(settings),
        executor=dg.in_process_executor,
    )
