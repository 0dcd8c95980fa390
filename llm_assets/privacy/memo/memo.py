"""The memo of one shard: redacted texts of runs before, found by a fingerprint of all that one text depends on.

    text, message before, owner, conversation, the people of the conversation with all of their values, kinds that stay

and by whether anything that the texts of its owner asked of the index of known values has another answer now: then all texts of
that owner are redacted again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.batch import Batch
from llm_assets.privacy.memo.state import touched
from llm_assets.privacy.memo.store import MemoPlace
from llm_assets.privacy.memo.trace import NO_OWNER, Marks, Trace, grouped
from llm_assets.privacy.redacted import Redacted
from llm_assets.work import secure_open

_TEXTS = pa.schema([("user", pa.string()), ("key", pa.binary(16)), ("text", pa.string()), ("replaced", pa.binary())])
_MARKS = pa.schema([("user", pa.string()), ("marks", pa.list_(pa.uint32()))])
_EVERYBODY = ""  # in the place of a user: what was asked for no text of anybody's
_GROUP_ROWS = 20_000

Identities = npt.NDArray[np.uint64]  # by ordinal: of the pseudonym, and of all values of a person


@dataclass
class Memo:
    """place: of the run; number: of the shard; trace: of what is redacted now; identities: see above."""

    place: MemoPlace
    number: int
    identities: Identities
    trace: Trace = field(default_factory=Trace)
    _found: dict[bytes, tuple[str, bytes | None]] = field(default_factory=dict)
    _marks: dict[str, list[Marks]] = field(default_factory=dict)
    _kept: dict[bytes, tuple[str, str, bytes | None]] = field(default_factory=dict)

    def look_up(self, first: str, last: str) -> "Memo":
        """Reads what is known of the users whose pseudonyms lie from `first` to `last`."""
        users = [("user", ">=", first), ("user", "<=", last)]
        for folder, file in self.place.older:
            changed = np.load(file)
            for texts in sorted(folder.glob("[0-9]*[0-9].parquet")):
                marks = _marks_of(texts.with_suffix(".marks.parquet"))
                known = {user: each for user, each in marks.items() if user == _EVERYBODY or first <= user <= last}
                if touched(known.get(_EVERYBODY, np.zeros(0, np.uint32)), changed) or not known.keys() - {_EVERYBODY}:
                    continue
                good = {user for user, each in known.items() if not touched(each, changed)}
                for user in good:
                    self._marks.setdefault(user, []).append(known[user])
                self._found.update((key, value) for user, key, value in _rows(texts, users) if user in good)
        return self

    def keys(self, batch: Batch) -> list[bytes]:
        """The fingerprint of each text."""
        scopes = batch.scopes
        people, offset = self.identities[scopes.people].tobytes(), (scopes.offset * 16).tolist()
        owners, keys = scopes.owners(), []
        for index, parts in enumerate(zip(batch.texts, batch.before, batch.owners, batch.conversations, strict=True)):
            names, left = batch.names.get(owners[index], ()), sorted(batch.left_in(index))
            head = f"{' '.join(str(len(part)) for part in parts)} {names} {left}\0{''.join(parts)}\0"
            found = blake2b(head.encode("utf-8", "surrogatepass"), digest_size=16)
            found.update(people[offset[index] : offset[index + 1]])
            keys.append(found.digest())
        return keys

    def find(self, key: bytes, user: str) -> Redacted | None:
        """What became of a text before, which is kept for the next time as well; None where it is to be redacted."""
        found = self._found.get(key)
        if found is None:
            return None
        text, replaced = found
        self._kept[key] = (user, text, replaced)
        return Redacted(text, tuple(map(tuple, orjson.loads(replaced))) if replaced else ())

    def keep(self, key: bytes, user: str, redacted: Redacted) -> None:
        """Takes a note of what became of a text."""
        self._kept[key] = (user, redacted.text, orjson.dumps(redacted.replaced) if redacted.replaced else None)

    def write(self, people: Sequence[str]) -> None:
        """Leaves the texts of the shard for the next run. people: pseudonyms by ordinal."""
        for ordinal, marks in grouped(*self.trace.asked()):
            user = _EVERYBODY if ordinal == NO_OWNER else people[ordinal]
            self._marks.setdefault(user, []).append(marks)
        rows = {user: np.unique(np.concatenate(each)) for user, each in sorted(self._marks.items())}
        path = self.place.folder / f"{self.number:05d}.parquet"
        columns = [pa.array(list(rows), pa.string()), pa.array(list(rows.values()), _MARKS.field("marks").type)]
        _write(path.with_suffix(".marks.parquet"), pa.Table.from_arrays(columns, schema=_MARKS))
        kept = sorted((user, key, text, replaced) for key, (user, text, replaced) in self._kept.items())
        values: list[Sequence[Any]] = list(zip(*kept, strict=True)) or [[], [], [], []]
        columns = [pa.array(column, each.type) for column, each in zip(values, _TEXTS, strict=True)]
        _write(path, pa.Table.from_arrays(columns, schema=_TEXTS))


def _marks_of(path: Path) -> dict[str, Marks]:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException):
        return {}  # its texts cannot be believed
    return dict(zip(table["user"].to_pylist(), map(np.asarray, table["marks"].to_numpy()), strict=True))


def _rows(path: Path, users: Any) -> Iterator[tuple[str, bytes, tuple[str, bytes | None]]]:
    try:
        table = pq.read_table(path, filters=users)
    except (OSError, pa.ArrowException):
        return
    columns = (table[name].to_pylist() for name in ("user", "key", "text", "replaced"))
    for user, key, text, replaced in zip(*columns, strict=True):
        yield user, key, (text, replaced)


def _write(path: Path, table: pa.Table) -> None:
    """Appears whole: a run that is killed leaves none, or all of it."""
    fresh = path.with_name(f".{path.name}.new")
    with secure_open(fresh) as file:
        pq.write_table(table, file, compression="zstd", compression_level=1, row_group_size=_GROUP_ROWS)
    fresh.replace(path)
