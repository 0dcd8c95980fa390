"""Looks for ids that anybody can turn back: unkeyed hashes of source values, and base64 of them."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from llm_assets.privacy.audit.folding import held, key
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.source import SourceValues
from llm_assets.privacy.audit.stretches import Stretches

_STANDARD = str.maketrans("-_", "+/")
_UNPRINTABLE = np.zeros(256, dtype=np.int64)  # control characters, and bytes that UTF-8 has no use for
_UNPRINTABLE[[*range(0x20), 0x7F, 0xC0, 0xC1, *range(0xF5, 0x100)]] = 1
_HASHES = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_ROWS = 50_000


def digests(seen: Stretches) -> set[str]:
    """What looks like an unkeyed hash in a text of which the stretches are given, in lower case."""
    return {digest.lower() for digest in seen.hexes}


def hashed_values(values: Sequence[Path], wanted: Iterable[str]) -> int:
    """How many of the wanted digests are plain hashes of a value of such files (as it is, stripped, in lower case).

    values: files like `values.parquet`.
    """
    targets = set(wanted)
    names = {_HASHES[len(digest)] for digest in targets}
    found = 0
    if not targets:
        return 0
    for batch in chain.from_iterable(pq.ParquetFile(path).iter_batches(_ROWS, columns=["value"]) for path in values):
        for value in batch.column(0).to_pylist():
            for form in {value, value.strip(), value.strip().lower()}:
                data = form.encode("utf-8", "surrogatepass")
                found += any(hashlib.new(name, data, usedforsecurity=False).hexdigest() in targets for name in names)
    return found


def encoded_values(seen: Stretches, finder: LeakFinder, source: SourceValues) -> int:
    """How many pieces of a text, of which the stretches are given, are base64 of a value, or of a text with one in it."""
    decoded = _decoded(sorted(set(seen.codes)))
    if not decoded:
        return 0
    ids = held(source.ids, np.fromiter(map(key, decoded), dtype=np.uint64, count=len(decoded)))
    # Together first: hardly ever is anything found.
    found = finder.everywhere("\n\n".join(decoded)) > 0
    return sum(is_id or (found and finder.everywhere(each) > 0) for is_id, each in zip(ids.tolist(), decoded, strict=True))


def _decoded(pieces: Sequence[str]) -> list[str]:
    """The printable texts that some of the pieces are base64 of.

    All are decoded at once, each filled up to whole groups of four; nearly all are ordinary words, which become bytes that no
    printable text holds.
    """
    bare = [piece.translate(_STANDARD) for piece in pieces]
    filled = [piece + "A" * (-len(piece) % 4) for piece in bare]
    if not filled:
        return []
    octets = np.frombuffer(base64.b64decode("".join(filled)), dtype=np.uint8)
    sizes = np.fromiter(map(len, filled), dtype=np.int64, count=len(filled)) * 3 // 4
    real = np.fromiter((len(piece) * 3 // 4 for piece in bare), dtype=np.int64, count=len(bare))
    ends = np.cumsum(sizes)
    begins = ends - sizes
    bad = np.concatenate(([0], np.cumsum(_UNPRINTABLE[octets])))
    likely = (bad[begins + real] == bad[begins]) & ((octets[begins] & 0xC0) != 0x80)
    texts = []
    for index in np.flatnonzero(likely).tolist():
        data = octets[begins[index] : begins[index] + real[index]].tobytes()
        with suppress(UnicodeDecodeError):
            texts.append(data.decode("utf-8"))
    return [text for text in texts if text.isprintable()]
