"""DATE: exact dates in digits and with names of months, months with their year; birth dates where words announce them.

Years stay but where a word says that they date something. Times of day, weekdays and relative dates ("tomorrow") stay.
"""

from llm_assets.privacy.recognisers.dates.birth import ASKED, BIRTH, BIRTH_ASKED
from llm_assets.privacy.recognisers.dates.named import NAMED
from llm_assets.privacy.recognisers.dates.numeric import NUMERIC
from llm_assets.privacy.recognisers.dates.years import YEARS
from llm_assets.privacy.recognisers.recogniser import Recogniser

DATES: tuple[Recogniser, ...] = (BIRTH, NUMERIC, NAMED, YEARS, BIRTH_ASKED, ASKED)
