"""ADDRESS and ZIP: street addresses, boxes, and postal codes, as people of many countries write them."""

from llm_assets.privacy.recognisers.addresses.announced import ANNOUNCED, ASKED
from llm_assets.privacy.recognisers.addresses.boxes import BOXES
from llm_assets.privacy.recognisers.addresses.named import ENDED, PREFIXED
from llm_assets.privacy.recognisers.addresses.numbered import NUMBERED
from llm_assets.privacy.recognisers.addresses.postal import POSTAL
from llm_assets.privacy.recognisers.addresses.zips import ZIPS
from llm_assets.privacy.recognisers.recogniser import Recogniser

ADDRESSES: tuple[Recogniser, ...] = (NUMBERED, PREFIXED, ENDED, POSTAL, *BOXES, ANNOUNCED, ASKED, *ZIPS)
