"""Which of many texts repeat one of an earlier user: the same words, or nearly the same."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llm_assets.documents.shingles import Hashes

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_COMPARED = 100  # texts of a bucket that a further one is compared with


@dataclass(frozen=True, slots=True)
class Repeated:
    """Which texts are left out, in their order. exact: the same words as an earlier user's; near: nearly so."""

    exact: Flags
    near: Flags


def repeated(owners: Numbers, exact: Hashes, bands: Iterable[Hashes], similar: Callable[[int, int], bool]) -> Repeated:
    """Of each group of similar texts the first stays, and whatever else its user has.

    owners: number of the user of each text, ascending; exact: hash of its words; bands: for each band the key of every text;
    similar: whether two texts, by number, are so in truth.

    Every text that is left out is similar to one that stays, of an earlier user: nothing goes by a chain of likenesses. Texts
    are compared that share a bucket, each with the first `MOST_COMPARED` that stay of it, so time is linear in the texts.
    """
    left_out = same_words(owners, exact)
    near = np.zeros(len(owners), bool)
    members, buckets = _shared(owners, np.flatnonzero(~left_out), bands)
    standing: dict[int, list[int]] = {}
    for text, own in _grouped(members, buckets):
        found = {other: None for bucket in own for other in standing.get(bucket, ()) if owners[other] != owners[text]}
        near[text] = any(similar(other, text) for other in found)
        if not near[text]:
            for bucket in own:
                if len(kept := standing.setdefault(bucket, [])) < MOST_COMPARED:
                    kept.append(text)
    return Repeated(left_out, near)


def same_words(owners: Numbers, exact: Hashes) -> Flags:
    """Which texts have the same words as one of an earlier user."""
    order = np.argsort(exact, kind="stable")
    begins = np.flatnonzero(np.concatenate([[True], exact[order][1:] != exact[order][:-1]])) if len(order) else order
    first = np.repeat(order[begins], np.diff([*begins, len(order)]))
    found = np.zeros(len(owners), bool)
    found[order] = owners[order] != owners[first]
    return found


def _shared(owners: Numbers, texts: Numbers, bands: Iterable[Hashes]) -> tuple[Numbers, Numbers]:
    """(text, bucket) for the buckets that texts of two users share, by text."""
    members, buckets, used = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
    for keys in bands:
        own = keys[texts]
        order = np.argsort(own, kind="stable")
        sorted_keys, held = own[order], texts[order]
        begins = np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]]) if len(order) else np.zeros(0, bool)
        bucket = np.cumsum(begins) - 1
        first = np.flatnonzero(begins)
        last = np.concatenate([first[1:], [len(order)]])[: len(first)] - 1
        of_two = (owners[held[first]] != owners[held[last]])[bucket]
        members.append(held[of_two])
        buckets.append(bucket[of_two] + used)
        used += len(first)
    text, bucket = np.concatenate(members), np.concatenate(buckets)
    order = np.argsort(text, kind="stable")
    return text[order], bucket[order]


def _grouped(members: Numbers, buckets: Numbers) -> Iterator[tuple[int, list[int]]]:
    texts, begins = np.unique(members, return_index=True)
    for number, text in enumerate(texts.tolist()):
        end = begins[number + 1] if number + 1 < len(begins) else len(members)
        yield text, buckets[begins[number] : end].tolist()
