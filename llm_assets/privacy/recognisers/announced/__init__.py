"""Values that the words before them announce."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

ANNOUNCED: tuple[Recogniser, ...] = ()
