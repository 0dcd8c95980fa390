"""Redacts a file of texts with one tool and prints the seconds of CPU: python timed.py TOOL WARM-UP FILE [OPTION …].

The texts of the warm-up are others than those of the file: automata and caches are as they are in a process that has worked
for a while.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Redact = Callable[[list[str]], object]


def _ours(*options: str) -> Redact:
    from benchmarks.redaction.known import known_values
    from llm_assets.privacy import Redactor

    redactor = Redactor(level="high", key="benchmark " * 4, known_values=known_values())
    if "no-tagger" in options:
        redactor._sight._names = None  # all else stays, the rules for names too
    return redactor.redact


def _presidio(*options: str) -> Redact:
    from presidio_anonymizer import AnonymizerEngine
    from presidio_patterns import engine

    analyzer, anonymizer = engine(everything="all" in options), AnonymizerEngine()

    def redact(texts: list[str]) -> list[str]:
        return [anonymizer.anonymize(text, analyzer.analyze(text, language="en")).text for text in texts]

    return redact


def _scrubadub() -> Redact:
    from scrubadub_defaults import _scrubber

    return lambda texts: [_scrubber.clean(text) for text in texts]


def _datatrove() -> Redact:
    from datatrove.pipeline.formatters import PIIFormatter

    formatter = PIIFormatter()
    return lambda texts: [formatter.format(text) for text in texts]


def _re() -> Redact:
    """The standard library's `re` with the redactor's own union of patterns, message by message, and nothing else."""
    import re

    from benchmarks.redaction.union import union

    pattern = re.compile(union())
    return lambda texts: [pattern.sub(b"[X]", text.encode("latin-1", "replace")) for text in texts]


def main() -> None:
    """Warms up, then measures."""
    tool, warm_up, path, *options = sys.argv[1:]
    sys.path.insert(0, __file__.rpartition("/")[0])
    tools: dict[str, Callable[..., Redact]] = {
        "ours": _ours, "presidio": _presidio, "scrubadub": _scrubadub, "datatrove": _datatrove, "re": _re,
    }  # fmt: skip
    redact = tools[tool](*options)
    redact(json.loads(Path(warm_up).read_text(encoding="utf-8")))
    texts = json.loads(Path(path).read_text(encoding="utf-8"))
    begin = time.process_time()
    redact(texts)
    taken = time.process_time() - begin
    print(json.dumps({"seconds": taken, "bytes": sum(len(text.encode()) for text in texts)}))


if __name__ == "__main__":
    main()
