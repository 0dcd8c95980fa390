"""What is said when a back-end cannot be had; how long texts are cut; how spans are put in order. No extra is needed."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner import BACKENDS, load
from llm_assets.privacy.ner.backend import entities_of, settled, span
from llm_assets.privacy.ner.windows import windows
from llm_assets.privacy.spans import Span


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_missing_extra_is_named_with_its_remedy(backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llm_assets.privacy.ner.loading.find_spec", lambda _: None)
    with pytest.raises(ConfigError) as error:
        load(backend, str(tmp_path))
    assert f"pip install 'llm-assets[{backend}]'" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_folder_that_does_not_exist_is_told_before_anything_is_loaded(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llm_assets.privacy.ner.loading.find_spec", lambda _: object())
    for name in ("spacy", "gliner", "presidio"):
        monkeypatch.setattr(f"llm_assets.privacy.ner.{name}_backend.import_module", lambda _: None)
    with pytest.raises(ConfigError, match="folder does not exist"):
        load(backend, str(tmp_path / "none"))


def test_an_unknown_backend_or_threshold_or_entity_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="spacy, gliner, presidio"):
        load("stanza", str(tmp_path))
    with pytest.raises(ConfigError, match="between 0 and 1"):
        load("gliner", str(tmp_path), threshold=2)
    with pytest.raises(ConfigError, match='"X" stands for "HUMAN"'):
        entities_of({}, {"X": "HUMAN"})


def test_labels_of_the_settings_change_the_back_ends_own() -> None:
    assert entities_of({"PER": "PERSON"}, {"PER": "", "LOC": "ADDRESS"}) == {"LOC": "ADDRESS"}


@given(st.text(alphabet="ab .\n!?。é😀-", max_size=300), st.integers(1, 20), st.integers(1, 60))
def test_windows_hold_the_text_and_no_more_than_a_model_reads(text: str, words: int, characters: int) -> None:
    pieces = list(windows(text, words, characters))
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(0 < end - start <= characters for start, end in pieces)
    assert all(before[1] == after[0] for before, after in pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two three four.\n\nFive six. Seven\neight nine ten", "One two three four.\n\n"),
        ("One two three four.\nFive six. Seven eight nine", "One two three four.\n"),
        ("One two three four. Five six seven eight", "One two three four. "),
        ("One two three four five six seven eight nine ten", "One two three four five six seven "),
        ("a" * 40, "a" * 36),
    ],
    ids=["paragraph", "line", "sentence", "word", "nothing but letters"],
)
def test_windows_end_at_the_best_border_of_their_last_half(text: str, first: str) -> None:
    assert text[slice(*next(windows(text, 7, 36)))] == first


def test_of_overlapping_spans_the_longest_stays_and_space_falls_off() -> None:
    short, long, far = Span(2, 4, "PERSON", "r"), Span(0, 5, "PERSON", "r"), Span(7, 9, "PERSON", "r")
    assert settled([far, short, None, long]) == [long, far]
    assert span(" Ann \n", 0, 6, "PERSON", "r") == Span(1, 4, "PERSON", "r")
    assert span(" -- ", 0, 4, "PERSON", "r") is None
