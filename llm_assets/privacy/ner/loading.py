"""Loads the back-end that the settings name."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner.backend import SECTION, NerBackend

BACKENDS = {
    "spacy": ("llm_assets.privacy.ner.spacy_backend", "SpacyBackend", ("spacy",)),
    "gliner": ("llm_assets.privacy.ner.gliner_backend", "GlinerBackend", ("gliner", "torch")),
    "presidio": ("llm_assets.privacy.ner.presidio_backend", "PresidioBackend", ("presidio_analyzer", "spacy")),
}


def load(backend: str, model: str, *, labels: Mapping[str, str] | None = None, threshold: float | None = None) -> NerBackend:
    """The back-end with its model in memory.

    model: a folder. labels: entity by label of the model, beside the back-end's own ("" leaves a label out). threshold: the
    least score, where the back-end gives scores. ConfigError when a package is missing, the folder is none or holds no model,
    or nothing that the model labels is wanted.
    """
    if backend not in BACKENDS:
        raise ConfigError(
            f'"{backend}" is no NER back-end', where=f"{SECTION} backend", remedy=f"Use one of {', '.join(BACKENDS)}."
        )
    if threshold is not None and not 0 <= threshold <= 1:
        raise ConfigError(
            "the threshold is not between 0 and 1", where=f"{SECTION} threshold", remedy="Scores lie between 0 and 1."
        )
    module, name, packages = BACKENDS[backend]
    for package in packages:
        if find_spec(package) is None:
            raise ConfigError(
                f'the package "{package}" is not installed',
                where=f'{SECTION} backend = "{backend}"',
                remedy=f"Install it with: pip install 'llm-assets[{backend}]'",
            )
    made: NerBackend = getattr(import_module(module), name)(model, labels, threshold)
    return made
