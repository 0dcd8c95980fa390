"""Settings of who is told when a run goes wrong, and where figures and log lines go: `[alerts]`, `[metrics]`, `[logs]`."""

from typing import Literal

from pydantic import Field

from llm_assets.settings.section import Section, words

_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"


class Email(Section):
    """Alerts by e-mail."""

    to: list[str] = Field(min_length=1, description="Who gets them.")
    sender: str = Field("llm-assets@localhost", min_length=1, description="Address in From.")
    host: str = Field("localhost", min_length=1, description="The SMTP server.")
    port: int = Field(25, ge=1, le=65535, description="Its port; 587 for STARTTLS with a login, in most places.")
    security: Literal["none", "starttls", "tls"] = Field("none", description="How the connection is encrypted.")
    user: str | None = Field(None, min_length=1, description="Name for the login; not set: no login.")
    password_env: str = Field(
        "LLM_ASSETS_SMTP_PASSWORD",
        pattern=_VARIABLE,
        description="Environment variable with the password.",
        json_schema_extra=words("the name of an environment variable"),
    )


class Alerts(Section):
    """Who is told when a run or a check fails. Sent by Dagster's daemon (`dagster dev`, `dagster-daemon run`)."""

    webhook_env: str | None = Field(
        None,
        pattern=_VARIABLE,
        description="Environment variable with the URL of a webhook that takes Slack's JSON; the URL is a secret.",
        json_schema_extra=words("the name of an environment variable"),
    )
    checks: Literal["error", "warn", "none"] = Field(
        "error", description="Failed checks of runs that succeeded are told: errors alone, warnings too, or none."
    )
    email: Email | None = Field(None, description="Alerts by e-mail; absent: none.")


class ServiceLevels(Section):
    """What a run may take; the check `service_levels` of `output_tree` warns of more. A limit not set is not looked at."""

    seconds: float | None = Field(None, gt=0, description="Of the last run of all four stages together.")
    memory_bytes: int | None = Field(None, gt=0, description="Resident memory of the largest process.")
    error_rate: float | None = Field(
        None, ge=0, le=1, description="Share of the users that could not be anonymised or formatted."
    )


class Metrics(Section):
    """Where the figures of the last run are written."""

    file: str | None = Field(
        None,
        min_length=1,
        description="OpenMetrics text file, relative to the settings file, for the textfile collector of Prometheus' node "
        "exporter: a `.prom` file in its folder. Not set: none.",
    )


class Logs(Section):
    """What goes on in a run, as JSON lines."""

    file: str | None = Field(
        None,
        min_length=1,
        description="File that JSON lines are appended to, relative to the settings file, or `stdout` or `stderr`. Not set: "
        "none.",
    )
    level: Literal["info", "warning", "error"] = Field("info", description="The least that is written.")
