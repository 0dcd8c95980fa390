"""What is compared of the documents of a shard: hashes, in files of their own, so that no text is held in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llm_assets.documents.batches import RecordBatch, parts, read_batches, texts
from llm_assets.documents.shingles import Hashes, band_keys, bands_for, hash_word, hash_words, shingles, words
from llm_assets.settings.format_models import Duplicates
from llm_assets.work import secure_open

Numbers = npt.NDArray[np.int64]
NAMES = pa.schema([("user", pa.string()), ("conversation", pa.string()), ("interactions", pa.int64())])

_DOCUMENTS = 500  # that are hashed at a time
_KNOWN_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class SketchTask:
    """One shard to sketch. source: folder of the stage `safe`; target: of the sketches."""

    shard: int
    source: Path
    target: Path
    settings: Duplicates


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a shard holds: users, and documents that are compared; short: those that have fewer than `min_words` words.

    Its files: `owners` (number of the user in the shard, by document), `exact` (hash of the words), `keys` of shape
    (bands, documents), `sizes` and `shingles` (sets, one behind the other), and `names`.
    """

    folder: Path
    shard: int
    users: int
    documents: int
    short: int

    def path(self, name: str) -> Path:
        """Where a file of the sketch stands."""
        return self.folder / f"{name}-{self.shard:05d}"

    def numbers(self, name: str) -> Any:
        """One of `owners`, `exact` and `sizes`."""
        return np.fromfile(self.path(name), np.uint64 if name == "exact" else np.int64)

    def keys(self, band: int) -> Hashes:
        """The keys of one band."""
        return np.fromfile(self.path("keys"), np.uint64, count=self.documents, offset=8 * band * self.documents)

    def names(self) -> pa.Table:
        """User, conversation and number of interactions of each document."""
        with pa.memory_map(str(self.path("names"))) as file:
            return pa.ipc.open_file(file).read_all()


def sketch_shard(task: SketchTask) -> Sketch:
    """Writes the sketch of a shard. Raises DatasetError when its files are missing."""
    bands, rows = (0, 0) if task.settings.near == 1 else bands_for(task.settings.near)
    source = (task.source / f"{table}-{task.shard:05d}.parquet" for table in ("users", "interactions"))
    names: list[tuple[str, str | None, int]] = []
    owners, exact, sets = [], [], []
    known: dict[str, int] = {}
    users = short = 0
    for batch in read_batches(*source):
        for owner, conversation, interactions, said in _documents(batch):
            found = words(said)
            if len(found) < task.settings.min_words:
                short += 1
                continue
            hashed = _hashed(found, known)
            names.append((batch.names[owner].as_py(), conversation, interactions))
            owners.append(users + owner)
            exact.append(hash_words(hashed))
            if bands:
                sets.append(shingles(hashed))
        users += batch.users.num_rows
    made = Sketch(task.target, task.shard, users, len(owners), short)
    keys = [np.zeros((bands, 0), np.uint64)]
    for start in range(0, len(sets), _DOCUMENTS):
        some = sets[start : start + _DOCUMENTS]
        keys.append(band_keys(np.concatenate(some), np.cumsum([0, *map(len, some)])[:-1], bands, rows))
    _write(made.path("owners"), np.array(owners, np.int64))
    _write(made.path("exact"), np.array(exact, np.uint64))
    _write(made.path("keys"), np.concatenate(keys, axis=1))
    _write(made.path("sizes"), np.array([len(each) for each in sets], np.int64))
    _write(made.path("shingles"), *sets)
    columns = [list(column) for column in zip(*names, strict=True)] or [[], [], []]
    with secure_open(made.path("names")) as file, pa.ipc.new_file(file, NAMES) as writer:
        writer.write_batch(pa.record_batch(columns, schema=NAMES))
    return made


def _hashed(found: list[str], known: dict[str, int]) -> Hashes:
    if len(known) > _KNOWN_WORDS:
        known.clear()
    for word in set(found).difference(known):
        known[word] = hash_word(word)
    return np.array([known[word] for word in found], np.uint64)


def _write(path: Path, *arrays: npt.NDArray[Any]) -> None:
    with secure_open(path) as file:
        for array in arrays:
            file.write(np.ascontiguousarray(array).data)


def _documents(batch: RecordBatch) -> Iterator[tuple[int, str | None, int, str]]:
    """(number of the user, conversation, interactions, text) of what each user has in each conversation, and outside of any."""
    events = batch.interactions
    columns = [column.to_pylist() for column in parts(events, "text").values()]
    rows = zip(*columns, strict=True) if columns else iter([()] * events.num_rows)
    held: dict[tuple[int, str | None], list[str | None]] = {}
    counts: dict[tuple[int, str | None], int] = {}
    for owner, conversation, said in zip(batch.owner.tolist(), texts(events, "conversation").to_pylist(), rows, strict=True):
        held.setdefault((owner, conversation), []).extend(said)
        counts[owner, conversation] = counts.get((owner, conversation), 0) + 1
    for (owner, conversation), all_said in held.items():
        yield owner, conversation, counts[owner, conversation], "\n".join(filter(None, all_said))
