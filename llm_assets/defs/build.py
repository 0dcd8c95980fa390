"""Puts the definitions of one dataset together."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import dagster as dg

from llm_assets.defs.alerts import alert_sensors
from llm_assets.defs.assets import build_assets
from llm_assets.defs.checks import checks_of
from llm_assets.defs.jobs import build, daily, erase
from llm_assets.defs.looking import audit, preview, purge_work_dir
from llm_assets.defs.names import Names
from llm_assets.defs.resources import build_resources
from llm_assets.defs.running import Running, automations
from llm_assets.defs.sensors import source_sensors
from llm_assets.defs.upstream import Asset, Upstream
from llm_assets.pipeline import Pipeline
from llm_assets.settings import Settings, read_settings

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition


def build_defs(
    settings: Settings | str | os.PathLike[str],
    *,
    key_prefix: str | Sequence[str] | None = None,
    group_name: str | None = None,
    owners: Sequence[str] | None = None,
    upstream: Sequence[Asset] = (),
    users: Asset | None = None,
    interactions: Asset | None = None,
) -> dg.Definitions:
    """The definitions of one dataset, to be merged into those of your project.

    settings: the settings, or the path of their file (TOML; a relative path starts from the current folder).
    key_prefix: one part or several, put before the names of assets, and with `_` before those of jobs, the schedule, sensors
    and resources. Datasets that stand side by side need one each.
    group_name: group of the assets; the prefix when not given, `llm_assets` without one. owners: of the assets.
    upstream: assets to be made before `raw_dataset`, which finds what they wrote where the settings say (a file, a table).
    users, interactions: assets whose values are DataFrames, loaded by their IO manager, that stand in for a source.

    No executor is set: yours stays as it is, and the jobs here run in process.
    Raises ConfigError for a file that cannot be used, settings that are wrong, or a name that Dagster does not take.
    """
    declared = settings if isinstance(settings, Settings) else read_settings(settings)
    names = Names.of(key_prefix, group_name, owners)
    made_by = Upstream.of(upstream, users, interactions)
    running = Running.of(declared.schedule)
    main = build(names)
    jobs: list[UnresolvedAssetJobDefinition | dg.JobDefinition] = [
        main,
        erase(names, made_by, running.retries),
        preview(names, made_by, running.retries),
        audit(names, running.retries),
        purge_work_dir(names, running.retries),
    ]
    return dg.Definitions(
        assets=build_assets(names, made_by, running, Pipeline(declared).dataset),
        asset_checks=[check.of(names) for check in checks_of(declared)],
        jobs=jobs,
        schedules=[daily(names, main, declared.schedule)],
        sensors=[
            *source_sensors(names, main, declared, made_by),
            *automations(names, declared.schedule),
            *alert_sensors(declared, names),
        ],
        resources=build_resources(declared, names.named),
    )
