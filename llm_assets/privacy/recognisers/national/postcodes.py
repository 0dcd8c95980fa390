"""ZIP: postcodes of the United Kingdom, whose shape says enough where they are written with capitals and a space.

Validated by the area's letters and by the letters that the inward part may have (Royal Mail, PAF; BS 7666).
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.national.checked import is_whole
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word

_AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW "
    "UB W WA WC WD WF WN WR WS WV YO ZE GIR".split()
)
_AREA = re.compile(r"[A-Z]+")
_named = any_word(["postcode", "post code", "postal code", "zip", "zip code"])


def _accept(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    area = _AREA.match(text)
    if area is None or area.group() not in _AREAS or not candidate.alone():
        return
    # Without its space it looks like many a code.
    if " " in text or is_whole(candidate, candidate.start, candidate.end) or _named(candidate.context()):
        yield Hit(candidate.start, candidate.end, "ZIP", "gb-postcode", text.replace(" ", ""))


POSTCODES = Recogniser(
    "gb-postcode",
    r"[A-Z]{1,2}[0-9][0-9A-HJKMNP-Y]? ?[0-9][ABD-HJLNP-UW-Z]{2}|GIR ?0AA",
    _accept,
    "high",
    rules=(Rule("gb-postcode", "ZIP", "postcodes", "the area, the letters of the inward part", "GB", "high", "Royal Mail"),),
)
