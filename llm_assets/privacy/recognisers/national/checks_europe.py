"""Check digits and dates inside numbers of Europe that python-stdnum does not know, or knows otherwise than they are issued.

Each function takes capitals and digits only, and names in its first line what it checks: the docs' table shows that line.
"""

import re

from stdnum import luhn
from stdnum.be import nn
from stdnum.ee import ik
from stdnum.es import dni, nif
from stdnum.eu import vat
from stdnum.fi import hetu
from stdnum.fr import siren, siret
from stdnum.gb import nhs
from stdnum.hu import anum
from stdnum.is_ import kennitala
from stdnum.iso7064 import mod_11_10
from stdnum.it import codicefiscale
from stdnum.lv import pvn
from stdnum.pt import nif as pt_nif
from stdnum.si import emso

from llm_assets.privacy.recognisers.national.digits import digit_sums, is_day, is_short_date, weighted


def german_insurant(number: str) -> bool:
    """KVNR: letter and nine digits, modulus 10 (section 290 SGB V)"""
    letter = f"{ord(number[0]) - 64:02d}"
    return digit_sums(letter + number[1:9], (1, 2) * 5) % 10 == int(number[9])


def german_pension(number: str) -> bool:
    """Birth date and check digit of the pension insurance number (VKVV section 2)"""
    if not (1 <= int(number[2:4]) <= 99 and 1 <= int(number[4:6]) <= 12):
        return False
    # From the second bearer of a birthday on, 50 is added to the day where serial numbers run out.
    if not 1 <= int(number[2:4]) % 50 <= 31:
        return False
    digits = number[:8] + f"{ord(number[8]) - 64:02d}" + number[9:11]
    return digit_sums(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)) % 10 == int(number[11])


_DOCUMENT = re.compile(r"[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}")


def german_document(number: str) -> bool:
    """Serial number and check digit 7-3-1 of passports and identity cards (ICAO 9303)"""
    if _DOCUMENT.fullmatch(number) is None or not number[8].isdigit() or sum(map(str.isdigit, number)) < 5:
        return False
    return sum(int(c, 36) * (7, 3, 1)[i % 3] for i, c in enumerate(number[:8])) % 10 == int(number[8])


def german_doctor(number: str) -> bool:
    """LANR: six digits and their check digit, weights 4 and 9 (KBV)"""
    return (10 - weighted(number, (4, 9, 4, 9, 4, 9)) % 10) % 10 == int(number[6]) and number[7:] != "00"


def german_tax(number: str) -> bool:
    """Check digit of the IdNr, ISO 7064 mod 11,10 (BZSt)"""
    return number[0] != "0" and len(set(number)) > 4 and mod_11_10.is_valid(number)


_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")


def british_insurance(number: str) -> bool:
    """Prefixes that are issued, and a suffix from A to D (HMRC NIM39110)"""
    return _NINO.fullmatch(number) is not None


_BRITISH_DRIVER = re.compile(r"(?=.{5}[0-9])[A-Z]{2,5}9{0,3}[0-9]([0156][0-9])([0-9]{2})[0-9][A-Z][A-Z9][0-9A-Z][A-Z]{2}")


def british_driver(number: str) -> bool:
    """Name, birth date and initials in their places (DVLA)"""
    parts = _BRITISH_DRIVER.fullmatch(number)
    return parts is not None and 1 <= int(parts[1]) % 50 <= 12 and 1 <= int(parts[2]) <= 31


def finnish_person(number: str) -> bool:
    """python-stdnum: fi.hetu"""
    # The hyphen, which says 19xx, is no part of what comes here.
    return hetu.is_valid(number if len(number) == 11 else f"{number[:6]}-{number[6:]}", allow_temporary=True)


