"""A policy inside the redactor: what was redacted stays as it is, whatever the action and whatever stands beside it."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.recognisers.recogniser import LEVELS
from llm_assets.privacy.tags import TAG
from llm_assets.settings.own_rules import SURROGATES
from llm_assets.settings.privacy_model import ENTITIES
from tests.privacy.material import PEOPLE, PIECES, texts
from tests.privacy.policy.flow import PolicyRedactor, index, policy

PATTERNS = [
    {"name": "ticket", "entity": "TICKET", "pattern": r"TCK-\d{4,6}"},
    {"name": "word", "entity": "ID_OTHER", "pattern": r"(?i)\bx\w{2,5}\b"},
]
ACTIONS = {
    "surrogate": dict.fromkeys(SURROGATES, "surrogate"),
    "mask": dict.fromkeys(ENTITIES, "mask"),
    "pseudonym": dict.fromkeys(ENTITIES, "pseudonym"),
    "tag": dict.fromkeys(ENTITIES, "tag"),
    "mixed": {"EMAIL": "surrogate", "PHONE": "mask", "URL": "mask", "PERSON": "surrogate", "IP": "keep", "TICKET": "mask"},
}


def _redactor(name: str, level: str = "high", known: bool = False) -> PolicyRedactor:
    rules = policy(actions=ACTIONS[name], patterns=PATTERNS, level=level)
    return PolicyRedactor(rules, index(PEOPLE, rules), ["p" * 24]) if known else PolicyRedactor(rules)


REDACTORS = {(name, known): _redactor(name, known=known) for name, known in product(ACTIONS, (False, True))}


@pytest.mark.parametrize(("name", "known"), list(REDACTORS), ids=str)
@settings(max_examples=25, deadline=None)
@given(written=st.lists(texts(), min_size=1, max_size=4))
def test_redacting_again_changes_nothing(name: str, known: bool, written: list[str]) -> None:
    redactor = REDACTORS[name, known]
    once = redactor.redact(written)
    assert redactor.redact(once) == once


@pytest.mark.parametrize(("level", "name"), list(product(LEVELS, ACTIONS)))
def test_every_piece_is_stable(level: str, name: str) -> None:
    redactor = _redactor(name, level)
    once = redactor.redact(PIECES)
    assert redactor.redact(once) == once


@pytest.mark.parametrize(
    ("entity", "text", "shape"),
    [
        ("EMAIL", "bob@host.com", r"[a-z]+\.[a-z]+\d{4}@example\.(com|net|org)"),
        ("EMAIL", "bob (at) host (dot) com", r"[a-z]+\.[a-z]+\d{4}@example\.(com|net|org)"),
        (
            "EMAIL",
            "anna@example.com",
            r"[a-z]+\.[a-z]+\d{4}@example\.(com|net|org)",
        ),  # a reserved host, and yet a name before it
        ("PHONE", "(415) 555-2671", r"\(\d{3}\) 555-01\d\d"),
        ("PHONE", "+44 20 7123 4567", r"\+44 20 7946 0\d{3}"),
        ("PHONE", "+33 6 12 34 56 78", r"\+33 1 99 00 \d\d \d\d"),
        ("PHONE", "+49 30 901820", r"\+49 3023125\d{3}"),  # as many digits as Berlin has
        ("PHONE", "+39 06 1234 5678", r"\[PHONE:[a-z]{8}\]"),  # no country that keeps numbers for fiction
        ("CREDIT_CARD", "4539 5787 6362 1486", r"\d{4} \d{4} \d{4} \d{4}"),
        ("IBAN", "GB82 WEST 1234 5698 7654 32", r"GB29 NWBK 6016 1331 9268 19"),
        ("IP", "10.1.2.3", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
        ("IP", "2a00:1450::1", r"2001:db8:[0-9a-f:]+"),
        ("MAC", "AA-1A-2B-3C-4D-5E", r"00-00-5E-00-53-[0-9A-F]{2}"),
    ],
)
def test_a_surrogate_has_the_shape_and_the_country_of_the_value(entity: str, text: str, shape: str) -> None:
    (written,) = REDACTORS["surrogate", False].redact([f"it is {text} here"])
    middle = written.removeprefix("it is ").removesuffix(" here")
    assert re.fullmatch(shape, middle), entity
    assert middle != text


def test_a_known_value_is_never_kept_and_never_drawn() -> None:
    first = REDACTORS["surrogate", False].redact(["call (415) 555-2671"])[0].removeprefix("call ")
    rules = policy(actions={"PHONE": "surrogate", "EMAIL": "keep"})
    redactor = PolicyRedactor(rules, index({"PHONE": [first], "EMAIL": ["bob@host.com"]}, rules), ["p" * 24])
    written = redactor.redact(["call (415) 555-2671", f"call {first}", "bob@host.com", "eve@host.com"])
    assert first not in " ".join(written)
    assert TAG.fullmatch(written[2])
    assert written[3] == "eve@host.com"


def test_what_is_off_or_allowed_stays_and_known_values_go(tmp_path) -> None:
    (tmp_path / "allow.txt").write_text("# ours\nHelp@Host.com\nPHONE:bob@host.com\nanna@host.com\n", encoding="utf-8")
    rules = policy(tmp_path, lists={"allow": ["allow.txt"]}, actions={"IP": "keep"})
    redactor = PolicyRedactor(rules, index({"EMAIL": ["anna@host.com"]}, rules), ["p" * 24])
    written = redactor.redact(["help@host.com", "bob@host.com", "anna@host.com", "10.1.2.3"])
    assert written[0] == "help@host.com"
    assert TAG.fullmatch(written[1])  # allowed as a phone, which it is not
    assert TAG.fullmatch(written[2])
    assert written[3] == "10.1.2.3"


def test_denied_values_go_everywhere_and_are_nobodys_pseudonym(tmp_path) -> None:
    (tmp_path / "vips.txt").write_text("Cher\nJane Q. Vip\n田中葵\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text("id;code\n1;BLUE FALCON\n2;\n", encoding="utf-8-sig")
    deny = {"PERSON": ["vips.txt"], "ID_OTHER": ["codes.csv#code"]}
    rules = policy(tmp_path, lists={"deny": deny})
    redactor = PolicyRedactor(rules, index({"PERSON": ["Anna Smith"]}, rules), ["p" * 24])
    written = redactor.redact(
        ["CHER was here", "jane q vip", "project blue-falcon", "田中葵です", "Anna Smith", "the falcon is blue"]
    )
    assert [TAG.sub("·", text) for text in written] == ["· was here", "·", "project ·", "·です", "p" * 24, "the falcon is blue"]


def test_a_mention_of_a_user_by_address_becomes_the_pseudonym_where_that_is_wanted() -> None:
    rules = policy(actions={"EMAIL": "pseudonym", "PERSON": "tag", "PHONE": "mask"})
    redactor = PolicyRedactor(rules, index(PEOPLE, rules), ["p" * 24])
    address, name, phone = redactor.redact([f"to {PEOPLE['EMAIL'][0]}", PEOPLE["PERSON"][0], PEOPLE["PHONE"][1]])
    assert address == f"to {'p' * 24}"
    assert TAG.fullmatch(name)
    assert phone == "(•••) •••-••••"
