"""Codes for all that needs one in a run: those that the vault knows, and new ones from the system's cryptographic source."""

# ruff: noqa: S608 (no text of the data or the settings comes into a query but as a quoted literal)

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import PSEUDONYM_LETTERS
from llm_assets.privacy.vault.book import Vault
from llm_assets.privacy.vault.codes import Hasher, write_codes
from llm_assets.privacy.vault.forget import Holds, old_codes
from llm_assets.work import secure_open

_KNOWN = pa.schema([(name, pa.string()) for name in ("domain", "value", "code")])
_PLACED = pa.schema([("place", pa.uint64()), ("proof", pa.uint64()), ("code", pa.string())])
_FAIR = 26 * 9  # bytes below it fall evenly on 26 letters; the others are drawn again


def draw_codes(count: int) -> list[str]:
    """Codes of 24 letters (112 bits) that nothing was derived from."""
    wanted = count * PSEUDONYM_LETTERS
    letters = np.empty(0, np.uint8)
    while len(letters) < wanted:
        drawn = np.frombuffer(secrets.token_bytes(int((wanted - len(letters)) * 1.12) + 64), np.uint8)
        letters = np.concatenate((letters, drawn[drawn < _FAIR] % 26 + ord("a")))
    text = letters[:wanted].tobytes().decode("ascii")
    return [text[start : start + PSEUDONYM_LETTERS] for start in range(0, wanted, PSEUDONYM_LETTERS)]


@dataclass(frozen=True)
class Drawer:
    """Gives a run its codes. space: of the vault; key: of the run, for the places of its table."""

    vault: Vault
    space: str
    key: Key

    def published(self, erased: Holds, keyed: Callable[[str], str]) -> Callable[[str], str]:
        """The pseudonym of an erased person's id, as it was when they were published. keyed: for ids that never had a code."""
        codes = old_codes(self.vault, self.space, erased)
        return lambda user: codes.get(user) or keyed(user)

    def settle(self, scratch: Path, target: Path, connection: Any, wanted: str) -> None:
        """Makes the table `codes` (domain, value, code) of a DuckDB connection, and the mapped table in `target`.

        scratch: folder for files that are removed soon. wanted: a query of the distinct (domain, value) that need a code.
        What the vault does not know gets a new code, and is in the vault before this returns.
        """
        known, fresh, placed = (scratch / f"{name}.parquet" for name in ("known", "fresh", "placed"))
        with self.vault.lock():
            _write(known, _KNOWN, self.vault.space(self.space))
            connection.execute(f"CREATE TABLE wanted AS {wanted}")
            query = f"""
                SELECT w.domain, w.value FROM wanted w
                ANTI JOIN read_parquet({_text(known)}) k ON k.domain = w.domain AND k.value = w.value"""
            _write(fresh, _KNOWN, map(_drawn, connection.sql(query).to_arrow_reader(_ROWS)))
            if pq.read_metadata(fresh).num_rows:
                self.vault.add(self.space, pq.ParquetFile(fresh).iter_batches(_ROWS))
        connection.execute(f"""
            CREATE TABLE codes AS
            SELECT w.domain, w.value, k.code FROM wanted w JOIN read_parquet([{_text(known)}, {_text(fresh)}]) k
            ON k.domain = w.domain AND k.value = w.value""")
        hasher = Hasher(self.key)
        rows = connection.sql("SELECT domain, value, code FROM codes").to_arrow_reader(_ROWS)
        _write(placed, _PLACED, (_placed(batch, hasher) for batch in rows))
        write_codes(
            target, connection.sql(f"SELECT * FROM read_parquet({_text(placed)}) ORDER BY place").to_arrow_reader(_ROWS)
        )


_ROWS = 20_000


def _drawn(batch: Any) -> Any:
    codes = pa.array(draw_codes(batch.num_rows), pa.string())
    return pa.RecordBatch.from_arrays([*batch.columns, codes], schema=_KNOWN)


def _placed(batch: Any, place: Callable[[str, str], tuple[int, int]]) -> Any:
    pairs = map(place, batch.column(0).to_pylist(), batch.column(1).to_pylist())
    first, second = zip(*pairs, strict=True) if batch.num_rows else ((), ())
    numbers = [np.array(half, np.uint64) for half in (first, second)]
    return pa.RecordBatch.from_arrays([*map(pa.array, numbers), batch.column(2)], schema=_PLACED)


def _write(path: Path, schema: Any, batches: Iterable[Any]) -> None:
    secure_open(path).close()
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        for batch in _some(batches):
            writer.write_batch(batch)


def _some(batches: Iterable[Any]) -> Iterator[Any]:
    return (batch for batch in batches if batch.num_rows)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
