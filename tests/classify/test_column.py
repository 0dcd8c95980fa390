"""What a column is: values go before headers where they are plain, and doubt ends at the safer role."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.classify.column import guess
from llm_assets.classify.measure import Measured
from llm_assets.dataset.cells import BINARY
from llm_assets.settings.model import Role

_MAILS = [f"person{n}@mail{n % 7}.example" for n in range(60)]


@pytest.mark.parametrize(
    ("header", "values", "role"),
    [
        ("notes", _MAILS, "direct"),  # the header is wrong
        ("email", ["true", "false"] * 30, "attribute"),  # a flag under the name of what it is about
        ("x17", [f"We met on day {n} and talked about the broken kettle at length" for n in range(60)], "text"),
        ("x18", [f"<p>Case {n}</p>" for n in range(60)], "html"),
        ("status", [f"He said {n} times that the order never came" for n in range(60)], "text"),  # kept would be a leak
        ("ref", [f"K{n:06d}" for n in range(60)], "pseudonym"),
        ("amount", [f"{n}.50" for n in range(60)], "attribute"),
        ("attachment", ["data:image/png;base64," + "iVBORw0KGgo" * 40] * 5, "drop"),
        ("qqq", [f"Zorblax vantru {n}" for n in range(60)], "text"),  # nobody knows: redacted
        ("email", [BINARY] * 5, "drop"),  # bytes are never passed on
        ("dob", ["1980-02-01", "1975-11-30", "1969-07-20"], "quasi"),
        ("income", ["12000", "56000", "31000"], "sensitive"),
    ],
)
def test_what_a_column_is(header: str, values: list[str], role: str) -> None:
    assert guess(header, Measured.of(values), "users").role == role


@settings(max_examples=60, deadline=None)
@given(
    header=st.text(max_size=12),
    cells=st.lists(st.none() | st.text(max_size=40), max_size=8),
    table=st.sampled_from(["users", "interactions"]),
)
def test_any_column_gets_a_role_and_a_reason_without_a_value(header: str, cells: list[str | None], table: str) -> None:
    found = guess(header, Measured.of(cells), table)  # type: ignore[arg-type]
    assert found.role in (*get_args(Role), "own_id")
    assert 0 < found.confidence <= 1
    assert not [cell for cell in cells if cell and len(cell) > 5 and cell in found.reason]


def test_the_rows_of_a_column_without_values_are_judged_by_its_header_alone() -> None:
    assert guess("Telefon", Measured.of([None, "", " "]), "users").entity == "PHONE"
    assert guess("zzz", Measured.of([None]), "users").role == "drop"
