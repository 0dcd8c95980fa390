"""DEVICE_ID."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

DEVICES: tuple[Recogniser, ...] = ()
