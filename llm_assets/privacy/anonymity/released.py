"""What is remembered of the last published release: its levels, and for each pseudonym a number of its group. No raw value.

A group's number is a keyed hash of its published values (0: all are blank), so that equal numbers mean equal values in any two
releases with the same key. `released/anonymity.parquet` in the work folder; written when a tree was published, never before.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.privacy.anonymity.grouping import Ints
from llm_assets.privacy.anonymity.ladder import Ladder
from llm_assets.privacy.keys import Key

FILE = "anonymity.parquet"
PENDING = "groups.parquet"  # of the safe stage: what becomes the release when it is published
_FACTS = b"llm_assets"
_EMPTY = np.uint64(0)

Numbers = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Step:
    """How far a column was coarsened. tops: keyed hashes of the values that each `top:N` kept."""

    steps: tuple[str, ...]
    tops: tuple[frozenset[str], ...]
    hidden: bool


@dataclass(frozen=True)
class Release:
    """origin: what pseudonyms depend on; releases of another cannot be compared. conditions: what levels are chosen by.

    users: pseudonyms, sorted; numbers: of their groups. told: what the evidence said of how it came about.
    """

    origin: str
    conditions: str
    levels: Mapping[str, Step]
    users: npt.NDArray[np.bytes_]
    numbers: Numbers
    told: Mapping[str, Any] = field(default_factory=dict)

    def repeats(self, other: "Release") -> bool:
        """Whether the same users are released with the same values, by the same settings."""
        same = (self.origin, self.conditions, dict(self.levels)) == (other.origin, other.conditions, dict(other.levels))
        return same and np.array_equal(self.users, other.users) and np.array_equal(self.numbers, other.numbers)


def fingerprint(*parts: str) -> str:
    """One text for several."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def keyed(key: Key, kind: str, *parts: str | None) -> int:
    """A keyed number of 64 bits; None and the empty text differ."""
    digest = hashlib.blake2b(f"llm-assets {kind}".encode(), key=key.derived, digest_size=8)
    for part in parts:
        written = b"" if part is None else b"\1" + part.encode("utf-8", "surrogatepass")
        digest.update(len(written).to_bytes(8, "big") + written)
    return int.from_bytes(digest.digest(), "little")


def step_of(ladder: Ladder, key: Key) -> Step:
    """What is remembered of a column's level."""
    tops = tuple(frozenset(f"{keyed(key, 'top', value):016x}" for value in top) for top in ladder.tops)
    return Step(ladder.steps, tops, ladder.hidden)


def write_release(path: Path, release: Release) -> None:
    """Writes a release (mode 0600) in place of the one that was there, whole."""
    facts = {
        "origin": release.origin,
        "conditions": release.conditions,
        "told": release.told,
        "levels": {
            column: {"steps": step.steps, "tops": [sorted(top) for top in step.tops], "hidden": step.hidden}
            for column, step in release.levels.items()
        },
    }
    table = pa.table({"user": pa.array(release.users.tolist(), pa.binary()), "group": pa.array(release.numbers, pa.uint64())})
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    pq.write_table(table.replace_schema_metadata({_FACTS: orjson.dumps(facts)}), fresh, compression="zstd")
    fresh.replace(path)


def read_release(path: Path) -> Release | None:
    """A release; None when there is none, or the file cannot be used (then nothing is compared, and levels are chosen anew)."""
    try:
        table = pq.read_table(path)
        facts: dict[str, Any] = orjson.loads(table.schema.metadata[_FACTS])
        levels = {
            column: Step(tuple(each["steps"]), tuple(map(frozenset, each["tops"])), each["hidden"])
            for column, each in facts["levels"].items()
        }
        users = np.asarray(table["user"].to_pylist(), dtype="S24")
        numbers = table["group"].to_numpy().astype(np.uint64)
        return Release(facts["origin"], facts["conditions"], levels, users, numbers, facts["told"])
    except (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError):
        return None


def publish_release(pending: Path, released: Path, unpublished: set[bytes]) -> None:
    """Makes what the safe stage left the last release, without the users that were left out later."""
    release = read_release(pending)
    if release is None:
        return
    released.mkdir(mode=0o700, exist_ok=True)
    kept = ~np.isin(release.users, np.array(sorted(unpublished), dtype="S24")) if unpublished else slice(None)
    write_release(released / FILE, replace(release, users=release.users[kept], numbers=release.numbers[kept]))


def difference(before: Release, now: Release, k: int) -> dict[str, Any]:
    """Groups under k that show when the two releases are laid side by side, and the users in them.

    Who has both releases can tell users that joined, users that left, and users whose published values changed; within each,
    users with the same values (before and now) cannot be told apart. `stayed`: users with unchanged values, likewise, of whom
    so many left or joined. Users without any published value before and now are in no group.
    """
    both, old, new = np.intersect1d(before.users, now.users, assume_unique=True, return_indices=True)
    joined = np.delete(now.numbers, new)
    left = np.delete(before.numbers, old)
    pairs = np.stack([before.numbers[old], now.numbers[new]], axis=1)
    same = pairs[:, 0] == pairs[:, 1]
    parts = {
        "joined": _sizes(joined[joined != _EMPTY]),
        "left": _sizes(left[left != _EMPTY]),
        "changed": _sizes(pairs[~same]),
        "stayed": _sizes(pairs[same & (pairs[:, 0] != _EMPTY)]),
    }
    users = {"joined": len(joined), "left": len(left), "changed": int((~same).sum()), "stayed": int(same.sum())}
    told = {}
    for name, sizes in parts.items():
        small = sizes[sizes < k]
        told[name] = {"users": users[name], "small_groups": len(small), "users_in_small_groups": int(small.sum())}
    exposed = [told[name] for name in ("joined", "left", "changed")]
    return {
        **told,
        "users_before": len(both) + len(left),
        "users_now": len(both) + len(joined),
        "small_groups": sum(part["small_groups"] for part in exposed),
        "users_in_small_groups": sum(part["users_in_small_groups"] for part in exposed),
    }


def _sizes(rows: Numbers) -> Ints:
    return np.unique(rows, axis=0, return_counts=True)[1].astype(np.int64)
