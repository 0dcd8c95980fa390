"""Builds the index of known values from the forms of all users' direct identifiers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

ENTRY = np.dtype(
    [("key", "u8"), ("owner", "i8"), ("entity", "u1"), ("capitals", "?"), ("lone", "?"), ("first", "u8"), ("last", "u8")]
)
LONGER = np.dtype([("owner", "i8"), ("key", "u8")])
_CODE = {entity: code for code, entity in enumerate(ENTITIES)}

MOST_BITS = 28

Entries = npt.NDArray[np.void]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Forms as they are looked up.

    entries: one a form; wide: whether it is hunted everywhere, spoken: whether by its words, dated: whether it is a date.
    longer: (owner, key) of how forms of several words begin. unusable: owners of forms that cannot be looked up, one a form.
    """

    entries: Entries
    wide: Flags
    spoken: Flags
    dated: Flags
    longer: Entries
    unusable: Ints

    @property
    def skipped(self) -> int:
        """Number of forms that cannot be looked up."""
        return len(self.unusable)


def spelled(rows: Iterable[tuple[int, str, Form]]) -> Spelled:
    """rows: (owner, entity, form)."""
    rows = list(rows)
    spoken = [row for row in rows if not row[2].exact]
    exact = [row for row in rows if row[2].exact]
    longer, unusable, keys = np.zeros(0, dtype=LONGER), np.zeros(0, dtype=np.int64), np.zeros((3, 0), dtype=np.uint64)
    if spoken:
        words = View([form.text for _, _, form in spoken]).words
        words.hash = shortened(words.hash)
        bordered = np.array([form.capitals for _, _, form in spoken], dtype=bool)
        owners = np.array([owner for owner, _, _ in spoken], dtype=np.int64)
        *found, usable, longer = _keys_of(words, bordered, owners)
        unusable = owners[~usable]
        spoken = [row for row, good in zip(spoken, usable.tolist(), strict=True) if good]
        keys = np.stack([each[usable] for each in found])
    normal = np.array([exact_key(form.exact or "", form.text) for _, _, form in exact], dtype=np.uint64)
    kept, keys = [*spoken, *exact], np.concatenate((keys, np.stack([normal] * 3)), axis=1)
    entries = np.zeros(len(kept), dtype=ENTRY)
    entries["key"], entries["first"], entries["last"] = keys
    entries["owner"] = [owner for owner, _, _ in kept]
    entries["entity"] = [_CODE[entity] for _, entity, _ in kept]
    entries["capitals"] = [form.capitals for _, _, form in kept]
    entries["lone"] = [form.exact == "host" for _, _, form in kept]
    wide, by_words, dated = (
        np.array([told(form) for _, _, form in kept], dtype=bool)
        for told in (lambda form: form.scope == "everywhere", lambda form: not form.exact, lambda form: form.exact == "date")
    )
    return Spelled(entries, wide, by_words, dated, longer, unusable)


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
        self.entries: Entries = np.zeros(0, dtype=ENTRY)

    def add(self, rows: Iterable[tuple[int, str, Form]]) -> None:
        """rows: (ordinal of the owner, entity, form)."""
        self.take(spelled(rows))

    def take(self, found: Spelled) -> None:
        """found: forms as they are looked up, with the ordinals of their owners."""
        entries = found.entries
        self.skipped += found.skipped
        self.dated |= bool(found.dated.any())
        self._first.append(np.unique(entries["first"][found.spoken]))
        self._whole.append(np.unique(entries["key"][found.spoken]))
        self._longer.append(np.unique(found.longer["key"]))
        self._wide.append(entries[found.wide])
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
    entries = np.concatenate(parts) if parts else np.zeros(0, dtype=ENTRY)
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


def _filter(parts: Sequence[Keys]) -> Flags:
    """Sixteen places a key: one word in sixteen that begins no value is taken for one that does."""
    keys = np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.uint64)
    return marked(keys, min(max(LEAST_BITS, (16 * len(keys)).bit_length()), MOST_BITS))


def _keys_of(words: Words, bordered: Flags, owners: Ints) -> tuple[Keys, Keys, Keys, Flags, Entries]:
    """(key of all words, hashes of the first and the last word, whether it can be looked up) for each text of a view, and how
    those of several words begin, with their owners."""
    count = len(bordered)
    sizes: Ints = np.bincount(words.text, minlength=count).astype(np.int64)
    begin = np.cumsum(sizes) - sizes
    usable = (sizes > 0) & (sizes <= MAX_WORDS)
    place = np.where(sizes > 0, begin, 0)
    if not len(words.hash):
        nothing = np.zeros(count, dtype=np.uint64)
        return nothing, nothing, nothing, usable, np.zeros(0, dtype=LONGER)
    usable &= ~((sizes == 1) & words.alone[place] & ~bordered)
    firsts = words.hash[place]
    keys, longer = firsts.copy(), [np.zeros(0, dtype=LONGER)]
    for step in range(1, MAX_WORDS):
        more = np.flatnonzero(usable & (sizes > step))
        if not len(more):
            break
        keys[more] = grown(keys[more], words.hash[begin[more] + step])
        longer.append(np.zeros(len(more), dtype=LONGER))
        longer[-1]["owner"], longer[-1]["key"] = owners[more], keys[more]
    last = words.hash[np.maximum(place + sizes - 1, 0)]
    return finished(keys, sizes.astype(np.uint64)), firsts, last, usable, np.concatenate(longer)
