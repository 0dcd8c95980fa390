"""Surrogates: stable, keyed, never a known value, and never taken for a real one nor the reverse."""

import pickle
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.mask import masked
from llm_assets.privacy.policy.names import lists
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.policy.reserved import CARDS, IBANS, reserved
from llm_assets.privacy.policy.surrogate import Surrogates
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings.fingerprint import SURROGATES as SOURCE
from tests.privacy.policy.flow import policy

REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR")


def _surrogates(secret: str = "a", taken=lambda _: False) -> Surrogates:
    return Surrogates(Pseudonymizer(Key(secret.encode() * 32), "d", "high"), REGIONS, taken)


OURS = _surrogates()
SHAPES = {
    "PERSON": ["Anna Smith", "Schmidt, Jürgen", "IVAN PETROV", "анна иванова", "Иван Петров", "giulia rossi"],
    "EMAIL": ["bob@host.com"],
    "PHONE": ["(415) 555-2671", "415.555.2671", "+1 415 555 2671", "+44 20 7123 4567", "0033 1 23 45 67 89", "030 901820"],
    "CREDIT_CARD": ["4539 5787 6362 1486", "371449635398432", "30569309025905"],
    "IBAN": ["GB82 WEST 1234 5698 7654 32", "de89370400440532013001"],
    "IP": ["10.1.2.3", "2a00:1450:4001:81b::200e"],
    "MAC": ["00:1a:2b:3c:4d:5e", "AA1A.2B3C.4D5E"],
}


@pytest.mark.parametrize(("entity", "text"), [(entity, text) for entity, texts in SHAPES.items() for text in texts])
@given(key=st.text(max_size=8), scope=st.text(max_size=3))
def test_a_surrogate_is_settled_and_its_value_is_not(entity: str, text: str, key: str, scope: str) -> None:
    drawn = OURS.of(entity, key, scope, text)
    assert drawn is not None
    assert OURS.settled(entity, drawn)
    assert not OURS.settled(entity, text)
    assert OURS.of(entity, key, scope, text) == drawn


@pytest.mark.parametrize("entity", ["PERSON", "EMAIL", "PHONE", "IP"])
def test_another_key_another_scope_and_another_value_give_another(entity: str) -> None:
    text = SHAPES[entity][0]
    drawn = {
        _surrogates(secret).of(entity, key, scope, text)
        for secret, key, scope in (("a", "k", "s"), ("b", "k", "s"), ("a", "l", "s"), ("a", "k", "t"), ("a", "m", "u"))
    }
    assert len(drawn) > 2  # few are possible, so two may agree


@pytest.mark.parametrize("entity", ["PERSON", "EMAIL", "PHONE", "IP", "MAC", "CREDIT_CARD"])
def test_a_known_value_is_not_drawn_and_none_at_all_when_all_are_known(entity: str) -> None:
    text = SHAPES[entity][0]
    first = OURS.of(entity, "k", "s", text)
    other = _surrogates(taken=lambda drawn: drawn == first)
    assert other.of(entity, "k", "s", text) not in (None, first)
    assert not other.settled(entity, str(first))
    assert _surrogates(taken=lambda _: True).of(entity, "k", "s", text) is None


def test_nearly_no_real_name_and_no_real_address_is_taken_for_ours() -> None:
    (_, locales), left, seen = lists(), 0, 0
    for given_names, family_names in locales.values():
        for first in islice(given_names, 0, None, 5):
            for last in islice(family_names, 0, None, 5):
                seen += 1
                left += OURS.settled("PERSON", f"{first} {last}")
    assert left / seen < 1 / 300  # a given name may stand in several lists
    assert not any(OURS.settled("EMAIL", f"{name}{number}@example.com") for name in ("anna", "j.doe") for number in range(1000))


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("PERSON", "Anna"), ("PERSON", "Anna Maria Smith"), ("PERSON", "田中葵"), ("PERSON", ""), ("PERSON", ","),
        ("PHONE", "+39 06 1234 5678"), ("CREDIT_CARD", "4" * 19), ("IBAN", "XX12 3456"),
        ("IBAN", "GB82 WEST 1234"), ("IP", "10.1.2.3:80"), ("MAC", "00:1a:2b:3c:4d:5e:6f:70"), ("URL", "https://host.com/a"),
    ],
)  # fmt: skip
def test_what_has_no_surrogate_gets_none(entity: str, text: str) -> None:
    assert OURS.of(entity, "k", "s", text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0639981234", "a mobile in the Netherlands, a number for fiction in France"),
        ("0199001234", "Savona in Italy, fiction in France"),
        ("03023125123", "Brescia in Italy, fiction in Berlin"),
        ("2125550123", "Rio de Janeiro, fiction in New York"),
        ("666 12 34 56", "a mobile in Spain, no social security number"),
        ("555-0123", "seven digits are a number everywhere"),
    ],
)
def test_what_is_reserved_here_and_real_elsewhere_is_not_reserved(text: str, why: str) -> None:
    assert not reserved("PHONE", text), why


def test_the_closed_lists_pass_their_checksums() -> None:
    from stdnum import luhn
    from stdnum.iso7064 import mod_97_10

    assert all(luhn.is_valid(card) for card in CARDS)
    assert all(mod_97_10.is_valid(iban[4:] + iban[:4]) for iban in IBANS.values())


def test_the_fingerprint_names_the_lists_that_are_there() -> None:
    assert lists()[0] == SOURCE


@given(st.text(), st.sampled_from(["PHONE", "PERSON", "SECRET", "PASSWORD"]))
def test_a_mask_shows_no_letter_and_no_digit_and_stays(text: str, entity: str) -> None:
    once = masked(entity, text)
    assert masked(entity, once) == once
    assert len(once) == len(text)
    assert not any(char.isalnum() for char in once)


def test_signs_of_a_password_are_masked_too() -> None:
    assert masked("PASSWORD", "p@ss/w0rd!") == "•" * 10
    assert masked("PHONE", "(415) 555-2671") == "(•••) •••-••••"


def test_a_policy_goes_to_workers() -> None:
    rules = policy(actions={"EMAIL": "surrogate"}, patterns=[{"name": "t", "pattern": "TCK"}])
    assert [rule.name for rule in rules.rules()] == ["t"]
    assert pickle.loads(pickle.dumps(rules)) == rules
    assert Policy().left("users", "bio") == frozenset()
