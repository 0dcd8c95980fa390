"""Looks for canaries in what would be published: none of their values, pseudonyms or tags may stand there."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from llm_assets.privacy.audit.marks import MARKS, Marks, pattern
from llm_assets.work import identity

Found = tuple[int, set[str]]  # values and pseudonyms, as often as they stand there; tags
NO_CANARY: Found = (0, set())


def canaries_in(text: str, safe: Path) -> Found:
    """What of the canaries of a finished safe stage stands in a text, in any case. safe: folder of the stage."""
    path = safe / MARKS
    if not path.exists():
        return 0, set()
    wanted, tags = _loaded(safe, identity(path))
    if wanted is None or wanted.search(text) is None:
        return 0, set()
    found = [match.group() for match in wanted.finditer(text)]
    return sum(each not in tags for each in found), {each for each in found if each in tags}


@lru_cache(maxsize=2)
def _loaded(safe: Path, made: tuple[int, int]) -> tuple[Any, frozenset[str]]:
    del made
    marks = Marks.load(safe)
    everything = (*marks.texts, *marks.tags)
    return (pattern(everything) if everything else None), frozenset(marks.tags)
