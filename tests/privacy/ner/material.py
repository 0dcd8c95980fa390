"""A small real spaCy pipeline for the tests, trained here on invented sentences: seconds, and nothing to download."""

import importlib.util
from pathlib import Path

import pytest

NAMES = ("Zyra Quell", "Anselmo Pradilla", "Ottavia Brambillini", "Sjoerd Broekhof", "Annegret Quast", "Conor Quibbler")
PLACES = ("Quellstadt", "Pradilla Bay", "Broekhoven", "Northquell")
_FRAMES = ("{n} lives in {p} .", "I met {n} in {p} .", "{n} called .", "We saw {p} with {n} today .", "The parcel is for {n} .")


def needs(package: str, extra: str) -> None:
    """Skips a test, and says why, where an extra is not installed."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install 'llm-assets[{extra}]'")


def saved_pipeline(folder: Path, person: str = "PERSON") -> Path:
    """A pipeline whose `ner` was trained on a handful of sentences."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(7)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    for label in (person, "GPE"):
        ner.add_label(label)
    examples = [_example(nlp, Example, frame, name, place, person) for frame in _FRAMES for name in NAMES for place in PLACES]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(4):
        for batch in minibatch(examples, 8):
            nlp.update(batch, sgd=optimizer)
    nlp.to_disk(folder)
    return folder


def _example(nlp, example, frame: str, name: str, place: str, person: str):
    text = frame.format(n=name, p=place)
    entities = [(text.index(name), text.index(name) + len(name), person)]
    if "{p}" in frame:
        entities.append((text.index(place), text.index(place) + len(place), "GPE"))
    return example.from_dict(nlp.make_doc(text), {"entities": sorted(entities)})
