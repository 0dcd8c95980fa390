"""Tells people that something went wrong: by a webhook that takes Slack's JSON, and by e-mail.

A message says which job, run and step, and the line that the step failed with, which holds no value of the data. Neither the
webhook's URL nor the password ever stands in an error.
"""

import http.client
import json
import os
import smtplib
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage

from llm_assets.errors import ConfigError, FileGenerationError, OutputError
from llm_assets.settings.monitoring import Alerts, Email

_SECONDS = 15  # that a server may take
_TRIES = 3
_PAUSE = 1.0  # seconds before the second try; twice that before the third


@dataclass(frozen=True, slots=True)
class Alert:
    """What is told. title: one line. lines: what happened, one fact each."""

    title: str
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole message."""
        return "\n".join([self.title, *self.lines])


def send(alert: Alert, alerts: Alerts) -> None:
    """Sends an alert on every way that the settings name.

    Raises ConfigError for a variable that is not set, OutputError when a server does not take it; the other way is tried first.
    """
    failures: list[FileGenerationError] = []
    for way in (_by_webhook, _by_email):
        try:
            way(alert, alerts)
        except FileGenerationError as error:
            failures.append(error)
    if failures:
        raise failures[0]


def _by_webhook(alert: Alert, alerts: Alerts) -> None:
    if alerts.webhook_env is None:
        return
    place = "[alerts] webhook_env"
    url = _variable(alerts.webhook_env, place)
    if not url.startswith(("http://", "https://")):
        raise ConfigError(
            f"{alerts.webhook_env} holds no http or https URL", where=place, remedy="Set it to the webhook's URL."
        )
    body = json.dumps({"text": alert.text}, ensure_ascii=False).encode()
    what = ""
    for attempt in range(_TRIES):
        try:
            request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
            with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
                return
        except urllib.error.HTTPError as error:
            what = f"HTTP {error.code}"
            error.close()
            if error.code < 500 and error.code != 429:
                break
        except (OSError, ValueError, http.client.HTTPException) as error:
            what = type(getattr(error, "reason", error)).__name__
        if attempt + 1 < _TRIES:
            time.sleep(_PAUSE * 2**attempt)
    raise OutputError(
        f"the webhook did not take the alert ({what})", where=place, remedy="Check the URL and the network."
    ) from None


def _by_email(alert: Alert, alerts: Alerts) -> None:
    settings = alerts.email
    if settings is None:
        return
    message = EmailMessage()
    message["Subject"] = alert.title
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message.set_content("\n".join(alert.lines) + "\n")
    password = _variable(settings.password_env, "[alerts.email] password_env") if settings.user else ""
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        code = getattr(error, "smtp_code", None)
        what = f"SMTP {code}" if code else type(error).__name__
        raise OutputError(
            f"the mail server did not take the alert ({what})", where="[alerts.email]", remedy="Check host, port and login."
        ) from None


def _connected(settings: Email) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=trusted)
    server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    if settings.security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _variable(name: str, place: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ConfigError(
            f"the environment variable {name} is not set",
            where=place,
            remedy="Set it where the code server, or `dagster dev`, is started.",
        )
    return value
