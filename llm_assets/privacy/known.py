"""The index of known values: every user's direct identifiers, found in a batch of texts by hash lookups.

Every run of words that begins like a value is hashed and looked up in a sorted array, in bulk; no automaton of millions of
literals is built. The arrays are memory-mapped, so that all workers of a machine share them. They hold hashes, not values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from llm_assets.privacy.capitals import is_capitalised
from llm_assets.privacy.date_forms import dates_in
from llm_assets.privacy.memo.trace import UNTRACED, Trace, Untraced
from llm_assets.privacy.readings import readings
from llm_assets.privacy.spans import AMBIGUOUS, NOBODY, Finding
from llm_assets.privacy.view import View
from llm_assets.privacy.words import Words, mix, word_hash

Keys = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MAX_WORDS = 64  # of scripts without spaces each character is one
MAX_GAP = 4  # characters between two words of one value
ENTITIES = (
    "PERSON", "USERNAME", "ID", "EMAIL", "PHONE", "URL", "ADDRESS", "ZIP", "CREDIT_CARD", "IBAN", "BANK_ACCOUNT", "SSN",
    "NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE", "IP", "MAC", "DATE", "CRYPTO", "SECRET", "PASSWORD", "DEVICE_ID",
    "LICENSE_PLATE", "ID_OTHER", "SPEAKER",
)  # fmt: skip
EVERYBODY = 1 << 32  # more users than ordinals
_SHOWN = {"ID": "ID_OTHER", "SPEAKER": "PERSON"}
LEAST_BITS = 22  # of a filter
_ARRAYS = ("keys", "owner", "entity", "capitals", "pair_keys", "pair_entity", "pair_capitals", "first", "longer", "whole")


def name_of(entity: int) -> str:
    """Entity name of an index entry, as those who read spans know it."""
    return _SHOWN.get(ENTITIES[entity], ENTITIES[entity])


def exact_key(kind: str, text: str) -> int:
    """Key of a normal form that a recogniser gives: an address, digits, a URL or a host."""
    return int.from_bytes(blake2b(f"{kind}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def pair_keys(keys: Keys, people: Ints) -> Keys:
    """Keys of (value, person): a value that counts in that person's conversations only."""
    return mix(keys ^ mix(people.astype(np.uint64) + np.uint64(0xD6E8FEB86659FD93)))


def grown(key: Keys, word: Keys) -> Keys:
    """Key of a run of words with one more word."""
    return mix(key * np.uint64(0xFF51AFD7ED558CCD) + word)


def finished(key: Keys, count: int | Keys) -> Keys:
    """Key of a whole value of `count` words."""
    return mix(key + np.asarray(count, dtype=np.uint64))


def marked(keys: Keys, bits: int) -> Flags:
    """A filter of 2 ** bits places, in which those of the keys are marked."""
    filled = np.zeros(1 << bits, dtype=bool)
    filled[keys >> np.uint64(64 - bits)] = True
    return filled


def _may_hold(filled: Flags, keys: Keys) -> Flags:
    """Which of the keys a filter may hold."""
    return np.asarray(filled[keys >> np.uint64(65 - len(filled).bit_length())])


