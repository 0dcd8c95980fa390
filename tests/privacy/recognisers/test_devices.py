"""Numbers of devices and plates of vehicles: by check digit, and by the words before them. Every row says why it is there.

The numbers are examples of standards (ISO 3779, 3GPP TS 23.003) or invented.
"""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.recognisers import devices, plates
from llm_assets.privacy.recognisers.devices import is_vin
from llm_assets.privacy.recognisers.recogniser import Candidate, Recogniser

DEVICES = [
    ("my imei is 490154203237518", "490154203237518", "IMEI of the standard"),
    ("IMEI: 49-015420-323751-8.", "49-015420-323751-8", "IMEI in groups"),
    ("ICCID 8914800000000000000", "8914800000000000000", "SIM card"),
    ("imsi 310150123456789", "310150123456789", "subscriber"),
    ("serial number: C02XG0FDJGH5", "C02XG0FDJGH5", "serial number"),
    ("S/N F2LQ-1234-77", "F2LQ-1234-77", "serial number, abbreviated"),
    ("Seriennummer 5CD1234XYZ", "5CD1234XYZ", "German"),
    ("numéro de série : AB12345678", "AB12345678", "French"),
    ("the VIN is 1M8GDM9AXKP042788", "1M8GDM9AXKP042788", "VIN with its check digit"),
    ("Fahrgestellnummer WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001", "VIN of Europe, without check digit"),
    ("android id 9774d56d682e549c", "9774d56d682e549c", "Android"),
    ("IDFA 6D92078A-8246-4BA4-AE5B-76104861E7DC", "6D92078A-8246-4BA4-AE5B-76104861E7DC", "advertising id"),
]
NO_DEVICES = [
    ("serial killers of 1990", "another sense of serial"),
    ("the serial number is on the back", "no number"),
    ("serial number 12", "too short"),
    ("the wine was 2019 vintage", "vin is no word of its own"),
    ("vin rouge 2019", "wine, and a year"),
    ("it is 490154203237518 you see", "an IMEI without words"),
    ("1M8GDM9AXKP042789", "the check digit of the VIN is wrong"),
]
PLATES = [
    ("My car reg is AB51 ABC and it expires", "AB51 ABC", "GB"),
    ("Kennzeichen B-MW 1234", "B-MW 1234", "DE"),
    ("matrícula 1234 BCD", "1234 BCD", "ES"),
    ("plate 7ABC123", "7ABC123", "US"),
    ("plaque d'immatriculation AA-123-BB", "AA-123-BB", "FR"),
    ("targa AB 123 CD", "AB 123 CD", "IT"),
    ("kenteken 12-ABC-3", "12-ABC-3", "NL"),
    ("placa ABC1D23", "ABC1D23", "BR"),
    ("vehicle KA53ME3456", "KA53ME3456", "IN"),
    ("AB51 ABC", "AB51 ABC", "GB, the whole message"),
    ("34 ABC 1234", "34 ABC 1234", "TR, the whole message"),
]
NO_PLATES = [
    ("a plate of 12 oysters", "food"),
    ("5 plates and 6 cups", "dishes"),
    ("the registration is open until 5 pm", "another registration"),
    ("vehicles in 2020 were new", "a year"),
    ("placa madre 1234", "digits only"),
    ("we saw AB51 ABC there", "a plate's shape without words"),
    ("10 am", "a time"),
    ("16 gb 512", "a size, near a Turkish plate: more than a plate's letters"),
]


@lru_cache(maxsize=2)
def redactor(level: str) -> Redactor:
    return Redactor(level, key="k" * 40, names=False)


def found(text: str, entity: str, level: str = "high") -> list[str]:
    return [text[span.start : span.end] for span in redactor(level).find([text])[0] if span.entity == entity]


@pytest.mark.parametrize(("text", "number", "why"), DEVICES)
def test_devices(text: str, number: str, why: str) -> None:
    assert found(text, "DEVICE_ID") == [number], why


@pytest.mark.parametrize(("text", "why"), NO_DEVICES)
def test_no_devices(text: str, why: str) -> None:
    assert found(text, "DEVICE_ID") == [], why


@pytest.mark.parametrize(("text", "plate", "why"), PLATES)
def test_plates(text: str, plate: str, why: str) -> None:
    assert found(text, "LICENSE_PLATE") == [plate], why
    assert found(text, "LICENSE_PLATE", "medium") == [], why


@pytest.mark.parametrize(("text", "why"), NO_PLATES)
def test_no_plates(text: str, why: str) -> None:
    assert found(text, "LICENSE_PLATE") == [], why


def test_the_answer_to_a_question() -> None:
    def answered(recognisers: tuple[Recogniser, ...], text: bytes) -> list[bytes]:
        (answer,) = [recogniser for recogniser in recognisers if recogniser.asked]
        return [text[hit.start : hit.end] for hit in answer.accept(Candidate(text, 0, len(text), 0, len(text), ""))]

    assert answered(devices.DEVICES, b"sure, C02XG0FDJGH5") == [b"C02XG0FDJGH5"]
    assert answered(devices.DEVICES, b"I bought it in 2 shops") == []
    assert answered(plates.PLATES, b"it is AB51 ABC") == [b"AB51 ABC"]
    assert answered(plates.PLATES, b"I have no car since 2019") == []


@given(st.integers(0, 16), st.sampled_from("123456789"))
def test_one_wrong_digit_of_a_vin_shows(place: int, digit: str) -> None:
    number = "11111111111111111"
    assert is_vin("1M8GDM9AXKP042788")
    assert not is_vin(number), "one character only"
    changed = "1M8GDM9AXKP042788"[:place] + digit + "1M8GDM9AXKP042788"[place + 1 :]
    same = changed == "1M8GDM9AXKP042788" or changed[place] == {"M": "4", "G": "7", "D": "4", "A": "1", "K": "2", "P": "7"}.get(
        "1M8GDM9AXKP042788"[place]
    )
    # The digit that the letter stands for has the same weight.
    assert is_vin(changed) is (same and place != 8)


@given(st.lists(st.sampled_from([text for text, *_ in (*DEVICES, *PLATES)]), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_redacting_again_changes_nothing(parts: list[str]) -> None:
    once = redactor("high").redact([", ".join(parts)])
    assert redactor("high").redact(once) == once
