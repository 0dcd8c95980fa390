"""Builds the index of known values from the forms of all users' direct identifiers."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.known import (
    ENTITIES,
    EVERYBODY,
    LEAST_BITS,
    MAX_WORDS,
    Ints,
    Keys,
    KnownValues,
    exact_key,
    finished,
    grown,
    marked,
    pair_keys,
)
from llm_assets.privacy.readings import shortened
from llm_assets.privacy.spans import AMBIGUOUS
from llm_assets.privacy.values import Form
from llm_assets.privacy.view import View
from llm_assets.privacy.words import Words

_ENTRY = np.dtype(
    [("key", "u8"), ("owner", "i8"), ("entity", "u1"), ("capitals", "?"), ("lone", "?"), ("first", "u8"), ("last", "u8")]
)
_CODE = {entity: code for code, entity in enumerate(ENTITIES)}

MOST_BITS = 28

Entries = npt.NDArray[np.void]


class KnownValuesBuilder:
    """Collects forms of values in batches, then makes the index of them.

    users: their number; the ordinals behind are those of speakers.
    skipped: forms that are too long (over 64 words) or too short (one ideograph) to be looked up.
    """

    def __init__(self, users: int = EVERYBODY) -> None:
        self._users = users
        self._wide: list[Entries] = []
        self._narrow: list[Entries] = []
        self._first: list[Keys] = []
        self._longer: list[Keys] = []
        self._whole: list[Keys] = []
        self.skipped = 0
        self.dated = False
        self.entries: Entries = np.zeros(0, dtype=_ENTRY)

    def add(self, rows: Iterable[tuple[int, str, Form]]) -> None:
        """rows: (ordinal of the owner, entity, form)."""
        rows = list(rows)
        spoken = [row for row in rows if not row[2].exact]
        exact = [row for row in rows if row[2].exact]
        if spoken:
            words = View([form.text for _, _, form in spoken]).words
            words.hash = shortened(words.hash)
            bordered = np.array([form.capitals for _, _, form in spoken], dtype=bool)
            keys, firsts, lasts, usable = _keys_of(words, bordered, self._longer)
            self.skipped += int((~usable).sum())
            kept = [row for row, good in zip(spoken, usable.tolist(), strict=True) if good]
            self._store(kept, keys[usable], firsts[usable], lasts[usable])
            self._first.append(np.unique(firsts[usable]))
            self._whole.append(np.unique(keys[usable]))
        if exact:
            self.dated |= any(form.exact == "date" for _, _, form in exact)
            keys = np.array([exact_key(form.exact, form.text) for _, _, form in exact], dtype=np.uint64)
            self._store(exact, keys, keys, keys)

    def _store(self, rows: Sequence[tuple[int, str, Form]], keys: Keys, firsts: Keys, lasts: Keys) -> None:
        entries = np.zeros(len(rows), dtype=_ENTRY)
        entries["key"], entries["first"], entries["last"] = keys, firsts, lasts
        entries["owner"] = [row[0] for row in rows]
        entries["entity"] = [_CODE[row[1]] for row in rows]
        entries["capitals"] = [row[2].capitals for row in rows]
        entries["lone"] = [row[2].exact == "host" for row in rows]
        wide = np.array([row[2].scope == "everywhere" for row in rows], dtype=bool)
        self._wide.append(entries[wide])
        # What is hunted everywhere is paired with its owner too: that tells which of several namesakes is meant.
        narrow = entries[~entries["lone"]]
        narrow["key"] = pair_keys(narrow["key"], narrow["owner"])
        self._narrow.append(narrow)

    def build(self) -> KnownValues:
        """The finished index; `entries` are then those of the values that are hunted everywhere."""
        wide, narrow = (_merged(entries, self._users) for entries in (self._wide, self._narrow))
        self.entries = wide
        return KnownValues(
            keys=np.ascontiguousarray(wide["key"]),
            owner=np.ascontiguousarray(wide["owner"]),
            entity=np.ascontiguousarray(wide["entity"]),
            capitals=np.ascontiguousarray(wide["capitals"]),
            pair_keys=np.ascontiguousarray(narrow["key"]),
            pair_entity=np.ascontiguousarray(narrow["entity"]),
            pair_capitals=np.ascontiguousarray(narrow["capitals"]),
            first=_filter(self._first),
            longer=_filter(self._longer),
            whole=_filter(self._whole),
            skipped=self.skipped,
            dated=self.dated,
            users=self._users,
        )


def _merged(parts: Sequence[Entries], users: int) -> Entries:
    """Sorted by key, one entry a key: shared by several users (or, where it is no user's, by several speakers) it is AMBIGUOUS
    (and dropped when it counts only alone), and it needs capitals only when all of its forms do."""
    entries = np.concatenate(parts) if parts else np.zeros(0, dtype=_ENTRY)
    if not len(entries):
        return entries
    entries = entries[np.lexsort((entries["entity"], entries["key"]))]
    first = np.flatnonzero(np.concatenate(([True], entries["key"][1:] != entries["key"][:-1])))
    merged = entries[first]
    least = np.minimum.reduceat(entries["owner"], first)
    most = np.maximum.reduceat(np.where(entries["owner"] < users, entries["owner"], -1), first)
    most = np.where(most < 0, np.maximum.reduceat(entries["owner"], first), most)
    merged["owner"], shared = least, least != most
    merged["owner"][shared] = AMBIGUOUS
    merged["capitals"] = np.minimum.reduceat(entries["capitals"].astype(np.uint8), first).astype(bool)
    kept: Entries = merged[~(shared & merged["lone"])]
    return kept


def _filter(parts: Sequence[Keys]) -> npt.NDArray[np.bool_]:
    """Sixteen places a key: one word in sixteen that begins no value is taken for one that does."""
    keys = np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.uint64)
    return marked(keys, min(max(LEAST_BITS, (16 * len(keys)).bit_length()), MOST_BITS))


def _keys_of(
    words: Words, bordered: npt.NDArray[np.bool_], longer: list[Keys]
) -> tuple[Keys, Keys, Keys, npt.NDArray[np.bool_]]:
    """(key of all words, hashes of the first and the last word, whether it can be looked up) for each text of a view; adds to
    `longer` how values of several words begin."""
    count = len(bordered)
    sizes: Ints = np.bincount(words.text, minlength=count).astype(np.int64)
    begin = np.cumsum(sizes) - sizes
    usable = (sizes > 0) & (sizes <= MAX_WORDS)
    place = np.where(sizes > 0, begin, 0)
    if not len(words.hash):
        nothing = np.zeros(count, dtype=np.uint64)
        return nothing, nothing, nothing, usable
    usable &= ~((sizes == 1) & words.alone[place] & ~bordered)
    firsts = words.hash[place]
    keys = firsts.copy()
    for step in range(1, MAX_WORDS):
        more = np.flatnonzero(usable & (sizes > step))
        if not len(more):
            break
        keys[more] = grown(keys[more], words.hash[begin[more] + step])
        longer.append(np.unique(keys[more]))
    return finished(keys, sizes.astype(np.uint64)), firsts, words.hash[np.maximum(place + sizes - 1, 0)], usable
