"""LICENSE_PLATE."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

PLATES: tuple[Recogniser, ...] = ()
