"""In which forms the values of people were hunted in the run before: most of them are the values of this one.

    memo/forms/   made.json       what the forms were made by: code, settings and key
                  00000.npz, …    forms of each portion of the values, by a hash of entity and value

They are looked for in the portion of the same number and those beside it, for values lie in the order of their people.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson

from llm_assets.privacy.form import Form
from llm_assets.privacy.known import Ints
from llm_assets.privacy.known_build import Spelled, spelled
from llm_assets.work import secure_open

FORMS = "forms"
_MADE = "made.json"
_ARRAYS = ("entries", "wide", "spoken", "dated", "longer", "unusable")

Make = Callable[[str, str], Iterator[Form]]  # the forms of (entity, value)


class FormsMemo:
    """root: folder of the memo; made_by: what all forms are made by, None where none are kept; make: makes those of a value."""

    def __init__(self, root: Path, made_by: str | None, make: Make) -> None:
        self._folder, self._fresh, self._made_by, self._make = root / FORMS, root / f".{FORMS}.new", made_by, make
        self._good = made_by is not None and _made_by(self._folder) == made_by
        if made_by is not None:
            shutil.rmtree(self._fresh, ignore_errors=True)
            self._fresh.mkdir(parents=True, mode=0o700)
        self._number = 0

    def spelled(self, rows: Mapping[str, Sequence[Any]]) -> Spelled:
        """The forms of the next portion of values, in which each has its owner. rows: ordinal, entity, value."""
        pairs = list(zip(rows["entity"], rows["value"], strict=True))
        digests, first, which = np.unique(np.array(list(map(_digest, pairs)), "S16"), return_index=True, return_inverse=True)
        missing, parts = np.ones(len(digests), dtype=bool), []
        for number in (self._number, self._number - 1, self._number + 1) if self._good else ():
            known, held = self._portion(number)
            place = np.minimum(np.searchsorted(known, digests), max(len(known) - 1, 0))
            here = np.flatnonzero(missing & (known[place] == digests)) if len(known) else np.zeros(0, dtype=np.int64)
            if held is not None and len(here):
                parts.append(_owned(held, place[here], here))
                missing[here] = False
        new = np.flatnonzero(missing).tolist()
        parts.append(spelled((each, pairs[first[each]][0], form) for each in new for form in self._make(*pairs[first[each]])))
        found = _owned(_joined(parts), np.arange(len(digests)), np.arange(len(digests)))
        if self._made_by is not None:
            with secure_open(self._fresh / f"{self._number:05d}.npz") as file:
                np.savez(file, digests=digests, **{name: getattr(found, name) for name in _ARRAYS})
        self._number += 1
        return _owned(found, which, np.asarray(rows["ordinal"], dtype=np.int64))

    def keep(self) -> None:
        """Leaves the forms to the next run, in the place of those that there were."""
        if self._made_by is None:
            return
        with secure_open(self._fresh / _MADE) as file:
            file.write(orjson.dumps(self._made_by))
        shutil.rmtree(self._folder, ignore_errors=True)
        self._fresh.rename(self._folder)

    def _portion(self, number: int) -> tuple[Any, Spelled | None]:
        try:
            with (self._folder / f"{number:05d}.npz").open("rb") as file, np.load(file) as held:
                return held["digests"], Spelled(**{name: held[name] for name in _ARRAYS})
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return np.zeros(0, "S16"), None  # nothing that can be believed: they are made again


def _made_by(folder: Path) -> Any:
    try:
        return orjson.loads((folder / _MADE).read_bytes())
    except (OSError, ValueError):
        return None


def _digest(pair: tuple[str, str]) -> bytes:
    # The last octet is never 0, which numpy would take for the end.
    return blake2b("\0".join(pair).encode("utf-8", "surrogatepass"), digest_size=15).digest() + b"."


def _joined(parts: Sequence[Spelled]) -> Spelled:
    return Spelled(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS})


def _owned(found: Spelled, values: Ints, owners: Ints) -> Spelled:
    """The forms of some values, each with another owner. found: with numbers of values as owners."""
    picked: dict[str, Any] = {}
    for source, names in (
        (found.entries["owner"], ("entries", "wide", "spoken", "dated")),
        (found.longer["owner"], ("longer",)),
        (found.unusable, ("unusable",)),
    ):
        order = np.argsort(source, kind="stable")
        begin, end = (np.searchsorted(source, values, side, sorter=order) for side in ("left", "right"))
        sizes = end - begin
        places = order[np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))]
        picked |= {name: getattr(found, name)[places] for name in names}
        whose = np.repeat(owners, sizes)
        if names == ("unusable",):
            picked["unusable"] = whose
        else:
            picked[names[0]]["owner"] = whose
    return Spelled(**picked)
