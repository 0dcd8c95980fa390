"""Takes the rows of both tables in, and rejects those that cannot be used.

What is kept goes to two Parquet files in the order of the source, columns by number (`c0`, `c1`, …: DuckDB does not tell `Name`
from `name`). Only the set of user ids is held in memory, about 120 bytes a user.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.dataset.attachments import Attachments
from llm_assets.dataset.cells import LISTS
from llm_assets.dataset.columns import Shape, Table
from llm_assets.dataset.erased import Erased
from llm_assets.dataset.quarantine import Quarantine
from llm_assets.dataset.readers import Batch
from llm_assets.dataset.rows import Rows
from llm_assets.dataset.timestamps import read_timestamps
from llm_assets.errors import DatasetError

# What a row costs a worker beside its text: the ids, pseudonyms and numbers of ours.
ROW_BYTES = 64


@dataclass
class Taken:
    """What was read of a table: rows, those kept, those of erased people, users made up for unknown ids, bytes, columns."""

    read: int = 0
    kept: int = 0
    erased: int = 0
    implied: int = 0
    bytes: int = 0
    unreadable: int = 0
    names: set[str] = field(default_factory=set)


class Intake:
    """Both tables on their way in: `users` must be taken before `interactions`."""

    def __init__(
        self,
        users: Shape,
        interactions: Shape,
        quarantine: Quarantine,
        pseudonym: Callable[[str], str],
        erased: Erased | None = None,
    ) -> None:
        self.taken: dict[Table, Taken] = {"users": Taken(), "interactions": Taken()}
        self.attachments = Attachments()
        self._shapes: dict[Table, Shape] = {"users": users, "interactions": interactions}
        self._quarantine = quarantine
        self._pseudonym = pseudonym
        self._erased = erased
        self._known: set[str] = set()

    def take_users(self, batches: Iterable[tuple[str, Batch]], rows: Rows) -> Iterator[int]:
        """Writes the users; yields how many each batch added. batches: file name and batch."""
        shape, taken = self._shapes["users"], self.taken["users"]
        for source, batch in batches:
            keep, gone = [], []
            for i, key in enumerate(batch.columns[shape.key].to_pylist()):
                if key is None or key.isspace():
                    self._reject(shape, source, batch, i, "no_id")
                elif key in self._known:
                    self._reject(shape, source, batch, i, "duplicate_id")
                elif self._erased is not None and self._erased.holds(key):
                    gone.append(i)
                else:
                    self._known.add(key)
                    keep.append(i)
            self._count(shape, source, batch)
            columns = self._values(shape, batch, keep)
            if self._erased is not None:
                columns = {name: self._erased.unnamed(shape, name, column) for name, column in columns.items()}
                self._erase_users(self._erased, shape, batch, gone)
            self._write_users(rows, _some(batch.columns[shape.key], keep), list(columns.values()), self._pseudonym)
            taken.kept += len(keep)
            yield len(keep)
        self._refuse_none(shape)

    def take_interactions(self, batches: Iterable[tuple[str, Batch]], rows: Rows, implied: Rows | None) -> None:
        """Writes the interactions. implied: where a user is made for each unknown id; None: such rows are rejected."""
        shape, taken = self._shapes["interactions"], self.taken["interactions"]
        for source, batch in batches:
            keep, new, gone = [], [], []
            for i, key in enumerate(batch.columns[shape.key].to_pylist()):
                if key is None or key.isspace():
                    self._reject(shape, source, batch, i, "no_id")
                elif key in self._known:
                    keep.append(i)
                elif self._erased is not None and self._erased.holds(key):
                    gone.append(i)
                elif implied is None:
                    self._reject(shape, source, batch, i, "unknown_user")
                else:
                    self._known.add(key)
                    new.append(key)
                    keep.append(i)
            if implied is not None and new:
                self._imply(implied, new)
            position = taken.read
            self._count(shape, source, batch)
            rows.write(self._events(shape, batch, keep, position, rows.schema))
            if self._erased is not None:
                self._erased.interactions.write(self._events(shape, batch, gone, position, rows.schema))
                self._erased.named(shape, batch)
                taken.erased += len(gone)
            taken.kept += len(keep)
        self._refuse_none(shape)
        if self._erased is not None and (others := self._erased.without_row()):
            self._write_users(self._erased.users, *_unfilled(others, self._erased.users.schema), self._erased.pseudonym)

    def forget_ids(self) -> None:
        """Frees the memory of the ids: nothing more is taken."""
        self._known.clear()

    def _values(self, shape: Shape, batch: Batch, keep: Sequence[int]) -> dict[str, pa.Array]:
        columns = {}
        for name in shape.columns:
            array = _some(batch.columns[name], keep)
            if shape.columns[name].role == "timestamp":
                seconds, unreadable = read_timestamps(array.to_pylist())
                self.taken[shape.table].unreadable += unreadable
                array = pa.array(seconds, pa.int64())
            columns[name] = self.attachments.left(array, shape.columns[name].role, f"{shape.table}.{name}")
        return columns

    def _events(self, shape: Shape, batch: Batch, keep: Sequence[int], position: int, schema: pa.Schema) -> pa.Table:
        """Some interactions of a batch, as they are written. position: of the first row of the batch in the source."""
        thread, at = shape.named("conversation"), shape.named("timestamp")
        columns = self._values(shape, batch, keep)
        nothing = pa.nulls(len(keep))
        fixed = [
            pa.array([position + i for i in keep], pa.int64()),
            _some(batch.columns[shape.key], keep),
            columns.pop(thread[0]) if thread else nothing.cast(pa.string()),
            columns.pop(at[0]) if at else nothing.cast(pa.int64()),
        ]
        weights = _weights([*fixed, *columns.values()])
        return pa.table([*fixed, weights, *columns.values()], schema=schema)

    def _erase_users(self, erased: Erased, shape: Shape, batch: Batch, gone: Sequence[int]) -> None:
        """The rows go apart, for their values are still hunted; a second row of an erased id is no duplicate but erased too."""
        ids = _some(batch.columns[shape.key], gone)
        erased.with_row.update(ids.to_pylist())
        self._write_users(erased.users, ids, list(self._values(shape, batch, gone).values()), erased.pseudonym)
        self.taken["users"].erased += len(gone)

    @staticmethod
    def _write_users(rows: Rows, ids: pa.Array, columns: list[pa.Array], pseudonym: Callable[[str], str]) -> None:
        pseudonyms = pa.array(map(pseudonym, ids.to_pylist()), pa.string())
        weights = _weights([ids, *columns])
        rows.write(pa.table([pseudonyms, ids, weights, *columns], schema=rows.schema))

    def _imply(self, implied: Rows, ids: list[str]) -> None:
        self._write_users(implied, *_unfilled(ids, implied.schema), self._pseudonym)
        users = self.taken["users"]
        users.read, users.kept, users.implied = users.read + len(ids), users.kept + len(ids), users.implied + len(ids)

    def _count(self, shape: Shape, source: str, batch: Batch) -> None:
        taken = self.taken[shape.table]
        for broken in batch.broken:
            self._quarantine.reject(shape.table, source, broken.row, broken.reason, broken.data)
        taken.read += len(batch.rows) + len(batch.broken)
        taken.bytes += batch.size
        taken.names.update(batch.names)

    def _reject(self, shape: Shape, source: str, batch: Batch, index: int, reason: str) -> None:
        self._quarantine.reject(shape.table, source, batch.rows[index], reason, batch.raw(index))

    def _refuse_none(self, shape: Shape) -> None:
        taken, place = self.taken[shape.table], f"[dataset.{shape.table}]"
        if not taken.read and not shape.allow_empty:
            remedy = "Check what `source` names, or set allow_empty = true."
            raise DatasetError("the source is empty: it has no rows", where=place, remedy=remedy)
        if shape.table == "interactions" and not self._known:
            raise DatasetError("there is no user in either table", where="[dataset]", remedy="Check what both sources name.")
        if shape.table == "users" and not taken.kept and taken.erased:
            raise DatasetError(
                f"every user of the source is on the list of erased ids ({taken.erased} rows): a tree of nobody is not made",
                where=place,
                remedy="Delete output_dir and the folder of its old versions yourself, or correct the list.",
            )
        if shape.table == "users" and taken.read and not taken.kept:
            raise DatasetError(
                f"none of the {taken.read} rows can be used",
                where=place,
                remedy="The quarantine file in the work folder has them with their reasons.",
            )


def users_schema(shape: Shape) -> pa.Schema:
    """The file of kept users: pseudonym, id, weight in bytes, columns by number."""
    return pa.schema([("pseudonym", pa.string()), ("id", pa.string()), ("weight", pa.int64()), *_numbered(shape, ())])


def interactions_schema(shape: Shape) -> pa.Schema:
    """The file of kept interactions: position in the source, user id, conversation, seconds, weight, columns by number."""
    fixed = [
        ("position", pa.int64()),
        ("owner", pa.string()),
        ("thread", pa.string()),
        ("moment", pa.int64()),
        ("weight", pa.int64()),
    ]
    return pa.schema([*fixed, *_numbered(shape, ("conversation", "timestamp"))])


def written_columns(shape: Shape) -> list[str]:
    """The columns that have a number, in its order."""
    apart = ("conversation", "timestamp") if shape.table == "interactions" else ()
    return [name for name, column in shape.columns.items() if column.role not in apart]


def _unfilled(ids: Sequence[str], schema: pa.Schema) -> tuple[pa.Array, list[pa.Array]]:
    """Ids, and the columns behind pseudonym, id and weight, of users of whom nothing else is known."""
    columns = []
    for column in list(schema)[3:]:
        columns.append(pa.array([[]] * len(ids), LISTS) if column.type == LISTS else pa.nulls(len(ids), column.type))
    return pa.array(ids, pa.string()), columns


def _numbered(shape: Shape, apart: tuple[str, ...]) -> list[tuple[str, Any]]:
    types = {"direct": LISTS, "timestamp": pa.int64()}
    columns = [column for column in shape.columns.values() if column.role not in apart]
    return [(f"c{i}", types.get(column.role, pa.string())) for i, column in enumerate(columns)]


def _some(array: pa.Array, keep: Sequence[int]) -> pa.Array:
    return array if len(keep) == len(array) else array.take(pa.array(keep, pa.int64()))


def _weights(columns: Iterable[pa.Array]) -> pa.Array:
    """Bytes of each row: its text, and a fixed sum for what every row has."""
    total: Any = ROW_BYTES
    for column in columns:
        if column.type == LISTS:
            column = pc.binary_join(column, "")
        if column.type == pa.string():
            total = pc.add(total, pc.fill_null(pc.cast(pc.binary_length(column), pa.int64()), 0))
    return total
