"""Settings of what Dagster does by itself: `[schedule]` and the sections in it. None of them changes a byte of the tree."""

from typing import Literal

from pydantic import Field

from llm_assets.settings.section import Section


class Sensor(Section):
    """The sensor `changed_sources`: runs the main job when a source has changed. Off until it is switched on in the UI."""

    every_seconds: int = Field(60, ge=10, description="Seconds between two looks at the sources.")
    looks: int = Field(2, ge=1, description="Looks in a row that must find the same before a run starts: files arrive slowly.")
    users_query: str | None = Field(
        None,
        min_length=1,
        description="For a database: SQL whose row changes when users do, such as SELECT max(updated_at), count(*) FROM users.",
    )
    interactions_query: str | None = Field(None, min_length=1, description="The same for interactions.")


class Freshness(Section):
    """How old the published tree may grow: Dagster shows it, and its daemon notes when it is too old."""

    fail_hours: float = Field(ge=0.1, description="Older than this is a failure.")
    warn_hours: float | None = Field(None, ge=0.1, description="Older than this is a warning; less than `fail_hours`.")


class Retries(Section):
    """How often a step is tried again after a failure that may pass: of a network, a store or a database; nothing else is."""

    count: int = Field(2, ge=0, le=20, description="How often, after the first time; 0: never.")
    delay_seconds: float = Field(30, ge=0, description="Seconds before the first of them.")
    backoff: Literal["exponential", "linear", "none"] = Field("exponential", description="How the delay grows from try to try.")
    jitter: bool = Field(
        True, description="Vary each delay by chance, so that what failed together does not come back together."
    )


class Schedule(Section):
    """When the job runs by itself (the schedule is off until it is switched on in the UI)."""

    cron: str = Field("0 2 * * *", description="Five fields: minute, hour, day of month, month, day of week.")
    timezone: str = Field("UTC", description="IANA time zone of the cron expression, such as Europe/Madrid.")
    automation: Literal["none", "eager", "cron"] = Field(
        "none",
        description="Declarative automation, in place of schedule and sensor: `eager`: each asset after what it is made of; "
        "`cron`: all of them at the times of `cron`.",
    )
    sensor: Sensor = Field(default_factory=Sensor, description="A run when a source has changed.")
    freshness: Freshness | None = Field(None, description="How old the tree may grow; absent: as old as it likes.")
    retries: Retries = Field(default_factory=Retries, description="Failures that pass.")
