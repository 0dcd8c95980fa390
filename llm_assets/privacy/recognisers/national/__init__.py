"""NATIONAL_ID, PASSPORT, DRIVER_LICENSE."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

NATIONAL: tuple[Recogniser, ...] = ()
