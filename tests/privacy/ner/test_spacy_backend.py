"""spaCy as a NER back-end, with a real pipeline that is trained here."""

from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner import load
from tests.privacy.ner.material import saved_pipeline

pytestmark = pytest.mark.slow  # to train a pipeline and to load it takes as long as a run


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved_pipeline(tmp_path_factory.mktemp("spacy") / "model")


def test_people_are_found_and_places_are_not(model: Path) -> None:
    text = "I met Zyra Quell in Quellstadt ."
    spans = load("spacy", str(model)).find([text, "", "We saw Broekhoven with Conor Quibbler today ."])
    assert [(s.entity, s.rule, text[s.start : s.end]) for s in spans[0]] == [("PERSON", "ner-spacy-person", "Zyra Quell")]
    assert spans[1] == []
    assert [(s.start, s.end) for s in spans[2]] == [(23, 37)]


def test_the_settings_say_what_else_is_taken(model: Path) -> None:
    text = "I met Zyra Quell in Quellstadt ."
    labels = {"GPE": "ADDRESS", "PERSON": ""}
    assert [(s.entity, text[s.start : s.end]) for s in load("spacy", str(model), labels=labels).find([text])[0]] == [
        ("ADDRESS", "Quellstadt")
    ]


def test_a_text_longer_than_the_pipeline_reads_keeps_its_offsets(model: Path) -> None:
    text = "It is so. " * 5000 + "\n\n😀 I met Zyra Quell in Quellstadt . " + "It is so. " * 5000
    spans = load("spacy", str(model)).find([text])[0]
    assert "Zyra Quell" in [text[s.start : s.end] for s in spans]


def test_the_same_texts_give_the_same_spans_in_any_batch(model: Path) -> None:
    backend = load("spacy", str(model))
    texts = [f"I met {name} in Quellstadt ." for name in ("Zyra Quell", "Annegret Quast", "Nobody")] * 40
    assert backend.find(texts) == [backend.find([text])[0] for text in texts]


def test_the_version_tells_models_apart(model: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "model"
    shutil.copytree(model, other)
    assert load("spacy", str(other)).version == load("spacy", str(model)).version
    (other / "meta.json").write_text((other / "meta.json").read_text() + "\n")
    assert load("spacy", str(other)).version != load("spacy", str(model)).version


def test_a_pipeline_whose_labels_nobody_wants_is_refused(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "COLOUR", "pattern": "red"}])
    nlp.to_disk(tmp_path / "model")
    with pytest.raises(ConfigError, match=r"labels COLOUR, and only .*PERSON.* is taken"):
        load("spacy", str(tmp_path / "model"))
    assert (
        load("spacy", str(tmp_path / "model"), labels={"COLOUR": "ID_OTHER"}).find(["a red one"])[0][0].rule
        == "ner-spacy-colour"
    )


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no spaCy model"):
        load("spacy", str(tmp_path))


def test_spacy_gives_no_scores(model: Path) -> None:
    with pytest.raises(ConfigError, match="Leave threshold out"):
        load("spacy", str(model), threshold=0.5)
