"""spaCy pipelines (https://spacy.io): what their components write to `doc.ents`.

Labels: PER, PERSON, PS (Korean), persName (Polish) and their like are PERSON. Places, organisations and dates are not taken
unless the settings say so. spaCy gives its entities no scores, so there is no threshold.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner.backend import SECTION, entities_of, nothing_taken, settled, span
from llm_assets.privacy.ner.folder import digest, folder_of, no_model
from llm_assets.privacy.ner.windows import windows
from llm_assets.privacy.spans import Span

LABELS = {"PER": "PERSON", "PERSON": "PERSON", "PERS": "PERSON", "PS": "PERSON", "PRS": "PERSON", "persName": "PERSON"}
_WORDS = 4_000
_CHARACTERS = 20_000  # spaCy needs about a gigabyte for 100,000
_BATCH = 64
_RULERS = ("entity_ruler", "span_ruler")
_IDLE = ("parser", "senter", "tagger", "morphologizer", "lemmatizer", "textcat", "textcat_multilabel", "spancat")


class SpacyBackend:
    """A spaCy pipeline that is loaded from a folder, on the CPU."""

    name = "spacy"

    def __init__(self, model: str, labels: Mapping[str, str] | None, threshold: float | None) -> None:
        if threshold is not None:
            raise ConfigError("spaCy gives no scores", where=f"{SECTION} threshold", remedy="Leave threshold out.")
        folder = folder_of(model, "spaCy")
        spacy = import_module("spacy")
        self._nlp = pipeline(spacy, model)
        self._entities = entities_of(LABELS, labels)
        given = labels_of(self._nlp)
        if not given & self._entities.keys():
            raise nothing_taken("spaCy", model, given, self._entities)
        if not any(self._nlp.get_pipe_meta(name).factory in _RULERS for name in self._nlp.pipe_names):
            # Nothing but rulers looks at what these write.
            self._nlp.select_pipes(
                disable=[name for name in self._nlp.pipe_names if self._nlp.get_pipe_meta(name).factory in _IDLE]
            )
        self._characters = min(_CHARACTERS, self._nlp.max_length)
        self.version = f"spacy {spacy.__version__}, model {digest(folder)}"

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        found: list[list[Span | None]] = [[] for _ in texts]
        pieces = [(at, *piece) for at, text in enumerate(texts) for piece in windows(text, _WORDS, self._characters)]
        docs = self._nlp.pipe((texts[at][start:end] for at, start, end in pieces), batch_size=_BATCH)
        for (at, start, _), doc in zip(pieces, docs, strict=True):
            for each in doc.ents:
                entity = self._entities.get(each.label_)
                if entity:
                    rule = f"ner-spacy-{each.label_.lower()}"
                    found[at].append(span(texts[at], start + each.start_char, start + each.end_char, entity, rule))
        return [settled(spans) for spans in found]


def pipeline(spacy: Any, model: str) -> Any:
    """The pipeline in a folder."""
    try:
        return spacy.load(folder_of(model, "spaCy"))
    except (OSError, ValueError, KeyError, ImportError, AttributeError):
        # spaCy tells a folder that is no pipeline, or one of another version, by any of these.
        raise no_model(model, "spaCy") from None


def labels_of(nlp: Any) -> set[str]:
    """The labels of the components that write entities."""
    writers = [name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns]
    return {str(label) for name in writers for label in nlp.pipe_labels.get(name, ())}
