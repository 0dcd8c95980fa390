"""Presidio as a NER back-end, over a real spaCy pipeline that is trained here."""

from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner import load
from tests.privacy.ner.material import saved_pipeline

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Presidio's own
]
TEXT = "I met Zyra Quell in Quellstadt ."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved_pipeline(tmp_path_factory.mktemp("presidio") / "model", person="PER")


def test_people_are_found_and_nothing_else(model: Path) -> None:
    backend = load("presidio", str(model))
    spans = backend.find([f"{TEXT} Mail zyra@quell.example", ""])
    assert [(s.entity, s.rule, TEXT[s.start : s.end]) for s in spans[0]] == [("PERSON", "ner-presidio-person", "Zyra Quell")]
    assert spans[1] == []
    assert "presidio-analyzer" in backend.version


def test_its_other_recognisers_can_be_asked(model: Path) -> None:
    text = f"{TEXT} From 192.0.2.7 ."
    found = load("presidio", str(model), labels={"IP_ADDRESS": "IP"}).find([text])[0]
    assert [text[s.start : s.end] for s in found] == ["Zyra Quell", "192.0.2.7"]


def test_below_the_threshold_nothing_is_taken(model: Path) -> None:
    assert load("presidio", str(model), threshold=0.99).find([TEXT]) == [[]]


def test_a_pipeline_without_people_is_refused(tmp_path: Path) -> None:
    folder = saved_pipeline(tmp_path / "model", person="COLOUR")
    with pytest.raises(ConfigError, match="only PERSON is taken"):
        load("presidio", str(folder))
