"""Looks for ids that anybody can turn back: unkeyed hashes of source values, and base64 of them."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from llm_assets.privacy.audit.folding import key
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.source import SourceValues, holds

_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{96}|[0-9a-fA-F]{64}|[0-9a-fA-F]{56}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9A-Za-z])"
)
_BASE64 = re.compile(r"(?<![0-9A-Za-z+/_=-])[0-9A-Za-z+/_-]{8,2000}={0,2}(?![0-9A-Za-z+/_=-])")
_HASHES = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_ROWS = 50_000


def digests(text: str) -> set[str]:
    """What looks like an unkeyed hash in a text, in lower case."""
    return {match[0].lower() for match in _HEX.finditer(text)}


def hashed_values(values: Path, wanted: Iterable[str]) -> int:
    """How many of the wanted digests are plain hashes of a value of `values.parquet` (as it is, stripped, in lower case)."""
    targets = set(wanted)
    names = {_HASHES[len(digest)] for digest in targets}
    found = 0
    if not targets:
        return 0
    for batch in pq.ParquetFile(values).iter_batches(_ROWS, columns=["value"]):
        for value in batch.column(0).to_pylist():
            for form in {value, value.strip(), value.strip().lower()}:
                data = form.encode("utf-8", "surrogatepass")
                found += any(hashlib.new(name, data, usedforsecurity=False).hexdigest() in targets for name in names)
    return found


def encoded_values(text: str, finder: LeakFinder, source: SourceValues) -> int:
    """How many pieces of a text are base64 of a value, or of a text with one in it."""
    return sum(_reveals(piece, finder, source) for piece in {match[0] for match in _BASE64.finditer(text)})


def _reveals(piece: str, finder: LeakFinder, source: SourceValues) -> bool:
    bare = piece.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        decoded = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return decoded.isprintable() and (holds(source.ids, key(decoded)) or finder.everywhere(decoded) > 0)
