"""ADDRESS and ZIP."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

ADDRESSES: tuple[Recogniser, ...] = ()
