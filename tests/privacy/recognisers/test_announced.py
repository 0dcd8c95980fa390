"""Numbers and names that the words before them announce; and where the next sentence begins."""

import pytest

from tests.privacy.recognisers.material import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A V and six digits is no version, however it begins.
        ("My order number is V221732 and it is late", [("ID_OTHER", "V221732")]),
        ("booking reference V329211", [("ID_OTHER", "V329211")]),
        ("Order #A-99812-XZ has not arrived", [("ID_OTHER", "A-99812-XZ")]),
        # The customer's number was taken for a postal code, and half of it stayed.
        (
            "wohnhaft Am Alten Markt 12, 50667 Köln. Kundennummer 8834-221-7.",
            [("ADDRESS", "Am Alten Markt 12, 50667 Köln"), ("ID_OTHER", "8834-221-7")],
        ),
        (
            "14 rue de la Paix, 75002 Paris. Tél. 06 12 34 56 78",
            [("ADDRESS", "14 rue de la Paix, 75002 Paris"), ("PHONE", "06 12 34 56 78")],
        ),
        ("Mon numéro de sécu: 2 85 05 78 006 084 36", [("NATIONAL_ID", "2 85 05 78 006 084 36")]),
        ("Login failed for user jsmith92 from here", [("USERNAME", "jsmith92")]),
        ("user jsmith_92 cannot log in", [("USERNAME", "jsmith_92")]),
        # By their form alone; the last groups of a parcel's number were taken for a street.
        ("it is about ORD-36-900562, thanks", [("ID_OTHER", "ORD-36-900562")]),
        ("RYX-375773", [("ID_OTHER", "RYX-375773")]),
        (
            "Tracking 1Z 501 45 4192 says delivered, but nothing arrived at 95006 B",
            [("ID_OTHER", "1Z 501 45 4192")],
        ),
    ],
)
def test_what_is_announced(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I updated to version V12 and v2.14.3-rc1",
        "order #covid19 masks are back",
        "the user story12 is done, see user guide3",
        "user request.user2 in the code",
        "part no. ABC-12345 of the GPU RTX-4090, CVE-2024-3094",
        "COVID-19, ISO-9001, UTF-8, A4-2020, HTTP-404, KB-5034441, CVE-2024-12345, JDK-8301234, FW-20240131, B737-800",
        "the model LXQ-100234 and article AB-123456, build QX-12-123456, x/AB-123456, AB-123456-7, AB-123456.7",
        "1. e4 c5 2. Nf3 d6, Sicilian B90, ECO-B90",
    ],
)
def test_left_alone(text: str) -> None:
    assert found(text) == []
