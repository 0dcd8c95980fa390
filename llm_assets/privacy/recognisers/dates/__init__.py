"""DATE."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

DATES: tuple[Recogniser, ...] = ()
