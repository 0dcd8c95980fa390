"""DATE: exact dates in digits and with names of months, months with their year; birth dates where words announce them.

Times of day, bare years, weekdays and relative dates ("tomorrow") name no day and stay.
"""

from llm_assets.privacy.recognisers.dates.birth import ASKED, BIRTH, BIRTH_ASKED
from llm_assets.privacy.recognisers.dates.named import NAMED
from llm_assets.privacy.recognisers.dates.numeric import NUMERIC
from llm_assets.privacy.recognisers.recogniser import Recogniser

DATES: tuple[Recogniser, ...] = (BIRTH, NUMERIC, NAMED, BIRTH_ASKED, ASKED)
