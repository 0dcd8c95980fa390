"""What log lines and settings files announce: names after `user=`, passwords of variables."""

import pytest

from llm_assets.privacy import Redactor
from tests.privacy.recognisers.material import found


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("INFO auth login ok user=crossluis63 took=12", "USERNAME", "crossluis63"),
        ("DB_PASSWORD=1ChYN81ELH7z0LEX!", "PASSWORD", "1ChYN81ELH7z0LEX!"),
        ("my new password is xK9$mq44Lp but it says it needs a symbol", "PASSWORD", "xK9$mq44Lp"),
    ],
)
def test_they_are_found(text: str, entity: str, value: str) -> None:
    assert (entity, value) in found(text)


def test_a_dutch_letter_names_its_reader() -> None:
    assert "Hoog" not in Redactor(key="k" * 40).redact(["Geachte heer de Hoog, dank voor uw bericht."])[0]


@pytest.mark.parametrize(
    "text",
    [
        "form = Form(user=request.user, data=x)",  # an object of a program
        "PASSWORD=$DB_PASS and go",  # a variable
        "USER_PASSWORD: str = None",
        "the user=name pair",
    ],
)
def test_program_text_stays(text: str) -> None:
    assert found(text) == []
