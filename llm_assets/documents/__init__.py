"""formatted_documents: anonymised records in, documents of every format out.

Formats: `formatter` (what a format is, and their names), `markdown` with `section`, `escaping` and `templates/`, `jsonl`.
The stage: `build` runs `shard` over all shards, which reads `batches` and writes `packs`. Formats of our own take whole
batches (`columnar/`); others get their records one user at a time (`safe`). `statistics` and `tokens` count.
Beside it: `wellformed` (the check of documents), `frames` (a published tree for pandas).
"""

from llm_assets.documents.build import build_documents
from llm_assets.documents.formatter import FORMATS, Formatter, formatter
from llm_assets.documents.frames import read_interactions, read_profiles
from llm_assets.documents.wellformed import check_documents, faults

__all__ = [
    "FORMATS",
    "Formatter",
    "build_documents",
    "check_documents",
    "faults",
    "formatter",
    "read_interactions",
    "read_profiles",
]
