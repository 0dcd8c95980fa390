"""The values of the source, as the audit keeps them: sorted arrays of hashes, in two scopes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from llm_assets.dataset.speakers import without_roles
from llm_assets.privacy.audit.folding import Keys, fold, key, owned, run_key, words
from llm_assets.privacy.audit.folds import word_key
from llm_assets.privacy.scope import NAME_PARTICLES, SHORTEST, distinctive, is_common, is_name_too, is_public

MAX_WORDS = 24
LONGEST_NAME = 8  # characters, in scripts without spaces
_ROWS = 50_000
_SCHEME = re.compile(r"^[A-Za-z]+://(?:[^/@]*@)?(?:www\.)?|^www\.")
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
_UMLAUT = re.compile(f"[{''.join(_SPELLED)}]")
_ARRAYS = ("begins", "everywhere", "capitals", "own_values", "own", "own_capitals", "phones", "ids", "ideographs", "hosts")


@dataclass(frozen=True, slots=True)
class SourceValues:
    """Sorted hashes.

    everywhere: values that may stand in no text; own: (value, ordinal) that may not stand in that user's conversations, and
    own_values: these values by themselves; begins: how values of two words and more begin; capitals, own_capitals: those that
    count with capitals only; phones: last nine digits; ids: all ids of users; ideographs: values in scripts without spaces;
    hosts: of one user alone.
    """

    begins: Keys
    everywhere: Keys
    capitals: Keys
    own_values: Keys
    own: Keys
    own_capitals: Keys
    phones: Keys
    ids: Keys
    ideographs: Keys
    hosts: Keys

    def save(self, folder: Path) -> None:
        """Writes the arrays into a folder."""
        folder.mkdir(exist_ok=True, mode=0o700)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "SourceValues":
        """Maps the arrays of a folder into memory."""
        return cls(**{name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS})


def source_values(paths: Sequence[Path], level: str) -> SourceValues:
    """Reads files like `values.parquet` and keeps what was promised removal at a level; of erased people also pseudonyms."""
    return promised_values(chain.from_iterable(map(_rows, paths)), level)


def promised_values(batches: Iterable[Iterable[tuple[int, str, str]]], level: str) -> SourceValues:
    """What was promised removal at a level, of batches of (ordinal, entity, value)."""
    found: dict[str, set[int]] = {name: set() for name in _ARRAYS}
    hosts: dict[int, int] = {}
    for rows in batches:
        for ordinal, entity, value in rows:
            if entity == "ERASED":
                found["ids"].add(key(value))
                _keep(found, "everywhere", value, ordinal)
                continue
            if entity == "ID":
                found["ids"].add(key(value))
            if entity == "URL":
                _keep_host(hosts, value, ordinal)
            for scope, text in _promised(entity, value, level):
                _keep(found, scope, text, ordinal)
            if entity == "PHONE":
                digits = "".join(filter(str.isdigit, value))
                if len(digits) >= 9:
                    found["phones"].add(int(digits[-9:]))
    found["hosts"] = {host for host, owner in hosts.items() if owner >= 0}
    return SourceValues(**{name: np.array(sorted(keys), dtype=np.uint64) for name, keys in found.items()})


def _rows(path: Path) -> Iterator[Iterable[tuple[int, str, str]]]:
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        rows: dict[str, list[Any]] = batch.to_pydict()
        yield zip(rows["ordinal"], rows["entity"], rows["value"], strict=True)


def _promised(entity: str, value: str, level: str) -> Iterator[tuple[str, str]]:
    """(scope, value) for what may not be left. scope: `everywhere` or `own`."""
    parts = words(fold(value))
    size = sum(map(len, parts))
    letters_only = len(parts) > 1 and max(map(len, parts)) == 1 and value.isascii()
    if not parts or size < SHORTEST or letters_only or len(parts) > MAX_WORDS or entity == "PHONE":
        return
    if entity == "PERSON":
        yield from _name(parts, value, level)
    elif entity == "SPEAKER":
        yield from _speaker(value, level)
    elif entity == "EMAIL":
        yield "everywhere", value
    elif entity == "ID":
        if distinctive(value):
            yield "everywhere", value
    elif entity == "USERNAME":
        yield "everywhere" if size >= 3 else "own", value
    elif entity == "URL":
        rest = _SCHEME.sub("", value.strip()).partition("#")[0]
        if rest.rstrip("/").partition("/")[2]:
            yield "everywhere", rest
    elif distinctive(value) or (len(parts) >= 3 and size >= 10):
        yield "everywhere", value
    elif size >= 4:
        yield "own", value


def _name(parts: list[str], value: str, level: str) -> Iterator[tuple[str, str]]:
    if len(parts) > 1 or _ideographic(parts[0]):
        yield "everywhere", value
    if level == "low" and len(parts) > 1:
        return
    names = [part for part in parts if len(part) > 1 and part not in NAME_PARTICLES]
    yield from (("own", name) for name in names)
    if len(parts) > 1 and len(names) > 1 and min(len(names[0]), len(names[-1])) > 2:
        yield "everywhere", f"{names[0]} {names[-1]}"
        yield "everywhere", f"{names[-1]} {names[0]}"
    if (spelled := _UMLAUT.sub(lambda letter: _SPELLED[letter[0]], value.lower())) != value.lower() and len(parts) > 1:
        yield "everywhere", spelled


def _speaker(value: str, level: str) -> Iterator[tuple[str, str]]:
    """Of somebody who speaks and is no user: the name without the words of roles, everywhere when it is a full one."""
    name = without_roles(value)
    parts = words(fold(name))
    if "@" in value:
        yield "everywhere", value.strip()
    elif sum(map(len, parts)) < SHORTEST or (all(map(is_common, parts)) and not all(map(is_name_too, parts))):
        return
    elif not any(map(str.isdigit, "".join(parts))) and "_" not in value:
        yield from _name(parts, name, level) if len(parts) > 1 else [("own", name)]


def _keep(found: dict[str, set[int]], scope: str, value: str, ordinal: int) -> None:
    parts = words(fold(value))
    if not parts or len(parts) > MAX_WORDS:
        return
    if scope == "everywhere" and len(parts) == 1 and _ideographic(parts[0]):
        found["ideographs"].add(run_key(map(ord, parts[0][:LONGEST_NAME])))
        return
    keys = [word_key(part) for part in parts]
    joined = run_key(keys)
    found["begins"].update(run_key(keys[:count]) for count in range(1, len(keys)))
    needs_capitals = all(map(is_common, parts)) or (scope == "own" and len(parts[0]) < 3)
    if scope == "everywhere":
        found["everywhere"].add(joined)
    else:
        found["own_values"].add(joined)
        found["own"].add(int(owned(np.array([joined], dtype=np.uint64), np.array([ordinal]))[0]))
    if needs_capitals:
        found["capitals" if scope == "everywhere" else "own_capitals"].add(joined)


def _keep_host(hosts: dict[int, int], value: str, ordinal: int) -> None:
    """A host counts while one user alone names it; a second one marks it with -1."""
    host = re.split(r"[/?#:]", _SCHEME.sub("", value.strip()), maxsplit=1)[0].lower().strip(".")
    if "." in host and not is_public(host):
        named = key(host)
        hosts[named] = ordinal if hosts.get(named, ordinal) == ordinal else -1


def _ideographic(word: str) -> bool:
    return len(word) > 1 and all(ord(char) >= 0x2E80 for char in word)
