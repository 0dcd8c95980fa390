"""Finds documents that repeat one of another user, before anything is formatted.

A document is what one user has in one conversation, or outside of any; its words are those of all its texts. What repeats one
of a user with a smaller pseudonym is left out of all formats, and its interactions are counted as cut; the user stays.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llm_assets.compute import map_shards
from llm_assets.documents.cuts import Cuts
from llm_assets.documents.repeated import Repeated, repeated
from llm_assets.documents.shingles import Hashes, bands_for, jaccard
from llm_assets.documents.sketches import Sketch, SketchTask, sketch_shard
from llm_assets.settings.format_models import Duplicates

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    cuts: of each shard; interactions: that they leave out; compared, short, exact, near: numbers of documents.
    """

    cuts: tuple[Cuts, ...] = ()
    compared: int = 0
    short: int = 0
    exact: int = 0
    near: int = 0
    interactions: int = 0

    def told(self) -> dict[str, int]:
        """What the report of the stage says."""
        names = ("compared", "short", "exact", "near", "interactions")
        return {name: getattr(self, name) for name in names}


def find_duplicates(safe: Path, shards: int, settings: Duplicates, folder: Path, processes: int) -> Found:
    """Compares the documents of the stage `safe`. folder: where sketches lie meanwhile; it is made, and removed.

    Memory: under 1 kB a document (measured: 85 MB for 100,000); on disk 8 bytes a word and 200 a document.
    Raises DatasetError when a shard is missing.
    """
    folder.mkdir(mode=0o700)
    try:
        sketches = map_shards(sketch_shard, [SketchTask(shard, safe, folder, settings) for shard in range(shards)], processes)
        found = _compared(sketches, settings, folder / "shingles")
        return _found(sketches, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compared(sketches: Sequence[Sketch], settings: Duplicates, joined: Path) -> Repeated:
    users = np.cumsum([0, *(each.users for each in sketches)])
    owners = np.concatenate([_NONE, *(each.numbers("owners") + users[each.shard] for each in sketches)])
    exact = np.concatenate([_NONE.astype(np.uint64), *(each.numbers("exact") for each in sketches)])
    bands, _ = (0, 0) if settings.near == 1 else bands_for(settings.near)
    sizes = np.concatenate([_NONE, *(each.numbers("sizes") for each in sketches)])
    # One file: as many maps as shards would take more open files than a process may have.
    with joined.open("wb") as file:
        for each in sketches:
            with each.path("shingles").open("rb") as part:
                shutil.copyfileobj(part, file)
            each.path("shingles").unlink()
    similar = _Similar(joined, sizes, settings.near)
    keys = (np.concatenate([each.keys(band) for each in sketches]) for band in range(bands))
    return repeated(owners, exact, keys, similar)


_NONE = np.zeros(0, np.int64)


class _Similar:
    """Whether two documents, by number, have as large a part of their shingles in common as the settings ask for."""

    def __init__(self, path: Path, sizes: Numbers, near: float) -> None:
        self._near, self._sizes = near, sizes
        self._begins = np.cumsum(sizes) - sizes
        self._all: Hashes = np.memmap(path, np.uint64, mode="r") if path.stat().st_size else np.zeros(0, np.uint64)

    def __call__(self, one: int, other: int) -> bool:
        smaller, larger = sorted((self._sizes[one], self._sizes[other]))
        return bool(smaller >= self._near * larger) and jaccard(self._set(one), self._set(other)) >= self._near

    def _set(self, document: int) -> Hashes:
        return self._all[self._begins[document] : self._begins[document] + self._sizes[document]]


def _found(sketches: Sequence[Sketch], found: Repeated) -> Found:
    cuts, at, interactions = [], 0, 0
    gone = found.exact | found.near
    for each in sketches:
        names = each.names().filter(pa.array(gone[at : at + each.documents]))
        cuts.append(Cuts.of(names["user"].to_pylist(), names["conversation"].to_pylist()))
        interactions += sum(names["interactions"].to_pylist())
        at += each.documents
    return Found(
        tuple(cuts),
        compared=at,
        short=sum(each.short for each in sketches),
        exact=int(found.exact.sum()),
        near=int(found.near.sum()),
        interactions=interactions,
    )
