"""Presidio's analyzer (https://microsoft.github.io/presidio) over a spaCy pipeline that is loaded from a folder.

Labels are Presidio's entities; only PERSON is taken unless the settings say so, for the rest has recognisers of its own here.
Presidio's recognisers are asked in the language of the pipeline.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version

from llm_assets.privacy.ner.backend import entities_of, nothing_taken, settled, span
from llm_assets.privacy.ner.folder import digest, folder_of
from llm_assets.privacy.ner.spacy_backend import labels_of, pipeline
from llm_assets.privacy.ner.windows import windows
from llm_assets.privacy.spans import Span

LABELS = {"PERSON": "PERSON"}
_PEOPLE = ("PER", "PERSON", "PERS", "PS", "PRS", "persName")  # what pipelines call a person, and Presidio PERSON
_WORDS = 4_000
_CHARACTERS = 20_000
_BATCH = 64


class PresidioBackend:
    """An analyzer engine on the CPU. threshold: the least score of what is taken."""

    name = "presidio"

    def __init__(self, model: str, labels: Mapping[str, str] | None, threshold: float | None) -> None:
        folder = folder_of(model, "spaCy")
        analyzer, engines = import_module("presidio_analyzer"), import_module("presidio_analyzer.nlp_engine")
        nlp = pipeline(import_module("spacy"), model)
        people = dict.fromkeys(_PEOPLE, "PERSON")
        own = {label: people.get(label, label) for label in labels_of(nlp)}
        configuration = engines.NerModelConfiguration(model_to_presidio_entity_mapping={**own, **people}, labels_to_ignore=[])
        engine = engines.SpacyNlpEngine([{"lang_code": nlp.lang, "model_name": str(folder)}], configuration)
        engine.nlp = {nlp.lang: nlp}
        self._language = nlp.lang
        self._analyzer = analyzer.AnalyzerEngine(nlp_engine=engine, supported_languages=[nlp.lang])
        self._batch = analyzer.BatchAnalyzerEngine(self._analyzer)
        self._threshold = threshold
        entities = entities_of(LABELS, labels)
        # The engine claims every entity of its mapping; a pipeline that labels no people finds none.
        given = {
            each for each in self._analyzer.get_supported_entities(nlp.lang) if each != "PERSON" or "PERSON" in own.values()
        }
        self._entities = {label: entity for label, entity in entities.items() if label in given}
        if not self._entities:
            raise nothing_taken("Presidio", model, given, entities)
        self.version = f"presidio-analyzer {version('presidio-analyzer')}, spacy {version('spacy')}, model {digest(folder)}"

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        found: list[list[Span | None]] = [[] for _ in texts]
        pieces = [(at, *piece) for at, text in enumerate(texts) for piece in windows(text, _WORDS, _CHARACTERS)]
        results = self._batch.analyze_iterator(
            [texts[at][start:end] for at, start, end in pieces],
            language=self._language,
            batch_size=_BATCH,
            entities=sorted(self._entities),
            score_threshold=self._threshold,
        )
        for (at, start, _), result in zip(pieces, results, strict=True):
            for each in result:
                rule = f"ner-presidio-{each.entity_type.lower()}"
                entity = self._entities[each.entity_type]
                found[at].append(span(texts[at], start + each.start, start + each.end, entity, rule))
        return [settled(spans) for spans in found]
