"""Cards, social security numbers, IBANs: by checksum, and by the words beside them."""

import pytest

from tests.privacy.recognisers.material import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my card 180016070420458 is lost", [("CREDIT_CARD", "180016070420458")]),
        ("mi tarjeta es 4111-1111-1111-1112", [("CREDIT_CARD", "4111-1111-1111-1112")]),
        ("Meine Karte: 5018 6466 7909", [("CREDIT_CARD", "5018 6466 7909")]),
        ("4012 8888 8888 1882 is my visa", [("CREDIT_CARD", "4012 8888 8888 1882")]),
        ("What's your credit card? 3522235032377454", [("CREDIT_CARD", "3522235032377454")]),
        ("card ending in 4242", [("CREDIT_CARD", "4242")]),
        ("the last four digits of my ssn are 1234", [("SSN", "1234")]),
        ("my visa, cvv 123", [("SECRET", "123")]),
        ("my visa, exp 04/27", [("DATE", "04/27")]),
        ("4111 1111 1111 1111 04/27 123", [("CREDIT_CARD", "4111 1111 1111 1111"), ("DATE", "04/27"), ("SECRET", "123")]),
        ("ssn 000.12.3456", [("SSN", "000.12.3456")]),
        ("social security number: 536 90 4399", [("SSN", "536 90 4399")]),
        ("itin 912-70-1234", [("SSN", "912-70-1234")]),
        ("IBAN: DE89 3704 0044 0532 0130 01 please", [("IBAN", "DE89 3704 0044 0532 0130 01")]),
    ],
)
def test_found_by_what_stands_beside(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I paid by card for order 123456789012", "the year ending in 2023",
        "a story ending with 1234", "the coupon expires 04/27",
        "4111 1111 1111 1112", "rows 4000 1200 5100 2200 3300 4401", "12 345 6789\n13 346 6790",
        "536904399", "version 4111111111111112", "certified to ISO-27001-2022", "DIN-66399-2012 and EN-12345-2019",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert [entity for entity, _ in found(text) if entity in ("CREDIT_CARD", "SSN", "IBAN", "SECRET")] == []


def test_context_alone_counts_at_high_only() -> None:
    assert found("my card 180016070420458 is lost", level="medium") == []
