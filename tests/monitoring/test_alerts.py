"""Alerts reach a real webhook and a real mail server; what cannot be sent is told without the secrets."""

import pytest

from llm_assets.errors import ConfigError, OutputError
from llm_assets.monitoring import alerts as module
from llm_assets.monitoring.alerts import Alert, send
from llm_assets.settings.monitoring import Alerts
from tests.monitoring.servers import mail_server, webhook

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
ALERT = Alert("llm-assets: build of shop failed", ("run 1234", "output_tree: PrivacyViolation: …é"))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.01)


def _alerts(port: int | None = None, **email: object) -> Alerts:
    values: dict[str, object] = {"webhook_env": "ZQ_HOOK"}
    if port is not None:
        values["email"] = {"to": ["a@team.example", "b@team.example"], "host": "127.0.0.1", "port": port, **email}
    return Alerts.model_validate(values)


def test_both_ways_get_the_whole_message(monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook() as hook, mail_server("zq-password") as mail:
        monkeypatch.setenv("ZQ_HOOK", hook.url)
        monkeypatch.setenv("LLM_ASSETS_SMTP_PASSWORD", "zq-password")
        send(ALERT, _alerts(mail.port, user="zq-user"))
    assert hook.got == [{"text": ALERT.text}]
    [(to, message)] = mail.got
    assert to == ["a@team.example", "b@team.example"]
    assert message["Subject"] == ALERT.title
    assert message.get_payload(decode=True).decode().split() == " ".join(ALERT.lines).split()  # type: ignore[union-attr]


def test_a_webhook_that_stumbles_is_asked_again_and_one_that_refuses_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook() as hook:
        monkeypatch.setenv("ZQ_HOOK", hook.url)
        hook.answers = [503, 429]
        send(ALERT, _alerts())
        assert (hook.requests, len(hook.got)) == (3, 1)
        hook.answers = [404]
        with pytest.raises(OutputError, match=r"did not take the alert \(HTTP 404\)"):
            send(ALERT, _alerts())
        assert hook.requests == 4


def test_the_mail_goes_out_although_the_webhook_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZQ_HOOK", "http://127.0.0.1:1/services/zq-secret-path")
    with mail_server() as mail, pytest.raises(OutputError, match="webhook") as caught:
        send(ALERT, _alerts(mail.port))
    assert len(mail.got) == 1
    assert "zq-secret-path" not in str(caught.value)


@pytest.mark.parametrize(
    ("hook", "email", "what"),
    [
        (None, None, "ZQ_HOOK is not set"),
        ("file:///etc/passwd", None, "no http or https URL"),
        ("http://[zq-secret", None, "the webhook did not take the alert"),
        ("http://127.0.0.1:1/zq-secret", None, "the webhook did not take the alert"),
        ("", {"user": "zq-user"}, "is not set"),
    ],
)
def test_what_cannot_be_sent_is_one_line_without_secrets(
    hook: str | None, email: dict[str, object] | None, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZQ_HOOK", raising=False)
    monkeypatch.delenv("LLM_ASSETS_SMTP_PASSWORD", raising=False)
    if hook:
        monkeypatch.setenv("ZQ_HOOK", hook)
    with pytest.raises((OutputError, ConfigError), match=what) as caught:
        send(ALERT, _alerts(1 if email else None, **(email or {})))
    assert "zq-secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_wrong_password_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_ASSETS_SMTP_PASSWORD", "zq-wrong")
    with mail_server("zq-password") as mail:
        alerts = _alerts(mail.port, user="zq-user").model_copy(update={"webhook_env": None})
        with pytest.raises(OutputError, match=r"did not take the alert \(SMTP 535\)") as caught:
            send(ALERT, alerts)
    assert "zq-wrong" not in str(caught.value)


def test_a_server_without_encryption_gets_no_mail_that_asks_for_it() -> None:
    with mail_server() as mail:
        alerts = _alerts(mail.port, security="starttls").model_copy(update={"webhook_env": None})
        with pytest.raises(OutputError, match="the mail server did not take the alert"):
            send(ALERT, alerts)
    assert mail.got == []
