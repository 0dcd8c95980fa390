"""Addresses of the network, of mailboxes and of pages, in every form; and what only looks like them."""

import pytest

from tests.privacy.recognisers.material import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up 192.0.2.1:8080 ok", [("IP", "192.0.2.1:8080")]),
        ("net 192.0.2.0/24.", [("IP", "192.0.2.0/24")]),
        ("IPv6:2001:db8::7", [("IP", "2001:db8::7")]),
        ("via fe80::1%eth0/64", [("IP", "fe80::1%eth0/64")]),
        ("route ::/0", [("IP", "::/0")]),
        ("64:ff9b::192.0.2.33", [("IP", "64:ff9b::192.0.2.33")]),
        ("mac address 001a2b3c4d5e", [("MAC", "001a2b3c4d5e")]),
        ("ether 0:1a:2b:3c:4d:5e", [("MAC", "0:1a:2b:3c:4d:5e")]),
        ("02:42:ac:11:00:02:aa:bb", [("MAC", "02:42:ac:11:00:02:aa:bb")]),
        ("see google.co.il", [("URL", "google.co.il")]),
        ("http://192.0.2.1/24", [("URL", "http://192.0.2.1/24")]),
        ("bob[at]host dot com", [("EMAIL", "bob[at]host dot com")]),
        ("bob @ host . com", [("EMAIL", "bob @ host . com")]),
        ("bob arroba host punto es", [("EMAIL", "bob arroba host punto es")]),
        ('"john doe"@example.com', [("EMAIL", '"john doe"@example.com')]),
        ("bob@[192.0.2.1]", [("EMAIL", "bob@[192.0.2.1]")]),
        ("email: bob@localhost", [("EMAIL", "bob@localhost")]),
        ("anna.smith at gmail.com", [("EMAIL", "anna.smith at gmail.com")]),
    ],
)
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chrome/120.0.0.0 Safari", "version 192.0.2.1", "v10.20.30.40", "face::add", "12:30:45", "text2001:db8::1",
        "10-11-12-13-14-15", "1234.5678.9012", "ff:ff:ff:ff:ff:ff", "machine 123456789012", "main.py", "report.pdf", "build.sh",
        "look at the dot in the corner", "meet me at home dot", "see you @ home. It is", "lunch @ noon. de nada", "me@home",
        "f(a).b",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert found(text) == []
