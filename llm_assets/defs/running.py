"""What Dagster does by itself with the four assets, as `[schedule]` says: retries, automation, freshness.

What does not belong here: jobs and the schedule (`jobs`), the sensor on sources (`sensors`).
"""

from dataclasses import dataclass
from datetime import timedelta

import dagster as dg

from llm_assets.defs.names import ASSETS, Names
from llm_assets.settings.running import Freshness, Retries, Schedule

_BACKOFF = {"exponential": dg.Backoff.EXPONENTIAL, "linear": dg.Backoff.LINEAR, "none": None}


@dataclass(frozen=True)
class Running:
    """retries: of every stage; condition: of every asset; freshness: of the tree. None where the settings want none."""

    retries: dg.RetryPolicy | None
    condition: dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey] | None
    freshness: dg.FreshnessPolicy | None

    @classmethod
    def of(cls, schedule: Schedule) -> "Running":
        """What the settings say."""
        return cls(_retries(schedule.retries), _condition(schedule), _freshness(schedule.freshness))


def _retries(retries: Retries) -> dg.RetryPolicy | None:
    """Which failures are tried again is said by each error: see `failures`."""
    if not retries.count:
        return None
    jitter = dg.Jitter.PLUS_MINUS if retries.jitter else None
    return dg.RetryPolicy(retries.count, retries.delay_seconds, _BACKOFF[retries.backoff], jitter)


def _condition(schedule: Schedule) -> dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey] | None:
    """A stage whose blocking check failed is not gone on from. One that is made in the same run is made with its checks, and
    they stop the run: it need not have passed them before."""
    passed = dg.AutomationCondition.all_checks_match(
        dg.AutomationCondition.check_passed() | dg.AutomationCondition.will_be_requested(), blocking_only=True
    )
    fit = dg.AutomationCondition.all_deps_match(passed | dg.AutomationCondition.will_be_requested())
    if schedule.automation == "eager":
        return dg.AutomationCondition.eager() & fit
    if schedule.automation == "cron":
        return dg.AutomationCondition.on_cron(schedule.cron, schedule.timezone) & fit
    return None


def _freshness(freshness: Freshness | None) -> dg.FreshnessPolicy | None:
    if freshness is None:
        return None
    warn = None if freshness.warn_hours is None else timedelta(hours=freshness.warn_hours)
    return dg.FreshnessPolicy.time_window(timedelta(hours=freshness.fail_hours), warn)


def automations(names: Names, schedule: Schedule) -> list[dg.SensorDefinition]:
    """The sensor that evaluates the conditions; the setting is its switch. None where there are no conditions."""
    if schedule.automation == "none":
        return []
    target = dg.AssetSelection.assets(*map(names.key, ASSETS))
    return [
        dg.AutomationConditionSensorDefinition(
            names.named("automation"),
            target=target,
            default_status=dg.DefaultSensorStatus.RUNNING,
            description=f"Materializes the assets by declarative automation: [schedule] automation = {schedule.automation}.",
        )
    ]
