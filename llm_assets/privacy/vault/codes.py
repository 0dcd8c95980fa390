"""The codes of one run, as a table on disk that every worker maps into memory: 40 bytes a value, no value in it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from llm_assets.errors import DatasetError
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import PSEUDONYM_LETTERS
from llm_assets.work import secure_open

FOLDER = "codes"
_NUMBER = np.dtype("<u8")
_CODE = np.dtype(f"S{PSEUDONYM_LETTERS}")
_PARTS = (("place", _NUMBER), ("proof", _NUMBER), ("code", _CODE))


class Hasher:
    """Where a value stands in the table: a keyed hash (BLAKE2b, 16 bytes) of domain and value, in two halves."""

    def __init__(self, key: Key) -> None:
        self._base = hashlib.blake2b(b"llm-assets codes", key=key.derived, digest_size=16)

    def __call__(self, domain: str, value: str) -> tuple[int, int]:
        state = self._base.copy()
        state.update(f"{len(domain)} {domain}{value}".encode("utf-8", "surrogatepass"))
        digest = state.digest()
        return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def write_codes(folder: Path, batches: Iterable[Any]) -> int:
    """Writes the table (0600). batches: Arrow batches (place, proof, code) in the order of place. Gives the number of rows."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = 0
    files = [secure_open(folder / f"{name}.bin") for name, _ in _PARTS]
    try:
        for batch in batches:
            rows += batch.num_rows
            for column, file, (_, kind) in zip(batch.columns, files, _PARTS, strict=True):
                values = column.to_pylist() if pa.types.is_string(column.type) else column.to_numpy(zero_copy_only=False)
                file.write(np.asarray(values, dtype=kind).tobytes())
    finally:
        for file in files:
            file.close()
    return rows


class Codes:
    """The table, mapped. folder: where `write_codes` left it; key: the one that its places were made with."""

    def __init__(self, folder: Path, key: Key) -> None:
        self._where, self._hash = folder, Hasher(key)
        self._place, self._proof, self._code = (self._mapped(name, kind) for name, kind in _PARTS)

    def _mapped(self, name: str, kind: "np.dtype[Any]") -> Any:
        path = self._where / f"{name}.bin"
        try:
            return np.memmap(path, dtype=kind, mode="r") if path.stat().st_size else np.empty(0, kind)
        except FileNotFoundError:
            raise self._missing() from None

    def of(self, domain: str, value: str) -> str:
        """The code of a value. Raises DatasetError when it has none."""
        row = self._row(domain, value)
        if row is None:
            raise self._missing()
        return bytes(self._code[row]).decode("ascii")

    def has(self, domain: str, value: str) -> bool:
        """Whether a value has a code in this run."""
        return self._row(domain, value) is not None

    def _row(self, domain: str, value: str) -> int | None:
        place, proof = self._hash(domain, value)
        row = int(np.searchsorted(self._place, np.uint64(place)))
        while row < len(self._place) and int(self._place[row]) == place:
            if int(self._proof[row]) == proof:
                return row
            row += 1
        return None

    def _missing(self) -> DatasetError:
        return DatasetError(
            "a value has no random code in the files of raw_dataset",
            where=str(self._where),
            remedy="Materialize raw_dataset again, and what follows it.",
        )
