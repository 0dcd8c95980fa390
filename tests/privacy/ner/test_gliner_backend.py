"""GLiNER as a NER back-end. What it is asked and what becomes of its answers is tested with an object in the model's place;
with the package installed, a tiny model of random weights is saved and loaded as a real one is."""

import re
from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner import gliner_backend
from llm_assets.privacy.ner.gliner_backend import GlinerBackend
from tests.privacy.ner.material import needs


class Stub:
    """Answers as GLiNER.inference does: every word with a capital is a person, every number an address."""

    class config:  # noqa: N801
        max_len = 32

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.longest = 0

    def inference(self, texts, labels, *, flat_ner, threshold, multi_label, batch_size):
        self.asked.append((*labels, str(threshold)))
        self.longest = max(self.longest, *(len(re.findall(r"\w+|[^\w\s]", text)) for text in texts))
        return [
            [{"start": m.start(), "end": m.end(), "label": "person", "score": 0.9} for m in re.finditer(r"[A-Z]\w+", text)]
            + [{"start": m.start(), "end": m.end(), "label": "home address", "score": 0.9} for m in re.finditer(r"\d+", text)]
            for text in texts
        ]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub()
    monkeypatch.setattr(gliner_backend, "_model", lambda folder: stub)
    monkeypatch.setattr(gliner_backend, "version", lambda package: "0")
    return stub


def test_labels_are_asked_for_and_become_entities(stub: Stub, tmp_path: Path) -> None:
    backend = GlinerBackend(str(tmp_path), {"home address": "ADDRESS"}, None)
    spans = backend.find(["I met Zyra at 12", "", " \n "])
    assert [(s.start, s.end, s.entity, s.rule) for s in spans[0]] == [
        (6, 10, "PERSON", "ner-gliner-person"),
        (14, 16, "ADDRESS", "ner-gliner-home-address"),
    ]
    assert spans[1:] == [[], []]
    assert stub.asked == [("home address", "person", "0.5")]


def test_a_long_text_is_cut_and_its_offsets_are_kept(stub: Stub, tmp_path: Path) -> None:
    text = "it is so, and 😀 it stays so. " * 50 + "Zyra"
    spans = GlinerBackend(str(tmp_path), None, 0.3).find([text])[0]
    assert [text[s.start : s.end] for s in spans] == ["Zyra"]
    assert stub.longest <= Stub.config.max_len // 2
    assert stub.asked[0][-1] == "0.3"


def test_without_any_label_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="labels nothing"):
        GlinerBackend(str(tmp_path), {"person": ""}, None)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of torch and transformers
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    needs("gliner", "gliner")
    with pytest.raises(ConfigError, match="holds no GLiNER model"):
        GlinerBackend(str(tmp_path), None, None)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of torch and transformers
def test_a_real_model_is_loaded_from_its_folder_alone_and_offsets_fit(tmp_path: Path) -> None:
    needs("gliner", "gliner")
    folder = _tiny_model(tmp_path)
    text = "I met Zyra Quell in Quellstadt. "
    # Weights are random and nothing is below the threshold: whatever is found lies on words.
    backend = GlinerBackend(str(folder), None, 0.0)
    short, empty, long = backend.find([text, "", text * 40])
    assert empty == []
    assert len(short) > 0
    assert max(span.end for span in long) > len(text) * 39
    assert all(not text[span.start].isspace() and not text[span.end - 1].isspace() for span in short)
    assert backend.find([text, "", text * 40]) == [short, empty, long]


def _tiny_model(folder: Path) -> Path:
    """A GLiNER of one small layer with random weights and a tokenizer of letters, saved without what it was made from."""
    import shutil

    import torch
    from gliner import GLiNER, GLiNERConfig
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    pieces = [*marks.values(), *letters, *letters.upper(), *(f"##{letter}" for letter in letters), "."]
    tokenizer = Tokenizer(models.WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    encoder = folder / "encoder"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(encoder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(pieces), **sizes)).save_pretrained(encoder)
    config = GLiNERConfig(model_name=str(encoder), hidden_size=32, max_len=64, max_width=4)
    GLiNER.from_config(config).save_pretrained(folder / "model")
    shutil.rmtree(encoder)
    return folder / "model"
