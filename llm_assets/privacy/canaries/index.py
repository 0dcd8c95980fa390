"""The index of known values as the canaries meet it: that of the run with theirs added, as users like all others.

Real shards get the index without canaries, so that a name which both have is read there as if there were none. Here a value
that both have belongs to nobody for sure, as between any two users.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.spans import AMBIGUOUS
from llm_assets.privacy.values import forms

Flags = npt.NDArray[np.bool_]


def canary_index(values: Iterable[tuple[int, str, str]], users: int, level: str) -> KnownValues:
    """The index of some (ordinal, entity, value) by themselves. users: their number with the real ones."""
    builder = KnownValuesBuilder(users)
    builder.add((ordinal, entity, form) for ordinal, entity, value in values for form in forms(entity, value, level))
    return builder.build()


def joined_index(real: KnownValues, canaries: KnownValues, count: int) -> KnownValues:
    """Both in one. count: of canaries; their ordinals follow those of the users, and speakers who are no users come after them.

    What counts in a conversation only is that of the canaries: no real user takes part in theirs.
    """
    place = np.searchsorted(real.keys, canaries.keys)
    known = real.keys[np.minimum(place, len(real.keys) - 1)] == canaries.keys if len(real.keys) else np.zeros(len(place), bool)
    owner = np.where(real.owner >= real.users, real.owner + count, real.owner)
    owner[place[known]] = AMBIGUOUS
    fresh = ~known
    return replace(
        canaries,
        keys=np.insert(real.keys, place[fresh], canaries.keys[fresh]),
        owner=np.insert(owner, place[fresh], canaries.owner[fresh]),
        entity=np.insert(real.entity, place[fresh], canaries.entity[fresh]),
        capitals=np.insert(real.capitals, place[fresh], canaries.capitals[fresh]),
        first=_either(real.first, canaries.first),
        longer=_either(real.longer, canaries.longer),
        whole=_either(real.whole, canaries.whole),
        dated=real.dated or canaries.dated,
        users=real.users + count,
    )


def _either(one: Flags, other: Flags) -> Flags:
    """What either filter may hold, in the size of the larger: a place of the smaller is a row of places there."""
    size = max(len(one), len(other))
    either: Flags = np.repeat(one, size // len(one)) | np.repeat(other, size // len(other))
    return either
