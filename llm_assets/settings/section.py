"""The base of all sections of the settings, and the words that several of them share."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Entity = Literal[
    "PERSON", "EMAIL", "PHONE", "ADDRESS", "ZIP", "CREDIT_CARD", "IBAN", "BANK_ACCOUNT", "SSN", "NATIONAL_ID", "PASSPORT",
    "DRIVER_LICENSE", "IP", "MAC", "URL", "USERNAME", "DATE", "CRYPTO", "SECRET", "PASSWORD", "DEVICE_ID", "LICENSE_PLATE",
    "ID_OTHER",
]  # fmt: skip
Level = Literal["low", "medium", "high"]


class Section(BaseModel):
    """Base of all sections: unknown keys are mistakes, and no mistake repeats the value that caused it.

    `patternErrorMessage` beside a pattern says it in words: for editors that read the JSON schema, and for `problems`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)


def words(text: str) -> dict[str, Any]:
    """What a pattern allows, in words, for the JSON schema."""
    return {"patternErrorMessage": text}
