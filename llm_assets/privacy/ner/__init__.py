"""Full NER models as optional back-ends, behind one interface: spaCy, GLiNER, Presidio.

`load` gives one; its packages are imported only then. Nothing here downloads a model, and nothing needs one.
"""

from llm_assets.privacy.ner.backend import NerBackend
from llm_assets.privacy.ner.loading import BACKENDS, load

__all__ = ["BACKENDS", "NerBackend", "load"]
