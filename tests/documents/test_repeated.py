"""What is found of repeated texts, beside a search of all pairs."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.documents.repeated import MOST_COMPARED, repeated
from llm_assets.documents.shingles import (
    RECALL,
    band_keys,
    bands_for,
    hash_word,
    hash_words,
    jaccard,
    shingles,
    words,
)

Words = Sequence[str]


def sets(texts: Sequence[Words]) -> list[np.ndarray]:
    return [shingles(np.array([hash_word(word) for word in each], np.uint64)) for each in texts]


def search(owners: list[int], texts: Sequence[Words], near: float) -> tuple[list[bool], list[bool]]:
    """(exact, near) of each text, as the pipeline finds them."""
    found, (bands, rows) = sets(texts), bands_for(near)
    starts = np.cumsum([0, *map(len, found)])[:-1]
    keys = band_keys(np.concatenate(found), starts, bands, rows)
    exact = np.array([hash_words(np.array([hash_word(word) for word in each], np.uint64)) for each in texts], np.uint64)
    made = repeated(np.array(owners, np.int64), exact, keys, lambda one, other: jaccard(found[one], found[other]) >= near)
    return made.exact.tolist(), made.near.tolist()


def in_common(one: Words, other: Words) -> float:
    """Jaccard's similarity, by the definition."""
    each = [{tuple(text[n : n + 3]) for n in range(max(1, len(text) - 2))} for text in (one, other)]
    return len(each[0] & each[1]) / len(each[0] | each[1])


texts = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=9)


@given(st.lists(st.tuples(st.integers(0, 5), texts), min_size=1, max_size=14), st.sampled_from([0.5, 0.7, 0.9]))
@settings(max_examples=50, deadline=None)
def test_what_goes_repeats_something_that_stays_and_nothing_equal_stays(each: list[tuple[int, list[str]]], near: float) -> None:
    each.sort(key=lambda pair: pair[0])
    owners, said = [owner for owner, _ in each], [text for _, text in each]
    exact, nearly = search(owners, said, near)
    gone = [one or other for one, other in zip(exact, nearly, strict=True)]
    for at, text in enumerate(said):
        earlier = [n for n in range(at) if owners[n] < owners[at]]
        if exact[at]:
            assert any(said[n] == text for n in earlier)
        if gone[at]:
            assert any(not gone[n] and in_common(said[n], text) >= near for n in earlier)
        else:
            assert not any(said[n] == text for n in earlier)


def altered(text: list[str], places: Sequence[int]) -> list[str]:
    return [f"other{n}" if n in places else word for n, word in enumerate(text)]


def test_pairs_at_the_threshold_are_found() -> None:
    """Of 300 pairs that have 9 of 10 shingles in common, hardly one may be missed."""
    chosen = np.random.default_rng(7).integers(0, 10**6, (300, 117))
    first = [[str(word) for word in row] for row in chosen]
    other = [altered(text, (30, 70)) for text in first]  # 109 of 121 shingles in common
    assert {round(in_common(one, two), 3) for one, two in zip(first, other, strict=True)} == {0.901}
    exact, nearly = search([0] * 300 + [1] * 300, first + other, 0.9)
    assert not any(exact)
    assert not any(nearly[:300])
    assert sum(nearly[300:]) >= 298


@pytest.mark.parametrize("near", [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.999])
def test_bands_are_as_long_as_the_recall_allows(near: float) -> None:
    bands, rows = bands_for(near)
    assert 1 <= bands * rows <= 128
    assert 1 - (1 - near**rows) ** bands >= RECALL
    assert rows == 128 or 1 - (1 - near ** (rows + 1)) ** (128 // (rows + 1)) < RECALL


def test_different_texts_seldom_share_a_bucket() -> None:
    """What is compared in vain costs time: with no word in common, nothing is."""
    found = sets([[f"{n} {word}" for word in range(60)] for n in range(500)])
    keys = band_keys(np.concatenate(found), np.arange(500) * 58, *bands_for(0.9))
    assert len(np.unique(keys)) == keys.size


def test_nothing_goes_by_a_chain_of_likenesses() -> None:
    chain = [altered([f"w{n}" for n in range(100)], range(0, 2 * step, 2)) for step in (0, 1, 2, 3, 4, 5, 6)]
    _, nearly = search(list(range(7)), chain, 0.93)
    assert in_common(chain[0], chain[6]) < 0.93
    assert nearly[1]
    assert not all(nearly[1:])


def test_a_crowded_bucket_is_looked_through_no_further_than_said() -> None:
    compared = []
    owners, exact = np.arange(MOST_COMPARED * 3), np.arange(MOST_COMPARED * 3, dtype=np.uint64)
    bucket = np.zeros(len(owners), np.uint64)
    repeated(owners, exact, [bucket], lambda one, other: bool(compared.append((one, other))))
    assert max(np.bincount([other for _, other in compared])) == MOST_COMPARED


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Hello, WORLD!", "hello world", "case and punctuation are no words"),
        ("Mail [EMAIL:abcdefgh] now", "Mail [EMAIL:hgfedcba] now", "codes of tags are those of one owner"),
        ("Ask abcdefghijklmnopqrstuvwx", "Ask zyxwvutsrqponmlkjihgfedc", "so are pseudonyms those of one person"),
        ("caf\u00e9 \ufb01n", "cafe\u0301 fin", "one letter has several forms"),
    ],
)
def test_what_is_the_same_in_words(one: str, other: str, why: str) -> None:
    assert words(one) == words(other), why


def test_scripts_without_spaces_have_words_too() -> None:
    assert words("配送は明日です") == list("配送は明日です")
    assert words("[DATE] 安全 abc") == ["date", "安", "全", "abc"]
