"""DEVICE_ID: numbers of telephones, SIM cards, vehicles and other devices.

Validated: ICCID (ITU-T E.118: 89, Luhn) and VIN (ISO 3779, check digit of North America, 49 CFR 565). By the words before them
(level high): IMEI (3GPP TS 23.003), MEID, IMSI, serial numbers, other VINs, advertising and Android ids.
"""

import re
from collections.abc import Iterator

from stdnum import imei, luhn

from llm_assets.privacy.recognisers.national.checked import compact
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_CUES = (
    "imei", "meid", "iccid", "imsi", "esn", "udid", "idfa", "gaid", "idfv", "aaid", "advertising id", "android[ _]id",
    "device[ _](?:id|identifier)", "sim(?: card)? (?:number|no|nr|id)", "serial(?: (?:number|no|num|nr|#|code))?", "s/n",
    "serien-?(?:nummer|nr)", "numero de serie", "numero di serie", "serienummer", "vin", "chassis(?: (?:number|no))?",
    "fahrgestellnummer", "fahrzeug-?identifi[a-z]+nummer", "numero de chasis", "numero de chassis", "numero di telaio",
    "vehicle identification",
)  # fmt: skip
# "\b" after "#" would ask for a letter.
PATTERN = r"\b(?i:" + "|".join(_CUES) + ")"
_FILLER = re.compile(
    r"(?:[\s:#=.,()'\"\-]|(?i:numbers?|no|nr|num|nummer|numero|code|id|is|was|my|the|of|es|est|ist|lautet|e|de|der|du|del|for|this|device|phone)"
    r"(?![A-Za-z0-9]))*"
)
_VALUE = re.compile(r"(?=[0-9A-Za-z\-/ ]{0,11}[0-9])[0-9A-Za-z]+(?:[\-/.][0-9A-Za-z]+|(?<=[0-9]) (?=[0-9])[0-9]+){0,8}")
_ICCID = r"89[0-9]{2}[ \-]?[0-9]{4}[ \-]?[0-9]{4}[ \-]?[0-9]{4}[ \-]?[0-9]{2,4}"
_VIN = r"[1-5][A-HJ-NPR-Z0-9]{11}[0-9]{5}|[1-5][A-HJ-NPR-Z][A-HJ-NPR-Z0-9]{9}[A-HJ-NPR-Z0-9]{2}[0-9]{4}"
_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", (*range(10), *range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)), strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_REACH = 90


def is_vin(number: str) -> bool:
    """Whether 17 capitals and digits are a vehicle's number with North America's check digit."""
    if len(number) != 17 or not all(c in _VALUES for c in number) or len(set(number)) < 5:
        return False
    rest = sum(_VALUES[c] * weight for c, weight in zip(number, _WEIGHTS, strict=True)) % 11
    return number[8] == ("X" if rest == 10 else str(rest))


def _accept_named(candidate: Candidate) -> Iterator[Hit]:
    start = candidate.end
    if start < candidate.ceiling and is_plain(candidate.buffer[start]):
        return
    text = candidate.buffer[start : min(candidate.ceiling, start + _REACH)].decode("latin-1")
    filled = _FILLER.match(text)
    value = _VALUE.match(text, filled.end() if filled else 0)
    if value is None or (value.end() < len(text) and (is_plain(ord(text[value.end()])) or text[value.end()] in "@%_")):
        return
    number = compact(value.group())
    digits = sum(map(str.isdigit, number))
    # Serial numbers have six characters at least; "serial 2024" or "VIN 3" says something else.
    if 6 <= len(number) <= 40 and digits >= 3:
        rule = "device-imei" if imei.is_valid(number) else "device-announced"
        yield Hit(start + value.start(), start + value.end(), "DEVICE_ID", rule, number)


def _accept_checked(candidate: Candidate) -> Iterator[Hit]:
    number = compact(candidate.text)
    if not candidate.alone():
        return
    if number.isdigit():
        if 18 <= len(number) <= 20 and luhn.is_valid(number) and len(set(number)) > 3:
            yield Hit(candidate.start, candidate.end, "DEVICE_ID", "device-iccid", number)
    elif is_vin(number):
        yield Hit(candidate.start, candidate.end, "DEVICE_ID", "device-vin", number)


def _accept_answer(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.buffer[candidate.start : min(candidate.end, candidate.start + _REACH)].decode("latin-1")
    for value in _VALUE.finditer(text):
        number = compact(value.group())
        if (
            6 <= len(number) <= 40
            and sum(map(str.isdigit, number)) >= 3
            and (not value.start() or not is_plain(ord(text[value.start() - 1])))
        ):
            start, end = candidate.start + value.start(), candidate.start + value.end()
            yield Hit(start, end, "DEVICE_ID", "device-answer", number)
            return


DEVICES: tuple[Recogniser, ...] = (
    Recogniser(
        "device-checked",
        rf"{_ICCID}|{_VIN}",
        _accept_checked,
        "medium",
        rules=(
            Rule(
                "device-iccid",
                "DEVICE_ID",
                "number of a SIM card, 18 to 20 digits from 89 on",
                "python-stdnum: luhn",
                "",
                "medium",
                "ITU-T E.118",
            ),
            Rule(
                "device-vin",
                "DEVICE_ID",
                "number of a vehicle, 17 characters",
                "check digit of North America",
                "US CA MX",
                "medium",
                "ISO 3779, 49 CFR 565",
            ),
        ),
    ),
    Recogniser(
        "device",
        PATTERN,
        _accept_named,
        "high",
        rules=(
            Rule("device-imei", "DEVICE_ID", "IMEI", "its name before it, python-stdnum: imei", "", "high", "3GPP TS 23.003"),
            Rule(
                "device-announced",
                "DEVICE_ID",
                "serial numbers, IMSI, MEID, VIN, advertising and Android ids",
                "words before it (en de fr es it nl pt)",
                "",
                "high",
                "3GPP TS 23.003, ISO 3779, vendors",
            ),
        ),
    ),
    Recogniser(
        "device-answer",
        "",
        _accept_answer,
        "high",
        asked=frozenset({"device"}),
        rules=(
            Rule(
                "device-answer", "DEVICE_ID", "a device's number in the answer to a question for it", "the question", "", "high"
            ),
        ),
    ),
)
