"""The name tagger: what ships, what it finds and leaves, that company changes nothing, and that its time is linear."""

import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.names.tagger import name_tagger
from llm_assets.privacy.view import View


def names(texts: list[str], before: list[str] | None = None) -> list[list[str]]:
    view = View(texts)
    found: list[list[str]] = [[] for _ in texts]
    for first, end, rule in name_tagger().find(view, before or [""] * len(texts)):
        assert rule == "name-tagger"
        text, start, stop = view.locate(first, end)
        found[text].append(texts[text][start:stop])
    return found


FOUND = [
    ("Yesterday Maria Gonzalez called the office.", ["Maria Gonzalez"]),
    ("please ask maria gonzalez about it", ["maria gonzalez"]),
    ("Ist Katharina Vogel heute im Büro?", ["Katharina Vogel"]),
    ("Le colis est pour Jean-Pierre Dubois.", ["Jean-Pierre Dubois"]),
    ("La paciente Carmen Ruiz Ortega fue dada de alta.", ["Carmen Ruiz Ortega"]),
    ("Il pacco è per Giulia Ferrari.", ["Giulia Ferrari"]),
    ("Het pakket is voor Pieter van der Berg.", ["Pieter van der Berg"]),
    ("O pacote é para João da Silva.", ["João da Silva"]),
]
LEFT_ALONE = [
    "My order has not arrived yet and the app shows an error.",
    "Please open Settings, then Privacy, then Account.",
    "We flew from Berlin to Paris in May.",
    "will you mark it as done? may i ask why the bill is so high",
    "Die Lieferung kommt am Montag mit der Post.",
    "Se realizó una ecografía del riñón derecho.",
    "nothing else thank you",
    "Dear customer, your order is on its way.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_names_are_found(text: str, expected: list[str]) -> None:
    assert names([text]) == [expected]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert names([text]) == [[]]


def test_a_pseudonym_and_a_tag_are_no_names() -> None:
    assert names(["thanks qwertyuiopasdfghjklzxcvb", "hello [PERSON:abcdefgh], how are you"]) == [[], []]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("Anna mith.,\n-'é中[]", max_size=40) | st.sampled_from([text for text, _ in FOUND]), max_size=8))
def test_company_changes_nothing(texts: list[str]) -> None:
    texts = [*texts, "Anna Smith wrote to anna"]
    assert names(texts) == [names([text])[0] for text in texts]


@pytest.mark.parametrize("unit", ["Anna ", "a", "A. ", "de la ", "x-", "Anna\n", "\U0001f600"])
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        view, best = View([text]), 9.0
        for _ in range(3):
            begin = time.process_time()
            list(name_tagger().find(view, [""]))
            best = min(best, time.process_time() - begin)
        return best

    seconds(1_000)
    assert seconds(400_000) < 40 * seconds(40_000) + 0.1


def test_what_ships_is_small_and_has_its_card() -> None:
    folder = Path(str(files("llm_assets.privacy.names")))
    sizes = [path.stat().st_size for path in folder.iterdir() if path.suffix == ".npz"]
    assert len(sizes) == 2
    assert sum(sizes) <= 5_000_000
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    for source in ("Broad Twitter Corpus", "WikiGold", "WNUT17", "GermEval", "Faker"):
        assert source in card
    assert "It never finds all names" in card
