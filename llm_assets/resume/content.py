"""The content of files as hashes: equal bytes have equal ones, whatever the time, the path or the machine."""

import hashlib
from pathlib import Path
from typing import Any

import orjson

from llm_assets.stores.trees import Folder

REPORT = "report.json"


def file_hash(path: Folder) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits. Raises OSError."""
    opened: Any = path.open("rb")
    with opened as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents(folder: Path) -> str:
    """A hash of names and bytes of all files below a folder, but for the report of a stage. Raises OSError."""
    found = hashlib.sha256()
    named = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    for name, path in named:
        if name != REPORT:
            found.update(f"{name}\0{file_hash(path)}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def sealed(key: bytes, *parts: Any) -> str:
    """A keyed hash (BLAKE2b, RFC 7693, 128 bits) over values of JSON, as 32 hexadecimal digits.

    Keyed, because it is written where raw records are not: without the key it confirms no guess about them. key: 64 bytes or
    less.
    """
    message = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.blake2b(message, key=key, digest_size=16, person=b"llm-assets made").hexdigest()
