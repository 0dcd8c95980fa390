"""Program text and wrapped prose hold rare words in small letters: they are no names; those of chats still are."""

import pytest

from llm_assets.privacy import Redactor

REDACTOR = Redactor(key="k" * 40)

STAYS = (
    'aexit = type(manager).__aexit__\n   value = await aenter(manager)',
    'Use the types "tuple" and "bytes" wherever such a value is wanted by the caller.',
    'An <img src="logo.svg" width="125" height="125"> of the project stands on top.',
    # Wrapped prose: the second line has no capital.
    "The interpreter leaves the block as soon as an exception is raised, and\nthe search for a handler goes on in the caller",
)  # fmt: skip


@pytest.mark.parametrize("text", STAYS)
def test_words_of_program_text_and_of_wrapped_prose_stay(text: str) -> None:
    assert REDACTOR.redact([text]) == [text]


@pytest.mark.parametrize("text", ["ask anna smith", "hi this is anna smith (anna) again", "maria lopez called"])
def test_names_in_careless_letters_are_still_found(text: str) -> None:
    assert any(span.entity == "PERSON" for span in REDACTOR.find([text])[0])
