"""GLiNER models (https://github.com/urchade/GLiNER): they look for whatever labels they are asked for, here `person`.

Further labels come from the settings, such as `labels = { "home address" = "ADDRESS" }`. Models read some 384 words at
once: longer texts are cut. Nothing is downloaded: the folder must hold the weights, the configuration and the tokenizer.
"""

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

from llm_assets.privacy.ner.backend import entities_of, nothing_taken, settled, span
from llm_assets.privacy.ner.folder import digest, folder_of, no_model
from llm_assets.privacy.ner.windows import windows
from llm_assets.privacy.spans import Span

LABELS = {"person": "PERSON"}
_THRESHOLD = 0.5
_WORDS = 384
_CHARACTERS_A_WORD = 5  # in scripts without spaces a "word" may be a sentence
_BATCH = 8


class GlinerBackend:
    """A GLiNER model on the CPU. threshold: the least score of what is taken."""

    name = "gliner"

    def __init__(self, model: str, labels: Mapping[str, str] | None, threshold: float | None) -> None:
        folder = folder_of(model, "GLiNER")
        self._entities = entities_of(LABELS, labels)
        if not self._entities:
            raise nothing_taken("GLiNER", model, (), ())
        self._labels = sorted(self._entities)
        self._threshold = _THRESHOLD if threshold is None else threshold
        self._model = _model(str(folder))
        words = getattr(getattr(self._model, "config", None), "max_len", None)
        # Half of it: what a tokenizer makes of names and numbers is longer than words, and what is too long is cut off unseen.
        self._words = max(16, int(words or _WORDS) // 2)
        self.version = f"gliner {version('gliner')}, torch {version('torch')}, model {digest(folder)}"

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        found: list[list[Span | None]] = [[] for _ in texts]
        cut = [
            (at, *piece)
            for at, text in enumerate(texts)
            for piece in windows(text, self._words, self._words * _CHARACTERS_A_WORD)
            if any(char.isalnum() for char in text[slice(*piece)])
        ]
        if not cut:
            return [[] for _ in texts]
        results = self._model.inference(
            [texts[at][start:end] for at, start, end in cut],
            self._labels,
            flat_ner=True,
            threshold=self._threshold,
            multi_label=False,
            batch_size=_BATCH,
        )
        for (at, start, _), result in zip(cut, results, strict=True):
            for each in result:
                rule = f"ner-gliner-{each['label'].lower().replace(' ', '-')}"
                entity = self._entities[each["label"]]
                found[at].append(span(texts[at], start + each["start"], start + each["end"], entity, rule))
        return [settled(spans) for spans in found]


def _model(folder: str) -> Any:
    """The model in a folder, ready to be asked."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    gliner = import_module("gliner")
    try:
        loaded = gliner.GLiNER.from_pretrained(folder, local_files_only=True, map_location="cpu")
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError):
        # A folder without configuration, weights or tokenizer, or of a version that is not understood.
        raise no_model(folder, "GLiNER") from None
    return loaded.eval()
