"""Which users belong together: those who share a conversation, and those who share one with these, and so on."""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def representatives(users: int, left: Numbers, right: Numbers) -> Numbers:
    """For each of so many users the least number in its component; left, right: the ends of the edges.

    Each round hooks the larger root of every edge to the smaller one, makes all paths one step long, and forgets the edges
    within a component: rounds grow with the logarithm of the users, also in a long chain. (Shiloach and Vishkin, "An O(log n)
    parallel connectivity algorithm", 1982.)
    """
    least = np.arange(users, dtype=np.int64)
    while len(left):
        one, other = least[left], least[right]
        apart = one != other
        left, right, one, other = left[apart], right[apart], one[apart], other[apart]
        np.minimum.at(least, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(above := least[least], least):
            least = above
    return least


def numbered(conversations: Any) -> Numbers:
    """A number for each of the texts of a pa.ChunkedArray, equal for equal ones."""
    chunks = conversations.dictionary_encode().chunks  # of one dictionary
    return np.concatenate([np.zeros(0, np.int64), *(np.asarray(chunk.indices) for chunk in chunks)])


def edges(conversations: Numbers, users: Numbers) -> tuple[Numbers, Numbers]:
    """The edges between users who speak in one conversation: from each to the next of them. Both by pair."""
    order = np.lexsort((users, conversations))
    codes, users = conversations[order], users[order]
    same = codes[1:] == codes[:-1]
    return users[:-1][same], users[1:][same]
