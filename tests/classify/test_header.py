"""What headers say, in the spellings and languages that people write them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.classify.header import said_by
from llm_assets.classify.words import words_of


@pytest.mark.parametrize("header", ["customerEmail", "CUSTOMER_EMAIL", "Customer E-Mail", "customer.email", "customer-email-2"])
def test_one_header_in_many_spellings(header: str) -> None:
    assert words_of(header) == ("customer", "email")


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("Straße", "address"),
        ("prénom", "person"),
        ("fecha_de_nacimiento", "birth"),
        ("luogo_nascita", "city"),  # without its preposition
        ("geboortedatum", "birth"),
        ("cust_nm", "person"),  # short forms
        ("product_name", "attribute"),  # a name, but of a thing
        ("email_verified", "attribute"),  # a flag about an e-mail
        ("has_phone", "attribute"),
        ("visit_occurrence_id", "conversation"),  # a word between
    ],
)
def test_what_a_header_says(header: str, concept: str) -> None:
    assert said_by(header)[0].concept.name == concept


@given(st.text(max_size=60))
def test_any_text_can_be_a_header(header: str) -> None:
    said = said_by(header)
    assert all(0 < each.certainty <= 1 for each in said)
    assert [each.certainty for each in said] == sorted((each.certainty for each in said), reverse=True)