def _search(keys: Keys, wanted: Keys) -> Ints:
    """Place of each wanted key, -1 where it is absent."""
    if not len(keys) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _at(values: npt.NDArray[Any], places: Ints) -> Ints:
    """values[places] as integers; what stands at place -1 is of no meaning."""
    return values[np.maximum(places, 0)].astype(np.int64) if len(values) else np.full(len(places), -1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Scopes:
    """Whose conversation each text of a batch stands in: people[offset[i]:offset[i + 1]] are ordinals, the owner first."""

    offset: Ints
    people: Ints

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]]) -> "Scopes":
        sizes = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
        flat = [person for group in groups for person in group]
        return cls(np.concatenate(([0], np.cumsum(sizes))), np.array(flat, dtype=np.int64))

    def picked(self, indices: Sequence[int]) -> "Scopes":
        """Those of some of the texts."""
        first, end = self.offset[:-1][indices], self.offset[1:][indices]
        sizes = end - first
        offset = np.concatenate(([0], np.cumsum(sizes)))
        within = np.arange(offset[-1]) - np.repeat(offset[:-1], sizes)
        return Scopes(offset, self.people[np.repeat(first, sizes) + within])

    def owners(self) -> list[int]:
        """The owner of each text."""
        owners: list[int] = self.people[self.offset[:-1]].tolist()
        return owners


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The index.

    keys, owner, entity, capitals: values hunted everywhere, sorted by key; the owner of one that several share is AMBIGUOUS.
    pair_…: of (value, person), for what counts in that person's conversations. first, longer, whole: filters over first words,
    over beginnings of two words or more, and over values, so that almost nothing that is none is looked up.
    skipped: values that are too long or too short to be looked up. dated: whether there are dates.
    users: ordinals from there on are speakers, no users; a value that both have names the user. trace: notes what is asked for.
    """

    keys: Keys
    owner: Ints
    entity: npt.NDArray[np.uint8]
    capitals: Flags
    pair_keys: Keys
    pair_entity: npt.NDArray[np.uint8]
    pair_capitals: Flags
    first: Flags
    longer: Flags
    whole: Flags
    skipped: int = 0
    dated: bool = False
    users: int = EVERYBODY
    trace: Trace | Untraced = UNTRACED

    def save(self, folder: Path) -> None:
        """Writes the arrays into a folder, one `.npy` file each."""
        folder.mkdir(exist_ok=True, mode=0o700)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "index.json").write_bytes(orjson.dumps({"skipped": self.skipped, "dated": self.dated, "users": self.users}))

    @classmethod
    def load(cls, folder: Path) -> "KnownValues":
        """Maps the arrays of a folder into memory."""
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        return cls(**arrays, **orjson.loads((folder / "index.json").read_bytes()))

    @property
    def empty(self) -> bool:
        """Whether there is no value at all."""
        return not len(self.keys) and not len(self.pair_keys)

    def holds(self, code: str) -> bool:
        """Whether a word of lower-case ASCII letters is a value that is hunted everywhere."""
        word = word_hash(code)
        self.trace.add_for_all(word)
        # Asked for every tag that is written: the filter answers without an array.
        likely = bool(self.first[word >> (65 - len(self.first).bit_length())])
        return likely and bool(_search(self.keys, finished(np.array([word], dtype=np.uint64), 1))[0] >= 0)

    def exact(self, wanted: Keys, text: Ints, scopes: Scopes) -> tuple[Ints, Ints]:
        """(entity, person) for keys of normal forms; entity -1 where nothing is known."""
        self.trace.add(scopes, text, wanted)
        wide = _search(self.keys, wanted)
        narrow, people = self._pairs(wanted, text, scopes)
        entity = np.where(narrow >= 0, _at(self.pair_entity, narrow), np.where(wide >= 0, _at(self.entity, wide), -1))
        person = np.where(narrow >= 0, people, np.where(wide >= 0, _at(self.owner, wide), NOBODY))
        return entity, person

    def find(self, view: View, scopes: Scopes) -> Iterator[tuple[int, Finding]]:
        """(text, finding) for every known value that stands in its words."""
        for words in () if self.empty else readings(view):
            yield from self._found(view, words, scopes)
        if self.dated:
            yield from self._dates(view, scopes)

    def _dates(self, view: View, scopes: Scopes) -> Iterator[tuple[int, Finding]]:
        found = list(dates_in(view.buffer))
        keys = np.array([exact_key("date", day) for _, _, day in found], dtype=np.uint64)
        entities, people = self.exact(keys, np.array([view.text_of[start] for start, _, _ in found], dtype=np.int64), scopes)
        for index in np.flatnonzero(entities >= 0).tolist():
            start, end, day = found[index]
            text, start, end = view.locate(start, end)
            yield text, Finding(start, end, "DATE", "known-value", day, int(people[index]))

    def _found(self, view: View, words: Words, scopes: Scopes) -> Iterator[tuple[int, Finding]]:
        if not len(words.hash):
            return
        self.trace.add(scopes, words.text, words.hash)
        at = np.flatnonzero(_may_hold(self.first, words.hash))
        key = words.hash[at]
        last = at
        for count in range(1, MAX_WORDS + 1):
            if not len(at):
                return
            yield from self._matches(view, words, scopes, finished(key, count), at, last)
            going = words.gap[last] <= MAX_GAP
            at, last, key = at[going], last[going] + 1, key[going]
            key = grown(key, words.hash[last])
            going = _may_hold(self.longer, key)
            at, last, key = at[going], last[going], key[going]

    def _matches(
        self, view: View, words: Words, scopes: Scopes, keys: Keys, at: Ints, last: Ints
    ) -> Iterator[tuple[int, Finding]]:
        likely = _may_hold(self.whole, keys)
        keys, at, last = keys[likely], at[likely], last[likely]
        wide = _search(self.keys, keys)
        narrow, people = self._pairs(keys, words.text[at], scopes)
        for index in np.flatnonzero((wide >= 0) | (narrow >= 0)).tolist():
            text, start, end = view.locate(int(words.first[at[index]]), int(words.end[last[index]]))
            if narrow[index] >= 0 and not (
                people[index] >= self.users and wide[index] >= 0 <= self.owner[wide[index]] < self.users
            ):
                entity, person = int(self.pair_entity[narrow[index]]), int(people[index])
                capitals = bool(self.pair_capitals[narrow[index]])
            else:
                place = wide[index]
                entity, person, capitals = int(self.entity[place]), int(self.owner[place]), bool(self.capitals[place])
            if capitals and not is_capitalised(view, words, at[index], last[index]):
                continue
            yield text, Finding(start, end, name_of(entity), "known-value", f"{int(keys[index]):016x}", person)

    def _pairs(self, keys: Keys, text: Ints, scopes: Scopes) -> tuple[Ints, Ints]:
        """For each key: place of a pair with someone of the text's conversation (-1: none), and who (AMBIGUOUS: several)."""
        places, people = np.full(len(keys), -1, dtype=np.int64), np.full(len(keys), NOBODY, dtype=np.int64)
        if not len(keys) or not len(self.pair_keys):
            return places, people
        sizes = scopes.offset[text + 1] - scopes.offset[text]
        which = np.repeat(np.arange(len(keys)), sizes)
        within = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        person = scopes.people[scopes.offset[text][which] + within]
        found = _search(self.pair_keys, pair_keys(keys[which], person))
        for hit in np.flatnonzero(found >= 0).tolist():
            index = which[hit]
            if places[index] >= 0 and person[hit] >= self.users > people[index]:
                continue  # the users come first
            people[index] = person[hit] if places[index] < 0 or people[index] == person[hit] else AMBIGUOUS
            places[index] = found[hit]
        return places, people
