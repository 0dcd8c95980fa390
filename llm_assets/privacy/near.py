"""Near misses: a user's own name with one typo, in the user's own texts (level high).

Distance: optimal string alignment (one letter inserted, left out, changed, or two swapped), after Damerau (1964). From five
letters on, for with shorter names ordinary words become names ("do", "be", "can"). The first letter is right, or from six
letters on: swapped with the second, left out, or the one beside it on the keyboard (QWERTY, QWERTZ, AZERTY).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from llm_assets.privacy.scope import is_common, is_word, plain
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.view import View

SHORTEST = 5
_LOOSE = 6  # letters from which on the first one may be wrong
_NAMES = 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")


def _beside() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    near = np.zeros((128, 128), dtype=bool)
    for row in _ROWS:
        for one, two in pairwise(row):
            near[ord(one), ord(two)] = near[ord(two), ord(one)] = True
    for upper, lower in ((_ROWS[0], _ROWS[1]), (_ROWS[1], _ROWS[2])):
        for place, one in enumerate(lower):
            for two in upper[place : place + 2]:
                near[ord(one), ord(two)] = near[ord(two), ord(one)] = True
    return near


_BESIDE = _beside()


def name_words(names: Sequence[str]) -> tuple[str, ...]:
    """The words of a user's names whose typos are looked for: the longest four."""
    words = {plain(word) for name in names for word in name.replace("-", " ").split()}
    usable = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    return tuple(sorted(usable, key=lambda word: (-len(word), word))[:_NAMES])


def near_misses(view: View, owners: Sequence[int], names: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, Finding]]:
    """(text, finding) for every word that is one typo away from a name of the text's owner. owners: ordinal by text."""
    words = view.words
    if not names or not len(words.hash):
        return
    length, first, second = (np.zeros((len(owners), _NAMES), dtype=np.int64) for _ in range(3))
    for text, owner in enumerate(owners):
        for place, name in enumerate(names.get(owner, ())):
            length[text, place], first[text, place], second[text, place] = len(name), ord(name[0]), ord(name[1])
    letter = (view.pattern[words.first] | 0x20).astype(np.int64)
    following = (view.pattern[np.minimum(words.first + 1, len(view.pattern) - 1)] | 0x20).astype(np.int64)
    for place in range(_NAMES):
        size, one, two = (each[words.text, place] for each in (length, first, second))
        begins = letter == one
        loose = (letter == two) & ((following == one) | (words.length == size - 1))
        loose |= (following == two) & _BESIDE[np.minimum(letter, 127), np.minimum(one, 127)] & (words.length == size)
        close = np.abs(words.length - size) <= 1
        for word in np.flatnonzero(close & (begins | (loose & (size >= _LOOSE)))).tolist():
            text, start, end = view.locate(int(words.first[word]), int(words.end[word]))
            written, owner = view.texts[text][start:end], owners[text]
            if _is_typo(written, names[owner][place]):
                yield text, Finding(start, end, "PERSON", "known-value-typo", names[owner][place], owner)


def _is_typo(written: str, name: str) -> bool:
    spelled = plain(written)
    if spelled == name or OSA.distance(spelled, name, score_cutoff=1) != 1 or is_word(spelled):
        return False
    # A name that is a word needs its capital with a typo too.
    return not is_common(name) or written[0].isupper()
