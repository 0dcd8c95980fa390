"""Presidio's pattern recognisers, and no names: a blank spaCy pipeline gives it words and lemmas only."""

from collections.abc import Sequence

import presidio_analyzer.predefined_recognizers as predefined
import spacy
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine


class _Blank(SpacyNlpEngine):
    def __init__(self) -> None:
        super().__init__(ner_model_configuration=NerModelConfiguration(labels_to_ignore=[]))
        self.nlp = {"en": spacy.blank("en")}


def engine(*, everything: bool = False) -> AnalyzerEngine:
    """The analyzer with the recognisers that are on by default for English, or with those of all countries, used on English."""
    if not everything:
        return AnalyzerEngine(nlp_engine=_Blank(), supported_languages=["en"])
    found = [getattr(predefined, name) for name in sorted(dir(predefined)) if name.endswith("Recognizer")]
    patterned = [each for each in found if issubclass(each, PatternRecognizer) or each is predefined.PhoneRecognizer]
    registry = RecognizerRegistry([each(supported_language="en") for each in patterned], supported_languages=["en"])
    return AnalyzerEngine(registry=registry, nlp_engine=_Blank(), supported_languages=["en"])


_default: list[AnalyzerEngine] = []


def find(texts: Sequence[str], before: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Spans of each text, by the recognisers that are on by default; Presidio knows no message before."""
    del before
    if not _default:
        _default.append(engine())
    found = [_default[0].analyze(text, language="en") for text in texts]
    return [[(hit.start, hit.end, hit.entity_type) for hit in hits] for hits in found]
