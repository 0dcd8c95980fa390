"""The memos in the work folder, one generation for each state of rows and known values:

    memo/<generation>/   made.json           what all texts were redacted by: code, settings, key
                         keys.npy, …         what the index of known values said; who the people were
                         changed-<i>.npy     what it says otherwise than that of an older generation
                         00000.parquet, …    redacted texts of each shard, with what was replaced; 00000.marks.parquet

They hold raw values, and go when those go. After a stage was finished only its own generation is left; a run that was killed
leaves its own beside it, from which the next one takes the shards that were done.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from llm_assets.privacy.memo.forms import FORMS
from llm_assets.privacy.memo.state import IndexState
from llm_assets.work import secure_open

_MADE, IDENTITIES = "made.json", "identities.npy"
_OLDER = 2  # generations that are looked into beside the run's own


@dataclass(frozen=True, slots=True)
class MemoPlace:
    """Where the shards of a run leave their texts, and where they find older ones: (folder, file of what has changed)."""

    folder: Path
    older: tuple[tuple[Path, Path], ...]


def open_memo(root: Path, made_by: str, generation: str, state: IndexState, identities: Any) -> MemoPlace:
    """Makes room for a generation, and forgets those that are of no use.

    made_by: code, settings and key of the run; identities: of the people, by ordinal.
    """
    found: list[tuple[Path, npt.NDArray[np.uint32]]] = []
    for folder in _newest_first(root):
        try:
            useful = orjson.loads((folder / _MADE).read_bytes()) == made_by and len(found) <= _OLDER
            changed = state.difference(IndexState.load(folder)) if useful else None
        except (OSError, ValueError, TypeError):
            changed = None
        if changed is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            found.append((folder, changed))
    place = root / generation
    if not place.exists():
        _make(place, made_by, state, identities)
    older = []
    for number, (folder, changed) in enumerate(found):
        np.save(place / f"changed-{number}.npy", changed)
        older.append((folder, place / f"changed-{number}.npy"))
    return MemoPlace(place, tuple(older))


def forget_others(place: MemoPlace) -> None:
    """Leaves the generation of a finished stage alone."""
    for folder in _newest_first(place.folder.parent):
        if folder != place.folder:
            shutil.rmtree(folder, ignore_errors=True)


def _newest_first(root: Path) -> Iterator[Path]:
    folders = [each for each in root.iterdir() if each.is_dir() and each.name != FORMS] if root.exists() else []
    yield from sorted(folders, key=lambda each: each.stat().st_mtime_ns, reverse=True)


def _make(place: Path, made_by: str, state: IndexState, identities: Any) -> None:
    """A generation appears whole: what its index said must be there before any text."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = place.with_name(f".{place.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    state.save(fresh)
    np.save(fresh / IDENTITIES, identities)
    with secure_open(fresh / _MADE) as file:
        file.write(orjson.dumps(made_by))
    fresh.rename(place)
