"""NATIONAL_ID, SSN, PASSPORT, DRIVER_LICENSE: by check digits (`checked`), by words around them (`documents`); postcodes."""

from llm_assets.privacy.recognisers.national.checked import CHECKED, WHOLE
from llm_assets.privacy.recognisers.national.documents import DOCUMENTS
from llm_assets.privacy.recognisers.national.postcodes import POSTCODES
from llm_assets.privacy.recognisers.recogniser import Recogniser

NATIONAL: tuple[Recogniser, ...] = (CHECKED, WHOLE, *DOCUMENTS, POSTCODES)
