"""The redactor of this project, at level high, without known values."""

from llm_assets.privacy import Redactor

_redactor = Redactor(level="high", key="benchmark " * 4)


def find(texts: list[str], before: list[str]) -> list[list[tuple[int, int, str]]]:
    """Spans of each text."""
    return [[(span.start, span.end, span.entity) for span in spans] for spans in _redactor.find(texts, before)]
