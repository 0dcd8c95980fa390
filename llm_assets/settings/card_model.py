"""Settings of what the tree says of itself to catalogues of datasets: `[llm_output.card]`."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from llm_assets.settings.section import Section, words


def _text(value: Any) -> Any:
    """TOML has dates without quotes, Dagster's run config knows none."""
    return value.isoformat() if type(value) is date else value


_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra=words("a date, as in 2026-05-03"))]


class Card(Section):
    """What README.md and croissant.json tell catalogues. Nothing here comes from the data, and nothing from a clock."""

    license: str = Field(
        "unknown",
        min_length=1,
        pattern=r"^[^\s\"\\]+$",
        description="An SPDX identifier in small letters (`cc-by-4.0`), or a URL.",
        json_schema_extra=words("an identifier such as cc-by-4.0, or a URL"),
    )
    published: Annotated[Day | None, BeforeValidator(_text, json_schema_input_type=Day | None)] = Field(
        None, description="The day of publication; not set: 1980-01-01, the constant time of all files, which stands for none."
    )
    version: str = Field(
        "1.0.0",
        pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$",
        description="Your number for this release of the dataset.",
        json_schema_extra=words("three numbers, as in 1.0.0"),
    )
