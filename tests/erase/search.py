"""An independent search: every file below some folders, in every form in which a value could lie there. Uses no code of ours.

What is looked for: plain bytes in UTF-8, UTF-16 and UTF-32, JSON escapes, URL encoding, hexadecimal digits, base64 (at each of
its three offsets), reversed, and unkeyed hashes as digits, bytes and base64; in any case. Where: names of files and folders,
bytes as they are, what gzip, zstd, Parquet, Arrow and NumPy files hold, SQLite files, and the text of all cells.
"""

import base64
import gzip
import hashlib
import io
import json
import sqlite3
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard


def needles(value: str) -> set[bytes]:
    """All forms of a value, in lower case."""
    found: set[bytes] = set()
    for text in {value, value.lower(), value.upper(), value.strip()}:
        raw = text.encode()
        found |= {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le")}
        found |= {json.dumps(text)[1:-1].encode(), urllib.parse.quote(text).encode(), raw.hex().encode(), raw[::-1]}
        for lead in range(3):
            # What base64 makes of the value alone, wherever it begins in what was encoded.
            encoded = base64.b64encode(b"\0" * lead + raw)
            found.add(encoded[4 if lead else 0 : len(encoded) - 4] if len(encoded) > 12 else encoded)
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"):
            digest = hashlib.new(name, raw).digest()
            found |= {digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"=")}
    return {each.lower() for each in found if len(each) > 5}


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what it holds when it is a container of a known kind."""
    data = path.read_bytes()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        yield zstandard.ZstdDecompressor().decompressobj().decompress(data)
    if data[:4] == b"PAR1":
        for row in pq.read_table(io.BytesIO(data)).to_pylist():
            yield repr(row).encode() + json.dumps(row, default=str, ensure_ascii=False).encode()
    if data[:6] == b"ARROW1":
        for row in pa.ipc.open_file(io.BytesIO(data)).read_all().to_pylist():
            for cell in row.values():
                yield cell if isinstance(cell, bytes) else str(cell).encode()
    if data[:6] == b"\x93NUMPY":
        yield "\n".join(map(str, np.load(io.BytesIO(data)).reshape(-1)[:200_000].tolist())).encode()
    if data[:15] == b"SQLite format 3":
        with sqlite3.connect(path) as store:
            for line in store.iterdump():
                yield line.encode()


def search(folders: Iterable[Path], values: Iterable[str]) -> set[tuple[str, str]]:
    """(value, file) wherever one is found."""
    wanted = {value: needles(value) for value in values}
    found = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder)).encode().lower()
            parts = [name, *(contents(path) if path.is_file() else ())]
            for data in parts:
                lowered = data.lower()
                found |= {(value, str(path)) for value, forms in wanted.items() if any(form in lowered for form in forms)}
    return found
