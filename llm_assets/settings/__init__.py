"""The settings: one model, found in one of three places, with every mistake told at once."""

from llm_assets.settings.fingerprint import fingerprint
from llm_assets.settings.load import load_settings, parse_settings, read_settings
from llm_assets.settings.model import (
    Column,
    Compute,
    CsvOptions,
    Dataset,
    Interactions,
    LlmOutput,
    Privacy,
    RateLimiting,
    Schedule,
    Settings,
    Source,
    Users,
)

__all__ = [
    "Column",
    "Compute",
    "CsvOptions",
    "Dataset",
    "Interactions",
    "LlmOutput",
    "Privacy",
    "RateLimiting",
    "Schedule",
    "Settings",
    "Source",
    "Users",
    "fingerprint",
    "load_settings",
    "parse_settings",
    "read_settings",
]
