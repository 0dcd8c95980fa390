"""What was found in the records of a shard, kept for whoever searches the same records next: the gate, after the early check.

What is kept is a message: the SHA-256 of all that the findings depend on (the files of the shard, the values that were looked
for, the code that looked) and the findings, under a seal that only the key can make (keyed BLAKE2b, RFC 7693). Why nothing in
the data can have records passed over:

- What people wrote reaches the message only inside of a hash of whole files. For records that were not searched to be taken for
  some that were, two different files must have one SHA-256. No part of a file is remembered or left out by itself, and the
  number of the shard is in the message, so that one shard never stands for another.
- Names of columns are the only texts of the outside in the message. They are written as JSON, where no name can end its list.
- Who writes into the work folder without the key (files there may come back from a store) can make no seal, not even over the
  true hashes with other findings. All that can be done is to break one, and then the records are searched again.

The seal serves privacy as well: this file stays where `keep_work = "none"` takes the raw records away, and an unkeyed hash of
them would confirm a guess. What is written out is never taken from here: each file of the tree is searched at the gate, each
time.
"""

import hashlib
import hmac
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import orjson
import pyarrow as pa

from llm_assets.dataset import speakers
from llm_assets.privacy.audit.marks import MARKS
from llm_assets.privacy.audit.scan import Findings, RecordsTask, scan_records
from llm_assets.work import identity, secure_open

_COUNTS = ("known", "positions", "canaries")  # what records can have; the rest is looked for in files
_CODE = Path(__file__).parents[1]
_LIBRARIES = (sys.version, np.__version__, numba.__version__, pa.__version__)


def search_records(task: RecordsTask, kept: Path, key: bytes) -> Findings:
    """What `scan_records` finds: as it was kept in the folder `kept`, where that is of the same records, or else found now.

    key: 64 bytes or less, the same for whoever kept it.
    """
    try:
        told = orjson.loads(_path(task, kept).read_bytes())
        if hmac.compare_digest(_sealed(_depends(task), told["found"], key), told["seal"]):
            return _findings(told["found"])
    except (OSError, ValueError, TypeError, KeyError):
        pass  # nothing that can be believed: what follows does not need it
    return scan_records(task)


def search_and_keep(task: RecordsTask, kept: Path, key: bytes) -> Findings:
    """What `scan_records` finds now; kept in a folder."""
    before = _depends(task)  # what changes while it is searched is searched again
    findings = scan_records(task)
    found = {name: dict(getattr(findings, name)) for name in _COUNTS}
    if _findings(found) == findings:
        with secure_open(_path(task, kept)) as file:
            file.write(orjson.dumps({"found": found, "seal": _sealed(before, found, key)}))
    return findings


def _findings(counts: dict[str, dict[str, int]]) -> Findings:
    known, positions, canaries = (Counter(counts[name]) for name in _COUNTS)
    return Findings(known=known, positions=positions, canaries=canaries)


def _path(task: RecordsTask, kept: Path) -> Path:
    return kept / f"searched-{task.number:05d}.json"


def _sealed(depends: list[Any], found: dict[str, dict[str, int]], key: bytes) -> str:
    message = orjson.dumps(["llm-assets searched records 1", depends, found], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(message, key=key, digest_size=32).hexdigest()


def _depends(task: RecordsTask) -> list[Any]:
    """All that the findings in a shard depend on."""
    names = (f"users-{task.number:05d}.parquet", f"interactions-{task.number:05d}.parquet")
    files = [_hash(folder / name) for folder in (task.raw, task.safe) for name in names]
    values = _values(task.safe, identity(task.safe / "audit"), identity(task.safe))
    return [task.number, files, sorted(task.redacted), sorted(task.pseudonyms), values, _code()]


@lru_cache(maxsize=1)
def _values(safe: Path, *_: tuple[int, int]) -> list[tuple[str, str]]:
    """(file, hash) of the values and the canaries that are looked for."""
    marks = [safe / MARKS] if (safe / MARKS).exists() else []
    return [(path.name, _hash(path)) for path in (*sorted((safe / "audit").iterdir()), *marks)]


@lru_cache(maxsize=1)
def _code() -> list[Any]:
    """(file, hash) of the code and the lists of words that tell what is found, and the libraries below them."""
    paths = [path for ending in ("*.py", "*.txt") for path in sorted(_CODE.rglob(ending))]
    hashes = [(path.relative_to(_CODE).as_posix(), _hash(path)) for path in paths]
    return [*hashes, _hash(Path(speakers.__file__)), _LIBRARIES]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
