"""Values that the words before them announce."""

from llm_assets.privacy.recognisers.announced.password import PASSWORD
from llm_assets.privacy.recognisers.announced.username import MENTION, USERNAME
from llm_assets.privacy.recognisers.recogniser import Recogniser

ANNOUNCED: tuple[Recogniser, ...] = (PASSWORD, USERNAME, MENTION)
