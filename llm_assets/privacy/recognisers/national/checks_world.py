"""Check digits and dates in numbers of other continents that python-stdnum does not know, or not as they are issued.

Each function takes capitals and digits only, and names in its first line what it checks: the docs' table shows that line.
"""

import re

from stdnum import luhn, verhoeff
from stdnum.mx import rfc

from llm_assets.privacy.recognisers.national.digits import is_short_date, weighted


def american_medicare(number: str) -> bool:
    """Letters and digits in their places, without S L O I B Z (CMS, MBI format)"""
    return re.fullmatch(_MBI, number) is not None


_MBI = "[1-9]L(?:[0-9]|L)[0-9]L(?:[0-9]|L)[0-9]LL[0-9]{2}".replace("L", "[AC-HJKMNP-RT-Y]")


def american_taxpayer(number: str) -> bool:
    """Area 9 and a group that is issued (IRS: ITIN)"""
    group = int(number[3:5])
    return number[0] == "9" and (50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99)


def american_provider(number: str) -> bool:
    """NPI: Luhn's check digit over 80840 and the number (CMS)"""
    return number[0] in "12" and len(set(number)) > 2 and luhn.is_valid("80840" + number)


def american_prescriber(number: str) -> bool:
    """DEA: registrant type and check digit"""
    odd, even = weighted(number[2:7], (1, 0, 1, 0, 1)), weighted(number[3:8], (1, 0, 1, 0, 1))
    return number[0] in "ABCDEFGHJKLMPRSTUX" and (odd + 2 * even) % 10 == int(number[8])


def quebec_health(number: str) -> bool:
    """RAMQ: birth date, 50 added to the month of women"""
    month = int(number[6:8])
    return is_short_date(f"{number[4:6]}{month - 50 if month > 50 else month:02d}{number[8:10]}")


def brazilian_worker(number: str) -> bool:
    """PIS/PASEP/NIT: check digit, modulus 11 (Caixa)"""
    check = 11 - weighted(number, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if check > 9 else check) == int(number[10]) and len(set(number)) > 2


def singapore_person(number: str) -> bool:
    """NRIC and FIN: prefix and check letter (ICA)"""
    if number[0] not in "STFGM":
        return False
    total = weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}.get(number[0], "XWUTRQPNMLK")
    return number[8] == letters[total % 11]


def hong_kong_person(number: str) -> bool:
    """HKID: check digit, modulus 11 (Immigration Department)"""
    value = 324 + (ord(number[0]) - 55) * 8 + weighted(number[1:7], (7, 6, 5, 4, 3, 2))
    return (value + (10 if number[7] == "A" else int(number[7]) if number[7].isdigit() else 99)) % 11 == 0


def taiwanese_person(number: str) -> bool:
    """Area, sex and check digit (Ministry of the Interior)"""
    area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    total = area // 10 + area % 10 * 9 + weighted(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return number[1] in "1289" and total % 10 == 0


def korean_person(number: str) -> bool:
    """Birth date, sex and century (numbers given since 2020 have no check digit)"""
    return number[6] in "12345678" and is_short_date(number[:6]) and len(set(number)) > 3


def korean_company(number: str) -> bool:
    """Check digit, weights 1 3 7 1 3 7 1 3 5 (NTS)"""
    return (weighted(number, (1, 3, 7, 1, 3, 7, 1, 3, 5, 1)) + int(number[8]) * 5 // 10) % 10 == 0


def korean_driver(number: str) -> bool:
    """Region of issue from 11 to 28"""
    return 11 <= int(number[:2]) <= 28 and len(set(number)) > 2


def indian_aadhaar(number: str) -> bool:
    """Verhoeff's check digit, no leading 0 or 1 (UIDAI)"""
    return number[0] not in "01" and len(set(number)) > 2 and verhoeff.is_valid(number)


def indian_voter(number: str) -> bool:
    """Three letters and seven digits; the check digit is not given everywhere"""
    return number[:3].isalpha() and number[3:].isdigit()


def indian_business(number: str) -> bool:
    """State, PAN and the letter Z in their places (GSTN)"""
    return 1 <= int(number[:2]) <= 37 and number[13] == "Z"


def arab_emirates_person(number: str) -> bool:
    """Country code 784, year of birth and Luhn's check digit (ICP)"""
    return number[:3] == "784" and number[3:5] in ("19", "20") and luhn.is_valid(number)


def egyptian_person(number: str) -> bool:
    """Century, birth date and governorate"""
    return number[0] in "23" and is_short_date(number[1:7]) and (1 <= int(number[7:9]) <= 35 or number[7:9] == "88")


def iranian_person(number: str) -> bool:
    """Check digit, modulus 11"""
    rest = weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return len(set(number)) > 2 and int(number[9]) == (rest if rest < 2 else 11 - rest)


def australian_patient(number: str) -> bool:
    """Medicare card: check digit, weights 1 3 7 9 (Services Australia)"""
    return number[0] in "23456" and weighted(number, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def american_bank(number: str) -> bool:
    """ABA routing number: Federal Reserve district and check digit 3-7-1"""
    prefix = int(number[:2])
    issued = 1 <= prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80
    return issued and weighted(number, (3, 7, 1) * 3) % 10 == 0


def australian_tax(number: str) -> bool:
    """python-stdnum: au.tfn; one digit repeated does not count"""
    return len(set(number)) > 2 and weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def canadian_insurance(number: str) -> bool:
    """Luhn's check digit, no leading 0 or 8 (Service Canada)"""
    return number[0] not in "08" and len(set(number)) > 2 and luhn.is_valid(number)


def saudi_person(number: str) -> bool:
    """First digit 1 or 2, and Luhn's check digit"""
    return number[0] in "12" and len(set(number)) > 2 and luhn.is_valid(number)


def mexican_tax(number: str) -> bool:
    """python-stdnum: mx.rfc, without its check digit (many are given otherwise)"""
    return rfc.is_valid(number)
