"""PERSON by rules."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

PERSONS: tuple[Recogniser, ...] = ()
