"""The bundled tables: their counts, their keys, and that every hard thing they were made for is in them."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import phonenumbers
import pytest

from llm_assets import sample
from llm_assets.sample.oddities import ODDITIES

Row = dict[str, Any]


def _texts(events: dict[str, Row]) -> list[str]:
    return [event[column] for event in events.values() for column in ("subject", "body", "body_html") if event[column]]


def test_counts(users: dict[str, Row], events: dict[str, Row]) -> None:
    assert (len(users), len(events)) == (300, 4000)
    assert {event["type"] for event in events.values()} == {"ticket", "chat", "order", "note", "post"}
    assert {event["author"] for event in events.values()} == {"customer", "agent"}
    assert sum(event["body_html"] is not None for event in events.values()) > 200


def test_ids_and_direct_values_are_unique(users: dict[str, Row], events: dict[str, Row]) -> None:
    with sample.USERS.open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == len(users)
    assert len(events) == sample.EVENTS.read_bytes().count(b"\n")
    for column in ("email", "phone", "username"):
        assert len({row[column].casefold() for row in users.values()}) == len(users), column


def test_every_event_names_known_users(users: dict[str, Row], events: dict[str, Row]) -> None:
    for event in events.values():
        assert event["user_id"] in users
        assert event["reply_to"] is None or event["reply_to"] in users
    assert sum(event["reply_to"] is not None for event in events.values()) > 50
    assert len(users) - len({event["user_id"] for event in events.values()}) >= 1, "some users never write"


def test_settings_give_every_column_a_role(users: dict[str, Row], events: dict[str, Row]) -> None:
    dataset = sample.sample_dataset()
    columns = set(next(iter(users.values())))
    assert {dataset.users.id, *dataset.users.columns} == columns
    assert {dataset.interactions.user, *dataset.interactions.columns} == set(next(iter(events.values())))
    assert len({tuple(event) for event in events.values()}) == 1, "every record has the same fields"


def test_quasi_identifiers_leave_most_users_at_k_5(users: dict[str, Row]) -> None:
    groups = Counter((row["country"], int(row["birth_year"]) // 20) for row in users.values())
    kept = sum(size for size in groups.values() if size >= 5)
    assert 0.75 < kept / len(users) < 1


def test_times_can_all_be_read(events: dict[str, Row]) -> None:
    forms: Counter[str] = Counter()
    for event in events.values():
        when = event["created_at"]
        if isinstance(when, int):
            forms["milliseconds" if when > 10**11 else "seconds"] += 1
            continue
        moment = datetime.fromisoformat(when)
        assert moment.tzinfo is not None
        assert 2023 <= moment.year <= 2025
        forms["Z" if when.endswith("Z") else "offset"] += 1
    assert set(forms) == {"milliseconds", "seconds", "Z", "offset"}


def test_phones_are_valid_numbers(users: dict[str, Row]) -> None:
    wrong = [row["user_id"] for row in users.values() if not phonenumbers.is_valid_number(phonenumbers.parse(row["phone"]))]
    assert not wrong


def test_mail_and_web_hosts_are_reserved_ones(users: dict[str, Row], events: dict[str, Row]) -> None:
    texts = [*_texts(events), *(value for row in users.values() for value in row.values())]
    hosts = {
        host.lower()
        for text in texts
        for host in re.findall(r"(?:[\w+]@|https?://|ftp://)([A-Za-z0-9.-]+\.[A-Za-z]{2,})", text)
    }
    assert hosts
    assert not [host for host in hosts if not re.fullmatch(r"(.+\.)?example\.(com|org|net)", host)]


def test_names_are_hard(users: dict[str, Row]) -> None:
    names = Counter(row["name"] for row in users.values())
    assert sum(count > 1 for count in names.values()) >= 4, "full names that users share"
    assert {"Will Rose", "Grace Park", "Mark May"} <= set(names), "names made of common words"
    for what, pattern in {
        "one word": r"[A-Z]\w+",
        "straight apostrophe": r".*'.*",
        "curly apostrophe": r".*’.*",
        "double": r".*\w-\w.*",
    }.items():
        assert any(re.fullmatch(pattern, name) for name in names), what
    assert any("一" <= name[0] <= "鿿" for name in names), "Chinese characters"
    assert any(unicodedata.normalize("NFD", name) != name for name in names), "diacritics"


def test_ids_are_of_three_kinds(users: dict[str, Row]) -> None:
    for pattern in (r"u-\d{4}", r"CUS\d[A-Z][0-9A-Z]{4}", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"):
        assert sum(bool(re.fullmatch(pattern, user)) for user in users) > 10, pattern


@pytest.mark.parametrize(
    "word",
    ["parcel", "Paket", "colis", "paquete", "ordine", "pacote", "Beste", "paczka", "kargo", "订单", "注文", "مرحبا", "שלום"],
)
def test_every_language_is_spoken(events: dict[str, Row], word: str) -> None:
    assert any(word in text for text in _texts(events))


ODD: dict[str, Callable[[str], Any]] = {
    "zero-width space": lambda t: "\u200b" in t,
    "no-break space": lambda t: "\u00a0" in t,
    "directional isolate": lambda t: "\u2066" in t,
    "directional embedding": lambda t: "\u202a" in t,
    "full-width digits": lambda t: re.search("[０-９]{4}", t),
    "combining marks": lambda t: re.search("[a-z][\u0300-\u036f]", t),
    "emoji joined with skin tone": lambda t: "👩🏽\u200d🚒" in t,
    "carriage returns": lambda t: "\r\n" in t,
    "escape character": lambda t: "\x1b" in t,
    "front matter": lambda t: t.startswith("---\n"),
    "forged heading": lambda t: "\n## Interaction Summary" in t,
    "closed fence": lambda t: t.count("```") == 2,
    "open fence": lambda t: t.count("```") == 1,
    "table": lambda t: "|---|" in t,
    "template syntax": lambda t: "{{ " in t and "{% " in t and "{# " in t,
    "orders to a model": lambda t: "Ignore previous instructions" in t,
    "role markers": lambda t: "<|im_start|>" in t,
    "script": lambda t: "<script>" in t,
    "JSON": lambda t: '{"event": ' in t,
    "escaped JSON": lambda t: '{\\"mail\\"' in t,
    "words that are names": lambda t: "Will you mark this" in t,
    "mailto link": lambda t: '<a href="mailto:' in t,
    "written-out e-mail": lambda t: " (at) " in t and " (dot) " in t,
    "percent-encoded e-mail": lambda t: "%40" in t,
    "long message": lambda t: len(t) > 2000,
    "quoted mail": lambda t: "\n> > " in t,
}


@pytest.mark.parametrize("oddity", ODD)
def test_every_oddity_is_there(events: dict[str, Row], oddity: str) -> None:
    assert any(ODD[oddity](text) for text in _texts(events))


def test_every_written_oddity_is_used(events: dict[str, Row]) -> None:
    bodies = [event["body"].replace("\r\n", "\n") for event in events.values()]
    for key, (_, form) in ODDITIES.items():
        longest = max(re.split(r"\{[a-z_]+\}", form), key=len)
        assert any(longest in body for body in bodies), key


def test_no_secret_stands_in_the_files_as_a_scanner_looks_for_it() -> None:
    raw = sample.EVENTS.read_text(encoding="utf-8")
    prefixes = ("sk" + "_live_", "AK" + "IA", "gh" + "p_", "xo" + "xb-", "ey" + "Jhb")
    assert not [prefix[:2] for prefix in prefixes if prefix in raw]
