"""Tokens are counted by the file that the settings name, without a network; by the estimate when they name none."""

import base64
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiktoken_ext import openai_public
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from llm_assets.documents.chunks import ChunksFormatter
from llm_assets.documents.counters import _CL100K, _GPT2, _O200K, counter
from llm_assets.errors import ConfigError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.format_models import Tokens
from llm_assets.settings.model import LlmOutput
from tests.documents.conftest import pseudonym

_CORPUS = ["the order has not arrived yet", "please send the order again", "I am sorry that the order is late"] * 5
_TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(_CORPUS), max_size=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer.json that was trained here, and the ranks of a small byte-pair vocabulary for tiktoken."""
    folder = tmp_path_factory.mktemp("vocabularies")
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, initial_alphabet=alphabet, special_tokens=["<|end|>"], show_progress=False)
    trained.train_from_iterator(_CORPUS, trainer)
    trained.enable_truncation(5)
    trained.save(str(folder / "tokenizer.json"))
    words = [b"th", b"the", b" the", b"or", b"ord", b"order", b" order"]
    tokens = [bytes([octet]) for octet in range(256)] + words
    lines = [base64.b64encode(token) + b" " + str(rank).encode() for rank, token in enumerate(tokens)]
    (folder / "cl100k_base.tiktoken").write_bytes(b"\n".join(lines) + b"\n")
    return folder


@pytest.fixture(params=["words", "tiktoken:cl100k_base.tiktoken", "tokenizers:tokenizer.json"])
def named(request: pytest.FixtureRequest) -> Tokens:
    return Tokens(counter=request.param)


def test_the_file_decides(folder: Path) -> None:
    text = "the order is late <|end|>"
    by_tiktoken = counter(Tokens(counter="tiktoken:cl100k_base.tiktoken"), folder)
    # "the", " order", and every other byte by itself.
    assert by_tiktoken.counts([text, ""]) == [2 + len(" is late <|end|>"), 0]
    by_tokenizers = counter(Tokens(counter="tokenizers:tokenizer.json"), folder)
    trained = Tokenizer.from_file(str(folder / "tokenizer.json"))
    trained.no_truncation()
    plain = len(trained.encode("the order is late ").ids)
    assert by_tokenizers.counts([text]) > [plain + 1], "a control token in a text is text, of several tokens"
    assert counter(Tokens(), folder).counts([text]) == [9]


def test_names_tell_vocabularies_apart_and_no_path(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cl100k_mine.tiktoken").write_bytes((folder / "cl100k_base.tiktoken").read_bytes())
    name = counter(Tokens(counter="tiktoken:cl100k_base.tiktoken"), folder).name
    assert counter(Tokens(counter="tiktoken:other/cl100k_mine.tiktoken"), tmp_path).name == name
    (tmp_path / "o200k.tiktoken").write_bytes((folder / "cl100k_base.tiktoken").read_bytes())
    assert counter(Tokens(counter=f"tiktoken:{tmp_path}/o200k.tiktoken"), folder).name != name, "texts are split otherwise"
    assert name.startswith("tiktoken:")
    assert len(name) == len("tiktoken:") + 12


@given(texts=_TEXTS)
def test_a_column_counts_as_its_texts(folder: Path, texts: list[str]) -> None:
    for kind in ("words", "tiktoken:cl100k_base.tiktoken", "tokenizers:tokenizer.json"):
        made = counter(Tokens(counter=kind), folder)
        assert made.counts_of(pa.array(texts, pa.string())).tolist() == made.counts(texts)


def test_texts_are_split_as_tiktoken_splits_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The patterns are copied, for the library fetches vocabularies before it tells them."""
    for loader in ("load_tiktoken_bpe", "data_gym_to_mergeable_bpe_ranks"):
        monkeypatch.setattr(openai_public, loader, lambda *_, **__: {})
    for name, pattern in {"cl100k_base": _CL100K, "o200k_base": _O200K, "r50k_base": _GPT2, "p50k_base": _GPT2}.items():
        assert openai_public.ENCODING_CONSTRUCTORS[name]()["pat_str"] == pattern


@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        ("tiktoken", b"not ranks", "is none that tiktoken reads"),
        ("tokenizers", b"{}", "is none that tokenizers reads"),
        ("tiktoken", None, "cannot be read"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, kind: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "x").write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        counter(Tokens(counter=f"{kind}:x"), tmp_path)
    assert "not ranks" not in str(caught.value)


def test_a_package_that_is_missing_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llm_assets.documents.counters.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r'the package "tokenizers" is not installed.*llm-assets\[tokens\]'):
        counter(Tokens(counter="tokenizers:tokenizer.json"), folder)


def test_chunks_have_the_size_that_the_counter_says(folder: Path, named: Tokens) -> None:
    output = LlmOutput.model_validate({"chunks": {"tokens": 80, "overlap": 20}, "tokens": named.model_dump()})
    text = ". ".join(_CORPUS * 4)
    events = [SafeInteraction(pseudonym(1), None, n, None, None, "agent", {"body": text[: 40 * n]}) for n in range(20)]
    made = counter(named, folder)
    lines = ChunksFormatter(output, folder).format_lines(SafeUser(pseudonym(1)), events).lines
    records = [json.loads(line) for _, line in lines]
    assert len(records) > 10
    assert [record["tokens"] for record in records] == made.counts([record["text"] for record in records])
    assert max(record["tokens"] for record in records) <= 80
