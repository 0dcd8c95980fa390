"""The version of what makes bytes: this package's own sources and data, Python, and the libraries below it.

A number of a release would not do: who mends a pattern in place must never get what was made by the one before.
"""

import hashlib
import sys
import unicodedata
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).parent.parent
# What shows the work, and makes no byte of it.
_APART = frozenset({"__pycache__", "defs", "definitions.py", "monitoring", "commands", "__main__.py", "preview.py", "erase.py"})
_COMPILED = (".pyc", ".nbi", ".nbc")
# All dependencies but those that only show or move the work (Dagster, fsspec, …), and those that optional features bring.
LIBRARIES = (
    "anyascii", "cryptography", "duckdb", "faker", "gliner", "google-re2", "jinja2", "numba", "numpy", "orjson", "pandas",
    "phonenumbers", "presidio-analyzer", "pyarrow", "pydantic", "python-stdnum", "rapidfuzz", "selectolax",
    "semantic-text-splitter", "spacy", "sqlalchemy", "tiktoken", "tokenizers", "torch",
)  # fmt: skip


@lru_cache(maxsize=1)
def code_of() -> str:
    """SHA-256, as 64 hexadecimal digits; read once a process."""
    found = hashlib.sha256()
    for file in sorted(_ROOT.rglob("*")):
        inner = file.relative_to(_ROOT)
        if file.suffix not in _COMPILED and _APART.isdisjoint(inner.parts) and file.is_file():
            found.update(f"{inner.as_posix()}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    found.update(f"{sys.version} {sys.platform} {unicodedata.unidata_version}".encode())
    for name in LIBRARIES:
        found.update(f"{name} {_version(name)}\0".encode())
    return found.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
