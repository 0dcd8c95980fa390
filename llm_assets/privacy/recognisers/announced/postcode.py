"""ZIP: postal codes after the words that announce them, and those of the United Kingdom, Canada and the Netherlands by their
form.

- By context (zip code, postcode, PLZ, code postal, CP, CEP, CAP, pin code …): three to nine characters that hold a digit.
- United Kingdom (Royal Mail, BS 7666): a known postcode area, district, space, sector and unit.
- Canada (Canada Post): letter digit letter, space, digit letter digit, without the letters that are never used.
- Netherlands (PostNL): four digits and two capitals, before a place name or a border.
No checksum exists. Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.quantity import is_date_or_time, is_year
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_CUES = (
    r"zip[ \-]?codes?|zipc|zip|post(?:al)?[ \-]?codes?|postal|pin[ \-]?code|plz|postleitzahl|code[ \-]postal|"
    r"cod\.? ?postal|codigo postal|cod\. postal"
    r"|c\.?p\.?|codice (?:di avviamento )?postale|cap|cep|eircode|postnummer|postnr|psc|kod pocztowy"
)
_SHORT = re.compile(r"c\.?p\.?|cap|zip|postal|pin[ \-]?code|psc", re.IGNORECASE)
# Other words may stand between a zip and its digits, on the same line: "zip and city is franklin 52330".
_ANNOUNCED = (
    rf"(?i:\b(?:{_CUES})[ \t:.#=()\-\x80]+(?:[A-Za-z\xe0'.,]+[ \t:.#=()\-\x80,]+)*(?:[A-Z][A-Z]?)?[0-9]|\b(?:cp|plz|zip|"
    rf"cep|cap):\n?[0-9])"
)
_PARTS = re.compile(rf"(?P<cue>{_CUES})\b(?P<gap>[^\n]*?\n?)(?P<letters>[A-Za-z]{{0,2}})$", re.IGNORECASE)
_LINK = re.compile(
    r"(?:[\s:.#=()\-\x80,]|\b(?:code|number|no|nr|is|was|its|the|my|and|city|town|state|ist|lautet|est|es|e|de|of|for|"
    r"area|here|und|y|ort|ville|new|current)\b)*",
    re.I,
)
_FORMS = re.compile(
    r"[A-Za-z]\d[A-Za-z][ \-]?\d[A-Za-z]\d|[A-Za-z]{1,2}\d[A-Za-z0-9]? ?\d[A-Za-z]{2}|[A-Za-z]\d[0-9Ww] ?[A-Za-z0-9]{4}|"
    r"(?:[A-Za-z]{1,2}-)?(?:"
    r"\d{5}[ \-]\d{4}|\d{5}-\d{3}|\d{2}[.]\d{3}-\d{3}|\d{3} \d{2,3}|\d{2}[ \-]\d{3}|\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{3,9})"
)
_NO_ZIP = re.compile(r"(?:market|small|mid|large|night|salary|baseball|recovery|unit of|bottle|screw|night)[ \-]?$")
_FILE = re.compile(r"\b(?:files?|folders?|archives?|drives?|lines?|up|format|bomb|tie|ties|hoodie)\b")

_UK_AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY
    HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL
    PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()
)
_UK = r"\b[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}\b"
_CA = r"\b[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ \-][0-9][ABCEGHJ-NPRSTV-Z][0-9]\b"
_NL = r"\b[1-9][0-9]{3} ?[A-Z]{2}\b"
_NOT_NL = frozenset(
    "SA SD SS AD BC CE MB GB KB TB KM HD HP CC PM AM KG ML CM MM HZ US UK EU UN IN IS IT ON OF TO AT BY OR WE HE IF SO NO "
    "GO DO MY ME UP AN "
    "AS PS PT ET CT MT VA KW MW FT PC PX ID TV DE FR ES NL QA DJ BE AC DC EX MS ED AI".split()
)


def _announced(candidate: Candidate) -> Iterator[Hit]:
    buffer = candidate.buffer
    parts = _PARTS.match(candidate.text[:-1])
    if parts is None or (candidate.start > candidate.floor and buffer[candidate.start - 1] in b"/.?&@_-"):
        return
    begin = candidate.start + parts.start("letters")
    window = buffer[begin : min(candidate.ceiling, begin + 40)].decode("latin-1")
    match = _FORMS.match(window)
    if match is None or re.match(r"[A-Za-z0-9_]|[.,:/\-]\d|%|-[A-Za-z]", window[match.end() :]) or is_date_or_time(match[0]):
        return
    value, gap = match[0], parts["gap"]
    plain = _LINK.fullmatch(gap) is not None
    figures = sum(map(str.isdigit, value))
    if not plain and (figures not in (5, 6) or len(gap) > 40 or len(gap.split()) > 5 or "." in gap):
        return
    if _SHORT.fullmatch(parts["cue"]) and (
        figures < 4 or (parts["cue"].lower() in ("cap", "cp", "c.p.", "c.p", "psc") and (figures != 5 or not plain))
    ):
        return
    if _NO_ZIP.search(candidate.context(16)) or _FILE.search(gap.lower()):
        return
    yield Hit(begin, begin + len(value), "ZIP", "zip-context", re.sub(r"[^a-z0-9]", "", value.lower()))


def _shaped(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.text
    if not candidate.alone() or (candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"-_/.#@$"):
        return
    if candidate.end < candidate.ceiling and candidate.buffer[candidate.end] in b"-_/@":
        return
    if text[0].isdigit():
        rule = "zip-nl" if _is_dutch(candidate, text) else ""
    elif len(text) == 7 and text[2].isalpha() and text[-1].isdigit():
        rule = "zip-ca"
    else:
        area = re.match(r"[A-Z]+", text)
        rule = "zip-gb" if area and area[0] in _UK_AREAS else ""
    if rule:
        yield Hit(candidate.start, candidate.end, "ZIP", rule, re.sub(r"[^a-z0-9]", "", text.lower()))


def _is_dutch(candidate: Candidate, text: str) -> bool:
    """A place stands after it, or nothing and a comma or a line's end before it."""
    if text[-2:] in _NOT_NL:
        return False
    year = is_year(text[:4]) and text[4] == " "
    rest = candidate.buffer[candidate.end : min(candidate.ceiling, candidate.end + 4)].decode("latin-1")
    lead = candidate.buffer[max(candidate.floor, candidate.start - 2) : candidate.start].decode("latin-1")
    placed = re.match(r",? +[A-Z\x27][a-z']", rest) is not None
    return (placed or not (year or rest.strip(" .,"))) and (not lead or lead[-1] == "\n" or lead[0] in ",\n" or placed)


ZIP_ANNOUNCED = Recogniser(
    "zip by context",
    _ANNOUNCED,
    _announced,
    "high",
    rules=(
        Rule(
            "zip-context", "ZIP", "zip code is 35801, PLZ 10115, CP: 28065, code postal 75001, CEP 01310-100",
            "a word for postal code before it", level="high",
        ),
    ),
)  # fmt: skip
ZIP_SHAPED = Recogniser(
    "zip by form",
    "|".join((_UK, _CA, _NL)),
    _shaped,
    "high",
    rules=(
        Rule("zip-gb", "ZIP", "SW1A 1AA", "a known postcode area, the form", "GB", "high", "Royal Mail, BS 7666"),
        Rule("zip-ca", "ZIP", "K1A 0B1", "the form and its letters", "CA", "high", "Canada Post"),
        Rule("zip-nl", "ZIP", "1012 AB Amsterdam", "the form, a place or a border beside it", "NL", "high", "PostNL"),
    ),
)
