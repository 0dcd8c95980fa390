"""Near misses: a user's own name with one typo, in the user's own texts (level high).

Distance: optimal string alignment (one letter inserted, left out, changed, or two swapped), after Damerau (1964). From five
letters on, and with the first letter right: with shorter names ordinary words become names ("do", "be", "can").
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from llm_assets.privacy.scope import is_common, plain
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.view import View

SHORTEST = 5
_NAMES = 4


def name_words(names: Sequence[str]) -> tuple[str, ...]:
    """The words of a user's names whose typos are looked for: the longest four."""
    words = {plain(word) for name in names for word in name.replace("-", " ").split()}
    usable = [word for word in words if len(word) >= SHORTEST and word.isalpha() and not is_common(word)]
    return tuple(sorted(usable, key=lambda word: (-len(word), word))[:_NAMES])


def near_misses(view: View, owners: Sequence[int], names: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, Finding]]:
    """(text, finding) for every word that is one typo away from a name of the text's owner. owners: ordinal by text."""
    words = view.words
    if not names or not len(words.hash):
        return
    length = np.zeros((len(owners), _NAMES), dtype=np.int64)
    initial = np.zeros((len(owners), _NAMES), dtype=np.int64)
    for text, owner in enumerate(owners):
        for place, name in enumerate(names.get(owner, ())):
            length[text, place], initial[text, place] = len(name), ord(name[0])
    first_letter = view.pattern[words.first] | 0x20
    for place in range(_NAMES):
        close = np.abs(words.length - length[words.text, place]) <= 1
        candidates = np.flatnonzero(close & (first_letter == initial[words.text, place]))
        for word in candidates.tolist():
            text, start, end = view.locate(int(words.first[word]), int(words.end[word]))
            spelled, owner = plain(view.texts[text][start:end]), owners[text]
            name = names[owner][place]
            if spelled != name and OSA.distance(spelled, name, score_cutoff=1) == 1 and not is_common(spelled):
                yield text, Finding(start, end, "PERSON", "known-value-typo", name, owner)
