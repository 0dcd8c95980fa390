"""Redacts a file of texts with one tool and prints the seconds: python timed.py TOOL FILE [no-names]."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def _ours(*options: str) -> Callable[[list[str]], object]:
    from llm_assets.privacy import Redactor

    redactor = Redactor(level="high", key="benchmark " * 4, names="no-names" not in options)
    return redactor.redact


def _presidio() -> Callable[[list[str]], object]:
    from presidio_analyzer import RecognizerResult
    from presidio_anonymizer import AnonymizerEngine
    from presidio_patterns import find

    engine = AnonymizerEngine()

    def redact(texts: list[str]) -> list[str]:
        found = find(texts, [""] * len(texts))
        results = [[RecognizerResult(entity, start, end, 1.0) for start, end, entity in spans] for spans in found]
        return [engine.anonymize(text, hits).text for text, hits in zip(texts, results, strict=True)]

    return redact


def _scrubadub() -> Callable[[list[str]], object]:
    from scrubadub_defaults import _scrubber

    return lambda texts: [_scrubber.clean(text) for text in texts]


def main() -> None:
    """Warms up on a few texts, then measures."""
    tool, path, *options = sys.argv[1:]
    sys.path.insert(0, __file__.rpartition("/")[0])
    redact = {"ours": _ours, "presidio": _presidio, "scrubadub": _scrubadub}[tool](*options)
    with Path(path).open(encoding="utf-8") as file:
        texts = json.load(file)
    redact(texts[:100])
    begin = time.process_time()
    redact(texts)
    taken = time.process_time() - begin
    print(json.dumps({"seconds": taken, "bytes": sum(len(text.encode()) for text in texts)}))


if __name__ == "__main__":
    main()
