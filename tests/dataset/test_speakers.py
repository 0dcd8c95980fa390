"""Which values of a speaker column are roles."""

import pytest

from llm_assets.dataset.speakers import is_role, without_roles


@pytest.mark.parametrize(
    "value",
    ["agent", "Customer", "AGENT 7", "user_2", "support-bot", "Kunde", "utilisateur", "Usuário", "客服", "assistant", "System",
     "12", "Speaker", "soporte", "tier 2 support", "n", ""],
)  # fmt: skip
def test_roles_stay_readable(value: str) -> None:
    assert is_role(value), value


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Anna Brown", "Anna Brown"),
        ("Agent Anna Brown", "Anna Brown"),
        ("Anna Brown (Support)", "Anna Brown"),
        ("agent: Anna", "Anna"),
        ("Dr. Chen", "Dr. Chen"),
        ("anna_brown", "anna_brown"),
        ("anna.brown@example.org", "anna.brown@example.org"),
        ("田中葵", "田中葵"),
        ("Rose", "Rose"),
        ("agent 40712", "40712"),
    ],
)
def test_names_do_not(value: str, name: str) -> None:
    assert not is_role(value)
    assert without_roles(value) == name
