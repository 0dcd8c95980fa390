"""Counts tokens: by the estimate of `tokens`, or exactly, with the vocabulary of a model from a file of this machine.

No counter goes to the network. The estimate is what works everywhere: vocabularies belong to their models, have megabytes each,
and the libraries that read them fetch them from servers of their makers.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from llm_assets.documents import tokens
from llm_assets.errors import ConfigError
from llm_assets.settings.format_models import Tokens
from llm_assets.settings.format_rules import counter_file

_WHERE = "[llm_output.tokens] counter"
_TEXTS = 2_000  # that a library gets at a time

# How texts are split before byte pairs are merged, by the beginning of the file's name: tiktoken_ext/openai_public.py of
# tiktoken 0.14 (MIT). A file without a known name is taken for one of the latest kind.
_GPT2 = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""
_CL100K = (
    r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"""
    r"""|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
)
_O200K = (
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"""
    r"""|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"""
    r"""|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
)
_SPLITS = {"gpt2": _GPT2, "r50k": _GPT2, "p50k": _GPT2, "cl100k": _CL100K}


class TokenCounter(Protocol):
    """Counts tokens. name: for reports and the manifest; figures of counters of different names cannot be compared."""

    name: str

    def counts(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text; tokens that control a model count as the plain text that they are."""
        ...

    def counts_of(self, texts: Any) -> npt.NDArray[np.int64]:
        """The same of an Arrow array of texts without nulls."""
        ...


class Words:
    """The estimate: words and punctuation marks."""

    name = tokens.COUNTER

    def counts(self, texts: Sequence[str]) -> list[int]:
        """The estimate of each text."""
        return tokens.counts(texts)

    def counts_of(self, texts: Any) -> npt.NDArray[np.int64]:
        """The same of an Arrow array."""
        return tokens.counts_of(texts)


class _Exact:
    """Counts that a library makes of a list of texts."""

    def __init__(self, name: str) -> None:
        self.name = name

    def counts(self, texts: Sequence[str]) -> list[int]:
        raise NotImplementedError

    def counts_of(self, texts: Any) -> npt.NDArray[np.int64]:
        found: list[int] = []
        for start in range(0, len(texts), _TEXTS):
            found += self.counts(texts.slice(start, _TEXTS).to_pylist())
        return np.array(found, dtype=np.int64)


class _Tiktoken(_Exact):
    def __init__(self, path: Path, content: bytes) -> None:
        import tiktoken

        ranks = {base64.b64decode(token, validate=True): int(rank) for token, rank in map(bytes.split, content.splitlines())}
        split = next((known for start, known in _SPLITS.items() if path.stem.startswith(start)), _O200K)
        self._encoding = tiktoken.Encoding(path.stem, pat_str=split, mergeable_ranks=ranks, special_tokens={})
        super().__init__(f"tiktoken:{_short(content, split.encode())}")

    def counts(self, texts: Sequence[str]) -> list[int]:
        return [len(self._encoding.encode_ordinary(text)) for text in texts]


class _Tokenizers(_Exact):
    def __init__(self, content: bytes) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_str(content.decode())
        # As many as the text has, whatever the file says of batches of a model's own size.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True
        super().__init__(f"tokenizers:{_short(content)}")

    def counts(self, texts: Sequence[str]) -> list[int]:
        return [len(each) for each in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def counter(settings: Tokens, root: Path) -> TokenCounter:
    """The counter that the settings name. root: folder that relative paths start from.

    Raises ConfigError when its package is not installed, or its file cannot be read or is none of that kind.
    """
    kind, _, _ = settings.counter.partition(":")
    if kind == "words":
        return Words()
    path = counter_file(settings.counter, root)
    if find_spec(kind) is None:
        raise ConfigError(
            f'the package "{kind}" is not installed', where=_WHERE, remedy="Install it with: pip install 'llm-assets[tokens]'"
        )
    try:
        about = path.stat()
        return _loaded(kind, path, about.st_size, about.st_mtime_ns)
    except OSError as error:
        raise ConfigError(
            f"the file of the counter cannot be read: {error.strerror}", where=f"{_WHERE}: {path}", remedy="Name a file."
        ) from None


@lru_cache(maxsize=2)
def _loaded(kind: str, path: Path, size: int, changed: int) -> TokenCounter:
    """The counter of a file that had this size and time."""
    del size, changed
    content = path.read_bytes()
    try:
        return _Tiktoken(path, content) if kind == "tiktoken" else _Tokenizers(content)
    except Exception as error:  # noqa: BLE001 - both libraries raise errors of their own
        raise ConfigError(
            f"the file is none that {kind} reads: {type(error).__name__}",
            where=f"{_WHERE}: {path}",
            remedy="Name a .tiktoken file after `tiktoken:`, a tokenizer.json after `tokenizers:`.",
        ) from None


def _short(*parts: bytes) -> str:
    """12 hexadecimal digits that tell a vocabulary from others; the name of its file is nobody's business."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