def swedish_person(number: str) -> bool:
    """Birth date and Luhn's check digit (Skatteverket)"""
    if len(number) == 12 and number[:2] not in ("18", "19", "20"):
        return False
    digits = number[-10:]
    day = int(digits[4:6])
    # 60 is added to the day of a coordination number.
    return is_short_date(f"{digits[:4]}{day - 60 if day > 60 else day:02d}") and luhn.is_valid(digits)


def swedish_company(number: str) -> bool:
    """Luhn's check digit, and no month in the middle (Bolagsverket)"""
    return int(number[2:4]) >= 20 and luhn.is_valid(number)


def danish_person(number: str) -> bool:
    """Birth date; its check digit is no longer given (CPR-kontoret)"""
    return is_short_date(number[:6], "dmy") and len(set(number)) > 2


def polish_person(number: str) -> bool:
    """Birth date from 1900 on, and check digit (PESEL, gov.pl)"""
    month = int(number[2:4])
    if month > 32 or not is_day((2000 if month > 20 else 1900) + int(number[:2]), month % 20, int(number[4:6])):
        return False
    return weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def italian_person(number: str) -> bool:
    """python-stdnum: it.codicefiscale; a wrong last letter is forgiven"""
    if codicefiscale.is_valid(number):
        return True
    return number[8] in "ABCDEHLMPRST" and int(number[9:11]) % 40 <= 31


def european_vat(number: str) -> bool:
    """python-stdnum: eu.vat"""
    return vat.is_valid(number)


def russian_pension(number: str) -> bool:
    """SNILS: sum of the digits by place, modulus 101 (PFR)"""
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101 % 100 == int(number[9:])


def spanish_short(number: str) -> bool:
    """python-stdnum: es.dni, with the zero that people leave out"""
    return dni.is_valid("0" + number)


def spanish_foreigner(number: str) -> bool:
    """python-stdnum: es.nif, of natural persons"""
    return number[0] in "XYZKLM" and nif.is_valid(number)


def french_tax(number: str) -> bool:
    """First digit 0 to 3 and a key, modulus 511 (DGFiP)"""
    return number[0] in "0123" and int(number[:10]) % 511 == int(number[10:])


def french_company(number: str) -> bool:
    """python-stdnum: fr.siren, fr.siret"""
    return len(set(number)) > 2 and (siren if len(number) == 9 else siret).is_valid(number)


def dutch_document(number: str) -> bool:
    """Two letters, six letters or digits without O, a digit (RvIG)"""
    return "O" not in number and sum(map(str.isdigit, number)) > 3


def belgian_person(number: str) -> bool:
    """python-stdnum: be.nn"""
    # The birth date may be unknown (month or day 00) in the register, but then too much else would pass.
    return 1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) <= 31 and nn.is_valid(number)


def portuguese_tax(number: str) -> bool:
    """python-stdnum: pt.nif, first digit of a taxpayer"""
    return number[0] in "1235689" and pt_nif.is_valid(number)


def british_health(number: str) -> bool:
    """python-stdnum: gb.nhs"""
    return len(set(number)) > 2 and nhs.is_valid(number)


def icelandic_person(number: str) -> bool:
    """Birth date and python-stdnum: is_.kennitala"""
    return number[9] in "890" and kennitala.is_valid(number)


def baltic_person(number: str) -> bool:
    """Birth date and check digit of Estonia and Lithuania (python-stdnum: ee.ik)"""
    return number[0] in "3456" and ik.is_valid(number)


def latvian_person(number: str) -> bool:
    """Birth date and check digit (python-stdnum: lv.pvn)"""
    return number[0] in "0123" and pvn.is_valid(number)


def balkan_person(number: str) -> bool:
    """Birth date from 1900 on, and python-stdnum: si.emso"""
    return (number[4] == "9" or number[4:6] in ("00", "01", "02", "03")) and emso.is_valid(number)


def hungarian_tax(number: str) -> bool:
    """python-stdnum: hu.anum, of the first eight digits"""
    return number[8] in "12345" and anum.is_valid(number[:8])
