"""BANK_ACCOUNT: codes of banks and accounts that have a checksum or a form of their own, where the words before them name it.

- ABA routing transit number, United States: nine digits, a Federal Reserve prefix, weights 3-7-1 (python-stdnum).
- CLABE, Mexico: eighteen digits, weights 3-7-1 modulo ten (Banco de Mexico).
- BIC (ISO 9362): four letters, a country (ISO 3166), two and perhaps three more characters.
- Sort code, United Kingdom and Ireland: six digits in pairs. BLZ, Germany: eight digits. BSB, Australia: six. IFSC, India:
  four letters, a zero, six characters. RIB, France: 23 characters with key (mod 97). Agencia and conta, Brazil.
Level low with a checksum, else high.
"""

import re
from collections.abc import Callable, Iterator

from stdnum.us import rtn

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_GAP = (
    r"(?:[\s:#=.()/\-\x80]|\b(?:number|numbers|no|nr|num|nummer|numero|code|id|is|are|ist|lautet|es|est|e|transit|aba|rtn|"
    r"bank|the|my)\b)*"
)
_CHECKED = rf"(?i:\b(?:routing|aba|rtn|clabe|rib|releve d'identite bancaire|transit){_GAP}[0-9])"
_PLAIN = rf"(?i:\b(?:sort[ \-]?code|blz|bankleitzahl|bsb|agencia|swift|bic|ifsc){_GAP}[0-9A-Z])"
_PARTS = re.compile(
    rf"(?P<cue>routing|aba|rtn|clabe|rib|releve d'identite bancaire|transit|sort[ \-]?code|blz|bankleitzahl|bsb|agencia|"
    rf"swift|bic|ifsc){_GAP}",
    re.I,
)
_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM
    CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU
    GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MG MH MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PR PS PT
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ
    UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)


def _rib(value: str) -> bool:
    """Letters count as on old telephones: AJ=1, BKS=2 … IRZ=9; the whole is a multiple of 97."""
    text = re.sub(r"[ \-]", "", value.upper())
    if len(text) != 23 or not text.isalnum():
        return False
    table = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
    digits = text.translate(table)
    return (89 * int(digits[:5]) + 15 * int(digits[5:10]) + 3 * int(digits[10:21]) + int(digits[21:])) % 97 == 0


def _clabe(value: str) -> bool:
    digits = re.sub(r"[ \-]", "", value)
    total = sum(int(digit) * weight % 10 for digit, weight in zip(digits[:17], (3, 7, 1) * 6, strict=False))
    return (10 - total % 10) % 10 == int(digits[17])


def _bic(value: str) -> bool:
    return value[4:6].upper() in _COUNTRIES and (value.isupper() or value.islower())


_FORMS: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "routing": (re.compile(r"\d{9}|\d{4}-\d{4}-\d"), lambda value: bool(rtn.is_valid(value.replace("-", "")))),
    "clabe": (re.compile(r"\d(?:[ \-]?\d){17}"), _clabe),
    "rib": (re.compile(r"[0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){22}"), _rib),
    "sort": (re.compile(r"\d\d[ \-]?\d\d[ \-]?\d\d"), lambda _: True),
    "blz": (re.compile(r"\d{3} ?\d{3} ?\d\d"), lambda _: True),
    "bsb": (re.compile(r"\d{3}[ \-]?\d{3}"), lambda _: True),
    "agencia": (re.compile(r"\d{4}(?:-[0-9Xx])?"), lambda _: True),
    "bic": (re.compile(r"[A-Za-z]{6}[A-Za-z0-9]{2}(?:[A-Za-z0-9]{3})?"), _bic),
    "ifsc": (re.compile(r"[A-Za-z]{4}0[A-Za-z0-9]{6}"), lambda _: True),
}
_NAMES = {
    "aba": "routing", "rtn": "routing", "transit": "routing", "releve d'identite bancaire": "rib",
    "bankleitzahl": "blz", "swift": "bic",
}  # fmt: skip


def _accept(candidate: Candidate) -> Iterator[Hit]:
    parts = _PARTS.match(candidate.text)
    if parts is None:
        return
    cue = re.sub(r"^sort.*", "sort", parts["cue"].lower())
    kind = _NAMES.get(cue, cue)
    form, valid = _FORMS[kind]
    begin = candidate.start + parts.end()
    window = candidate.buffer[begin : min(candidate.ceiling, begin + 48)].decode("latin-1")
    match = form.match(window)
    if match is None or not valid(match[0]) or re.match(r"[A-Za-z0-9]|[.,:]\d", window[match.end() :]):
        return
    key = re.sub(r"[^a-z0-9]", "", match[0].lower())
    yield Hit(begin, begin + match.end(), "BANK_ACCOUNT", f"bank-{kind}", key)


BANK_CHECKED = Recogniser(
    "bank number",
    _CHECKED,
    _accept,
    "low",
    rules=(
        Rule("bank-routing", "BANK_ACCOUNT", "routing number 111000025", "weights 3-7-1, words before it", "US", source="ABA"),
        Rule(
            "bank-clabe",
            "BANK_ACCOUNT",
            "CLABE 032180000118359719",
            "weights 3-7-1, words before it",
            "MX",
            source="Banco de Mexico",
        ),
        Rule("bank-rib", "BANK_ACCOUNT", "RIB 30006000011234567890189", "mod 97, words before it", "FR", source="CFONB"),
    ),
)
BANK_PLAIN = Recogniser(
    "bank code",
    _PLAIN,
    _accept,
    "high",
    rules=(
        Rule("bank-sort", "BANK_ACCOUNT", "sort code 12-34-56", "words before it", "GB, IE", "high", "UK Payments"),
        Rule("bank-blz", "BANK_ACCOUNT", "BLZ 370 400 44", "words before it", "DE", "high", "Deutsche Bundesbank"),
        Rule("bank-bsb", "BANK_ACCOUNT", "BSB 012-345", "words before it", "AU", "high", "AusPayNet"),
        Rule("bank-agencia", "BANK_ACCOUNT", "agencia 1234-5", "words before it", "BR", "high", "FEBRABAN"),
        Rule("bank-bic", "BANK_ACCOUNT", "BIC COBADEFFXXX", "country code, words before it", "", "high", "ISO 9362"),
        Rule(
            "bank-ifsc", "BANK_ACCOUNT", "IFSC SBIN0001234", "its form, words before it", "IN", "high", "Reserve Bank of India"
        ),
    ),
)
