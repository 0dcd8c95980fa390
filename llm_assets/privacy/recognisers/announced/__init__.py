"""Values that the words before them announce."""

from llm_assets.privacy.recognisers.announced.answer import ANSWER
from llm_assets.privacy.recognisers.announced.bank import BANK_CHECKED, BANK_PLAIN
from llm_assets.privacy.recognisers.announced.code import CODE
from llm_assets.privacy.recognisers.announced.identifier import IDENTIFIER
from llm_assets.privacy.recognisers.announced.order import ORDER
from llm_assets.privacy.recognisers.announced.password import PASSWORD
from llm_assets.privacy.recognisers.announced.postcode import ZIP_ANNOUNCED, ZIP_SHAPED
from llm_assets.privacy.recognisers.announced.short import SHORT
from llm_assets.privacy.recognisers.announced.username import MENTION, USERNAME
from llm_assets.privacy.recognisers.recogniser import Recogniser

ANNOUNCED: tuple[Recogniser, ...] = (
    PASSWORD, CODE, USERNAME, MENTION, BANK_CHECKED, BANK_PLAIN, IDENTIFIER, ORDER, ZIP_ANNOUNCED, ZIP_SHAPED, SHORT, ANSWER,
)  # fmt: skip
