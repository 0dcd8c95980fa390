"""What tells people from each other and from what they were: a key of the pseudonym, and one of all values."""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from llm_assets.privacy.known import Keys
from llm_assets.privacy.memo.state import people_keys

_ROWS = 50_000


def identities_of(values: Sequence[Path], people: Any, users: int) -> Any:
    """Two keys of each person, by ordinal (N, 2): equal for one who has the same pseudonym and the same values.

    values: files with ordinal, entity and value of the direct identifiers; people: pseudonyms (S24); users: ordinals from there
    on are speakers.
    """
    keys: Keys = np.zeros(len(people), dtype=np.uint64)
    for path in values:
        for batch in pq.ParquetFile(path).iter_batches(_ROWS, columns=["ordinal", "entity", "value"]):
            rows = zip(batch["entity"].to_pylist(), batch["value"].to_pylist(), strict=True)
            found = np.array([_key(entity, value) for entity, value in rows], dtype=np.uint64)
            np.add.at(keys, batch["ordinal"].to_numpy(), found)  # a sum: the order of the values is of no meaning
    return np.stack((people_keys(people, users), keys), axis=1)


def _key(entity: str, value: str) -> int:
    return int.from_bytes(blake2b(f"{entity}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
