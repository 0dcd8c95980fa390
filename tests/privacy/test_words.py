"""The compiled loop over words, against a plain reading of the same rules."""

from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.characters import OPAQUE, SEPARATOR, characters
from llm_assets.privacy.view import View
from llm_assets.privacy.words import Words, word_hash

_TEXTS = st.lists(
    st.text("abZß é中文ﬁ①ทЖ\n.-_'\u0301\u200b", max_size=20) | st.just("a [EMAIL:abcdefgh] b"), min_size=1, max_size=6
)


def _read(view: View) -> list[tuple[str, int, int, int]]:
    """(letters, first, end, text) of each word, character by character."""
    tables, words, text, current = characters(), [], 0, None
    for place, (code, kind) in enumerate(zip(view.codes.tolist(), view.pattern.tolist(), strict=True)):
        forms = tables.longer.get(code) or (int(tables.word[code]),)
        letters = "".join(map(chr, forms)) if kind != SEPARATOR and forms[0] else ""
        alone = bool(letters) and bool(tables.alone[ord(letters[0])])
        if current and (not letters or alone or tables.alone[ord(current[0][0])]):
            words.append(current)
            current = None
        if letters:
            current = (current[0] + letters, current[1], place + 1, text) if current else (letters, place, place + 1, text)
        text += kind == SEPARATOR
    return words


@settings(deadline=None)  # the loop is compiled on first use
@given(_TEXTS)
def test_words_are_what_a_plain_reading_finds(texts: list[str]) -> None:
    view = View(texts)
    words, expected = view.words, _read(view)
    assert list(zip(words.length.tolist(), words.first.tolist(), words.end.tolist(), words.text.tolist(), strict=True)) == [
        (len(letters), first, end, text) for letters, first, end, text in expected
    ]
    letters = [word[0] for word in expected]
    for one, hash_of_one in zip(letters, words.hash.tolist(), strict=True):
        for other, hash_of_other in zip(letters, words.hash.tolist(), strict=True):
            assert (one == other) == (hash_of_one == hash_of_other)


@settings(deadline=None)  # the loop is compiled on first use
@given(_TEXTS)
def test_gaps_end_at_texts_and_tags(texts: list[str]) -> None:
    view = View(texts)
    words, pattern = view.words, view.pattern
    for index, gap in enumerate(words.gap.tolist()):
        last = index + 1 == len(words.gap)
        between = [] if last else pattern[words.end[index] : words.first[index + 1]].tolist()
        parted = last or SEPARATOR in between or OPAQUE in between
        assert gap == (Words.FAR if parted else len(between))


@settings(deadline=None)  # the loop is compiled on first use
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_the_hash_of_a_word_needs_no_view(word: str) -> None:
    assert word_hash(word) == int(View([word.upper()]).words.hash[0])
