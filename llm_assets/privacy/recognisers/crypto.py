"""CRYPTO."""

from llm_assets.privacy.recognisers.recogniser import Recogniser

CRYPTO: Recogniser = Recogniser("crypto", "", lambda candidate: ())
