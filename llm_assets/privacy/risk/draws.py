"""Draws that depend on the key alone: the same people and events on any machine, and not to be foretold without the key.

Method: splitmix64 (Steele, Lea and Flood 2014) over a seed from keyed BLAKE2b.
"""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.keys import Key

U64 = npt.NDArray[np.uint64]


def seed_of(key: Key, purpose: str) -> int:
    """A seed for one purpose."""
    return int.from_bytes(hashlib.blake2b(f"risk {purpose}".encode(), key=key.derived, digest_size=8).digest(), "little")


def mixed(numbers: Any, seed: int) -> U64:
    """A uniform 64-bit number for each whole number; numbers: any shape."""
    with np.errstate(over="ignore"):
        state = np.asarray(numbers).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(state ^ (state >> np.uint64(31)), np.uint64)
